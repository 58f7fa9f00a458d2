"""Whom to trust: what the operating system trusts, so that company networks work."""

from __future__ import annotations

import re
import ssl
import sys
from pathlib import Path

import truststore

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
