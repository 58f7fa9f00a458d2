"""What we call ourselves to a server: name, version and kind of system, nothing personal."""

from __future__ import annotations

import platform
from functools import cache

PRODUCT = "usero-desktop"


@cache
def product_version() -> str:
    """Return this package's version, "0" where a frozen program left its metadata out."""
    from importlib.metadata import PackageNotFoundError, version  # takes 40 ms

    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"


@cache
def user_agent() -> str:
    """Return the User-Agent, like ``usero-desktop/1.2.0 (Linux x86_64; Python 3.11.2)``."""
    system = f"{platform.system()} {platform.machine()}".strip()
    text = f"{PRODUCT}/{product_version()} ({system}; Python {platform.python_version()})"
    return text.encode("ascii", "replace").decode("ascii")
