"""Whom to trust: what the operating system trusts, so that company networks work."""

from __future__ import annotations

import os
import re
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import truststore

from usero_desktop.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where Linux systems keep their authorities when OpenSSL's own defaults point elsewhere.
_KNOWN_FILES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
_HASHED_NAME = re.compile(r"[0-9a-f]{8}\.\d", re.IGNORECASE)


def tls_context() -> ssl.SSLContext:
    """Return a verifying context: the system's trust store, or certifi's where that is empty.

    There is no way to turn verification off. A broken SSL_CERT_FILE does no harm, and
    SSLKEYLOGFILE is not heeded: whoever has a connection's keys has the report.
    """
    if sys.platform == "linux" and _system_store_is_empty():
        import certifi  # the exception: a minimal container

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=certifi.where())
    else:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _system_store_is_empty() -> bool:
    defaults = ssl.get_default_verify_paths()
    files = [defaults.cafile, *_KNOWN_FILES]
    if any(name and Path(name).is_file() and Path(name).stat().st_size for name in files):
        return False
    folder = Path(defaults.capath) if defaults.capath else None
    if folder is None or not folder.is_dir():
        return True
    return not any(_HASHED_NAME.fullmatch(entry.name) for entry in folder.iterdir())


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Whose word is taken for a server's name, as `describe_trust` finds it.

    `source` are the words for it and `certificates` counts the authorities in its file, None
    where they lie in a folder or with the system. `is_empty` says that nobody is trusted, so that
    no https:// server can be reached; `troubles` are sentences about settings that are not heeded.
    """

    source: str
    certificates: int | None = None
    is_empty: bool = False
    troubles: tuple[str, ...] = ()


def describe_trust() -> TrustStore:
    """Return what `tls_context` trusts here, looked at anew; reads files. Any thread."""
    if sys.platform != "linux":
        # These ask their system, and heed no variable.
        name = {"darwin": "macOS's keychain", "win32": "Windows' certificate store"}
        return TrustStore(name.get(sys.platform, "the system's own"))
    troubles = tuple(_troubles())
    if _system_store_is_empty():
        import certifi

        count = _authorities(certifi.where())
        return TrustStore("certifi, as the system has none", count, not count, troubles)
    defaults = ssl.get_default_verify_paths()
    has_folder = _is_used_folder(defaults.capath)
    if not (defaults.cafile or has_folder):
        # As truststore does: the first that there is.
        file = next(name for name in _KNOWN_FILES if Path(name).is_file())
        count = _authorities(file)
        return TrustStore(file, count, not count, troubles)
    count = _authorities(defaults.cafile) if defaults.cafile else 0
    if not count and has_folder:
        return TrustStore(str(defaults.capath), None, is_empty=False, troubles=troubles)
    return TrustStore(str(defaults.cafile), count, not count, troubles)


def _troubles() -> Iterator[str]:
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if file and not Path(file).is_file():
        yield f"SSL_CERT_FILE names {shown_path(file)}, which is no file."
    elif file and not _authorities(file):
        yield f"SSL_CERT_FILE names {shown_path(file)}, which holds no certificate to be read."
    if folder and not _is_used_folder(folder):
        yield f"SSL_CERT_DIR names {shown_path(folder)}, in which no certificate is found."


def _is_used_folder(name: str | None) -> bool:
    if not name:
        return False
    try:
        return any(_HASHED_NAME.fullmatch(it.name) for it in Path(name).iterdir())
    except OSError:
        return False


def _authorities(file: str) -> int:
    """Count the authorities in a file; 0 where it cannot be read or is none of that kind."""
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cafile=file)
        return len(context.get_ca_certs(binary_form=True))
    except (OSError, ssl.SSLError):
        return 0
