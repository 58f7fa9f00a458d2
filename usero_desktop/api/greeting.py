"""What a server says when it is only asked whether it is there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from usero_desktop.api.replies import Reply


_NAMES: Final = ("organizationName", "organizationalUnitName", "commonName")


@runtime_checkable
class _Secure(Protocol):
    """What an SSLSocket, an SSLObject and the one that truststore hands over have in common."""

    def getpeercert(self) -> Mapping[str, object] | None: ...

    def version(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate, which was found good.

    `issuer` is who vouches for it and `valid_until` OpenSSL's words for its last moment; both are
    empty where the system has checked it and does not tell. `version` is TLS's, like ``TLSv1.3``.
    """

    issuer: str
    valid_until: str
    version: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """An answer to GET /api/ping, whatever it is.

    `is_api` says that it came from something that speaks as Usero does: JSON, with a status of
    success. `certificate` is None for http://.
    """

    status: int
    is_api: bool
    certificate: Certificate | None


def read_greeting(reply: Reply, certificate: Certificate | None) -> Greeting:
    """Return what `reply` means."""
    try:
        json.loads(reply.body)
    except (ValueError, RecursionError):
        is_json = not reply.body
    else:
        is_json = True
    return Greeting(reply.status, reply.is_success and is_json, certificate)


def read_certificate(response: httpx.Response) -> Certificate | None:
    """Return whose certificate the connection of `response` has, None without one."""
    stream = response.extensions.get("network_stream")
    secure = None if stream is None else stream.get_extra_info("ssl_object")
    if not isinstance(secure, _Secure):
        return None
    found = secure.getpeercert() or {}
    return Certificate(
        _named(found.get("issuer")), str(found.get("notAfter", "")), secure.version() or ""
    )


def _named(issuer: object) -> str:
    """Return the names in ((("organizationName", "…"),), (("commonName", "…"),)) and its like."""
    parts = issuer if isinstance(issuer, tuple) else ()
    names = dict(pair for part in parts for pair in part)
    return " ".join(str(names[key]) for key in _NAMES if key in names)
