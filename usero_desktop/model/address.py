"""The address of a Usero server: what may stand in `base_url`."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from usero_desktop.errors import ConfigError

EXAMPLE = "https://usero.io"


def check_base_url(text: str, *, allow_insecure: bool) -> str:
    """Return `text` without its closing slash, or raise ConfigError saying what is wrong.

    http:// is taken only for this very machine, unless `allow_insecure` is set: a report
    holds what a person wrote and a picture of their screen.
    """
    parts = _split(text)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ConfigError(
            "base_url may hold a scheme, a host and a path only; take the user name, password, "
            f"? or # part out, so that it reads like {EXAMPLE}.",
            code="base_url_parts",
        )
    if parts.scheme == "http" and not (allow_insecure or is_loopback(parts.hostname or "")):
        raise ConfigError(
            f"base_url {text} would send feedback unencrypted; use https://, or set "
            "allow_insecure=True if that network is yours.",
            code="base_url_insecure",
            value=text,
        )
    return text.rstrip("/")


def _split(text: str) -> SplitResult:
    if text.isprintable() and " " not in text:
        try:
            parts = urlsplit(text)
            port = parts.port  # a bad port raises only here
        except ValueError:
            pass
        else:
            if parts.scheme in {"http", "https"} and parts.hostname and port != 0:
                return parts
    raise ConfigError(
        f"base_url {text[:200]!r} is not a web address; it should look like {EXAMPLE}.",
        code="base_url_invalid",
        value=text[:200],
    )


def is_loopback(host: str) -> bool:
    """Whether `host` is this very machine: localhost, 127.0.0.0/8 or ::1."""
    from ipaddress import ip_address  # wanted for http:// addresses only

    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
