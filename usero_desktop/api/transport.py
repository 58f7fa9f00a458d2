"""The way out: httpx on top of our bounded connections, through a proxy where one is set."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from usero_desktop.api.trust import tls_context
from usero_desktop.errors import Unreachable
from usero_desktop.model.address import is_host, is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usero_desktop.api.exchange import BoundedBackend

CONNECTIONS = 4
"""Three screenshots side by side and one to spare."""

UNREAD = frozenset({b"location", b"set-cookie"})
"""Headers that end here: no redirect is followed and no cookie kept, so httpx need not try to
make sense of them."""

KEEP_ALIVE_SECONDS = 4.0
"""Idle connections are not used again after this; uvicorn, for one, closes at five."""


class BoundedTransport(httpx.BaseTransport):
    """httpx's transport seam over a pool of connections that keep to the deadline."""

    def __init__(self, base_url: str, backend: BoundedBackend) -> None:
        """`proxy` names the setting of the proxy that is used, "" where there is none."""
        found = proxy_for(base_url)
        self.proxy = found[0] if found else ""
        self._pool = _pool(base_url, found, backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and return the reply, its body unread."""
        if not isinstance(request.stream, httpx.SyncByteStream):
            raise TypeError("the request's body must be readable here and now")
        reply = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=reply.status,
            headers=[pair for pair in reply.headers if pair[0].lower() not in UNREAD],
            stream=_ReplyStream(reply),
            extensions=reply.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _ReplyStream(httpx.SyncByteStream):
    def __init__(self, reply: httpcore.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


def _pool(
    base_url: str, found: tuple[str, str] | None, backend: BoundedBackend
) -> httpcore.ConnectionPool:
    secure = urlsplit(base_url).scheme == "https"
    tls = tls_context() if secure else None  # building one takes 25 ms: not for plain http
    if found is None:
        return httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=backend,
        )
    setting, address = found
    try:
        return _proxied_pool(address, tls, backend)
    except (ImportError, RuntimeError, ValueError):
        # "from None": the error may quote the address, and that may hold a password.
        raise Unreachable(
            f"The proxy that {setting} names cannot be used; it should look like "
            "http://proxy.example.com:8080.",
            code="proxy_setting",
            setting=setting,
        ) from None


def _proxied_pool(address: str, tls: object, backend: BoundedBackend) -> httpcore.ConnectionPool:
    import ssl  # loaded long since by httpcore

    parts = urlsplit(address if "://" in address else f"http://{address}")
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name.encode("idna").decode()
    if not is_host(host):
        raise ValueError("no host")
    port = f":{parts.port}" if parts.port else ""
    plain = f"{parts.scheme}://{host}{port}/"
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    context = tls if isinstance(tls, ssl.SSLContext) else None
    if parts.scheme in {"socks5", "socks5h"}:
        return httpcore.SOCKSProxy(
            plain,
            login,
            ssl_context=context,
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=backend,
        )
    if parts.scheme not in {"http", "https"}:
        raise ValueError("unknown kind of proxy")
    return httpcore.HTTPProxy(
        plain,
        login,
        ssl_context=context,
        proxy_ssl_context=tls_context() if parts.scheme == "https" else None,
        max_connections=CONNECTIONS,
        keepalive_expiry=KEEP_ALIVE_SECONDS,
        network_backend=backend,
    )


def proxy_for(base_url: str) -> tuple[str, str] | None:
    """Name the setting and the address of the proxy for `base_url`, or None.

    The environment's variables win; on Windows and macOS the system's settings follow. For
    this very machine there is none: http:// is allowed here because nothing leaves it.
    """
    parts = urlsplit(base_url)
    if is_loopback(parts.hostname or ""):
        return None
    proxies = getproxies()
    for kind in (parts.scheme, "all"):
        if proxies.get(kind) and not proxy_bypass(parts.netloc):
            return f"{kind.upper()}_PROXY", proxies[kind]
    return None
