"""Facts that travel with every report: about the program and its system, never the person.

No user name, host name, path, address or environment variable is ever looked at.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.config import Options

_FIRST_WINDOWS_11_BUILD: Final = 22_000


def automatic_metadata(options: Options) -> dict[str, str]:
    """Return the automatic keys of a report's metadata; what is not known is left out.

    The key names are the web SDK's documented ones (appVersion, build, os) and ours. May be
    called on any thread; the first call takes some milliseconds.
    """
    found: dict[str, str | None] = {
        "appName": options.app_name,
        "appVersion": options.app_version,
        "build": options.build,
        **_machine(),
        "locale": options.locale or _locale(),
    }
    return {key: value for key, value in found.items() if value}


def default_page_url(app_name: str | None) -> str:
    """Return ``app://{app name as a slug}/``: a report without an address has no place."""
    slug = re.sub(r"[\W_]+", "-", (app_name or "").lower()).strip("-")
    return f"app://{slug or 'app'}/"


@cache
def _machine() -> Mapping[str, str]:
    import platform

    from usero_desktop.api.product import PRODUCT, product_version

    name, version = _system()
    return {
        "os": f"{name} {version}".strip(),
        "osVersion": version,
        "arch": platform.machine(),
        "python": platform.python_version(),
        "sdk": PRODUCT,
        "sdkVersion": product_version(),
    }


def _system() -> tuple[str, str]:
    """Return the system's name and version as its users say them: Debian, 12."""
    import platform

    system = platform.system()
    if system == "Windows":
        return _windows()
    if system == "Darwin":
        return "macOS", platform.mac_ver()[0]
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return platform.system(), platform.release()
    name = release.get("NAME", "Linux").removesuffix(" GNU/Linux")
    return name, release.get("VERSION_ID", "")


def _windows() -> tuple[str, str]:
    import platform

    # Named by a text, since neither exists for a type checker that runs elsewhere.
    winreg: Any = import_module("winreg")
    windows: Any = sys

    build = int(windows.getwindowsversion().build)
    generation = "11" if build >= _FIRST_WINDOWS_11_BUILD else platform.release()
    try:
        place = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            edition = str(winreg.QueryValueEx(key, "DisplayVersion")[0])
    except OSError:
        edition = str(build)
    return f"Windows {generation}", edition


def _locale() -> str | None:
    import locale

    try:
        return locale.getlocale()[0]
    except ValueError:  # a locale of a name that Python does not know
        return None
