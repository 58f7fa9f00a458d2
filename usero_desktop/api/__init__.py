from __future__ import annotations

from typing import Final

PARTS: Final = (
    "encodings.idna",  # host names are encoded with it,
    "encodings.utf_8_sig",  # and replies decoded with this
    "selectors",
    "socket",
    "email.utils",
    "email.message",
    "importlib.metadata",
    "ssl",
    "urllib.request",
    "http.cookiejar",
    "idna",
    "anyio",
    "h11",
    "httpcore",
    "httpx",
    "truststore",
    "usero_desktop.api.replies",
    "usero_desktop.api.client",
)
"""What the client loads, each bringing little beyond those before it; see loading.py."""
