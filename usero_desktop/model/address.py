"""The address of a Usero server: what may stand in `base_url`."""

from __future__ import annotations

import re
from typing import Final

from usero_desktop.errors import ConfigError
from usero_desktop.model.kind import TEXT, shown

EXAMPLE: Final = "https://usero.io"
CHARACTERS: Final = 2000
"""Longest address: more is nobody's server, and the HTTP library takes no address above 64 KB."""

_NAME_CHARACTERS: Final = 253
_LAST_PORT: Final = 65_535
_SHAPE: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^/:@\[\]\\]+)(:(?P<port>[0-9]{0,5}))?(/.*)?",
    re.IGNORECASE | re.ASCII,
)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE | re.ASCII)


def check_base_url(text: str, *, allow_insecure: bool) -> str:
    """Return `text` without its closing slash, or raise ConfigError saying what is wrong.

    http:// is taken only for this very machine, unless `allow_insecure` is set: a report
    holds what a person wrote and a picture of their screen.
    """
    if not TEXT.takes(text):
        raise ConfigError(
            f"base_url must be {TEXT.wording}, not {shown(text)}.",
            code="option_type",
            name="base_url",
            expected=TEXT.wording,
            found=shown(text),
        )
    login = "@" in text.partition("://")[2].partition("/")[0]
    if login or "?" in text or "#" in text:
        raise ConfigError(
            "base_url may hold a scheme, a host and a path only; take the user name, password, "
            f"? or # part out, so that it reads like {EXAMPLE}.",
            code="base_url_parts",
        )
    found = _SHAPE.fullmatch(text)
    plain = text.isprintable() and " " not in text and len(text) <= CHARACTERS
    if plain and found and not found["host"].isascii():
        raise ConfigError(
            f"base_url {text[:200]!r} names its host with letters that name servers do not know; "
            "write the host's name as they do, beginning with xn--.",
            code="base_url_letters",
            value=text[:200],
        )
    if not (plain and found and _is_port(found["port"]) and is_host(found["host"])):
        raise ConfigError(
            f"base_url {text[:200]!r} is not a web address; it should look like {EXAMPLE}.",
            code="base_url_invalid",
            value=text[:200],
        )
    if found["scheme"].lower() == "http" and not (allow_insecure or is_loopback(found["host"])):
        raise ConfigError(
            f"base_url {text} would send feedback unencrypted; use https://, or set "
            "allow_insecure=True if that network is yours.",
            code="base_url_insecure",
            value=text,
        )
    return text.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether `host` is this very machine: localhost and what ends in it, 127.0.0.0/8 or ::1."""
    from ipaddress import ip_address  # not needed for most addresses

    name = host.strip("[]").lower()
    if is_loopback_name(name):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_loopback_name(name: str) -> bool:
    """Whether `name` means this very machine whatever a name server says (RFC 6761)."""
    return f".{name.removesuffix('.')}".endswith(".localhost")


def _is_port(text: str | None) -> bool:
    return not text or 0 < int(text) <= _LAST_PORT


def is_host(host: str) -> bool:
    """Whether a name server or a socket could be asked for `host`; IPv6 comes in brackets."""
    name = host.removesuffix(".")
    labels = name.split(".")
    if host.startswith("[") or labels[-1].isdigit():  # 1.2.3 would be read as 1.2.0.3
        return _is_ip_address(host)
    return len(name) <= _NAME_CHARACTERS and all(map(_LABEL.fullmatch, labels))


def _is_ip_address(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host.strip("[]")).version == (6 if host.startswith("[") else 4)
    except ValueError:
        return False
