"""What the operating system has to bring: Qt's libraries, and the programs that tests drive.

On Debian and its relatives this file knows the packages. Root has them installed; anyone
else gets the one line to run. On other systems it names what is missing.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from steps import Stop, run, say, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# Which Debian package holds a library that the Qt wheels leave to the system. Newer releases
# call some of them "…t64"; apt-get follows the old name there.
LIBRARIES = {
    # for any window, drawn off screen too
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libzstd.so.1": "libzstd1",
    "libstdc++.so.6": "libstdc++6",
    # for the X11 platform
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    # for the Wayland platform
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

# Where in site-packages the two bindings keep what every window loads.
WINDOW_FILES = (
    "PySide6/QtWidgets.abi3.so",
    "PySide6/QtSvg.abi3.so",
    "PyQt6/QtWidgets.abi3.so",
    "PyQt6/QtSvg.abi3.so",
)
PLUGIN_FILES = (
    "PySide6/Qt/plugins/platforms/libq{platform}.so",
    "PyQt6/Qt6/plugins/platforms/libq{platform}.so",
)


@dataclass(frozen=True)
class Tool:
    package: str  # Debian's name
    marker: str  # of the tests that need it; "" if all do
    reason: str
    programs: tuple[str, ...] = ()  # any one of these will do
    file: str = ""  # for what is no program
    ubuntu: str = ""  # where Ubuntu's name is another

    def name_here(self) -> str:
        return self.ubuntu if self.ubuntu and is_ubuntu() else self.package

    def present(self, which: Callable[[str], str | None] = shutil.which) -> bool:
        return any(map(which, self.programs)) or (self.file != "" and Path(self.file).exists())


TOOLS = (
    Tool(
        "fonts-dejavu-core",
        "",
        "text drawn in tests has to have glyphs, the same everywhere",
        file="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    ),
    Tool(
        "fonts-droid-fallback",
        "",
        "Japanese and Chinese in tests have to have glyphs, too",
        file="/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    ),
    Tool("zsh", "", "completes the command as a user's shell does", ("zsh",)),
    Tool("fish", "", "another shell that does", ("fish",)),
    Tool("mount", "", "a small disk, to be filled", ("mount",)),
    Tool("xvfb", "screen", "an X server without a screen", ("Xvfb",)),
    Tool("openbox", "screen", "a window manager", ("openbox",)),
    Tool("trayer", "screen", "a panel that takes icons of running programs in", ("trayer",)),
    Tool("xfwm4", "screen", "another window manager, which composites", ("xfwm4",)),
    Tool("xdotool", "screen", "moves the real pointer and types", ("xdotool",)),
    Tool(
        "chromium",
        "browser",
        "reads the inbox's page as a person would",
        ("chromium", "chromium-browser", "google-chrome"),
        ubuntu="chromium-browser",
    ),
    Tool("npm", "replay", "fetches rrweb, which plays session replays", ("npm",)),
    Tool("dbus", "screen", "a session bus, which xfwm4 wants", ("dbus-run-session",)),
    Tool(
        "at-spi2-core",
        "reader",
        "the bus that screen readers listen on",
        file="/usr/libexec/at-spi-bus-launcher",
    ),
    Tool(
        "python3-pyatspi",
        "reader",
        "reads a window as a screen reader does, on the system's own Python",
        file="/usr/lib/python3/dist-packages/pyatspi/__init__.py",
    ),
    Tool("sway", "wayland", "a Wayland desktop without a screen", ("sway",)),
    Tool("pipewire", "wayland", "what the portal of that desktop wants", ("pipewire",)),
    Tool(
        "xdg-desktop-portal",
        "wayland",
        "the desktop's portal",
        file="/usr/libexec/xdg-desktop-portal",
    ),
    Tool(
        "xdg-desktop-portal-wlr",
        "wayland",
        "takes its pictures",
        file="/usr/libexec/xdg-desktop-portal-wlr",
    ),
    Tool("grim", "wayland", "what that takes them with", ("grim",)),
    Tool("wtype", "wayland", "types", ("wtype",)),
    Tool("gcc", "compiler", "builds what stands for a library of another system", ("gcc",)),
    Tool(
        "libc6-dev",
        "compiler",
        "what gcc builds with",
        file="/usr/include/stdio.h",
    ),
    Tool("gnome-keyring", "keyring", "a real keyring", ("gnome-keyring-daemon",)),
    Tool("strace", "faults", "makes system calls fail, and tells which are made", ("strace",)),
    Tool("fuse3", "faults", "a file system that forgets at a power cut", ("fusermount3",)),
    Tool(
        "libfaketime",
        "faults",
        "clocks that jump",
        file=f"/usr/lib/{platform.machine()}-linux-gnu/faketime/libfaketime.so.1",
    ),
    Tool("iproute2", "faults", "networks apart from this machine's", ("ip",)),
    Tool(
        "ca-certificates",
        "faults",
        "a system's certificates with one more among them",
        file="/usr/sbin/update-ca-certificates",
    ),
    Tool("dpkg-dev", "deb", "finds out which packages a program needs", ("dpkg-shlibdeps",)),
    Tool("patchelf", "deb", "takes the builder's paths out of libraries", ("patchelf",)),
    Tool("lintian", "deb", "finds what is wrong with a Debian package", ("lintian",)),
    Tool("desktop-file-utils", "deb", "reads menu entries strictly", ("desktop-file-validate",)),
    Tool("libglib2.0-bin", "deb", "starts menu entries as a desktop does", ("gio",)),
    Tool("appstream", "deb", "reads a software store's pages strictly", ("appstreamcli",)),
    Tool("man-db", "deb", "reads manual pages strictly", ("man",)),
    Tool("debootstrap", "installed", "makes a clean Debian to install in", ("debootstrap",)),
    Tool("nsis", "recipes", "compiles the installer for Windows", ("makensis",)),
    Tool("shellcheck", "recipes", "reads scripts of other systems strictly", ("shellcheck",)),
    Tool("util-linux", "faults", "mounts that no one else sees", ("unshare",)),
)


def is_linux() -> bool:
    return sys.platform.startswith("linux")


def prepare(
    site_packages: Path, *, platforms: Sequence[str] = (), tools: Sequence[Tool] = (), verbose: bool
) -> None:
    """See to it that Qt finds its libraries for these platforms, and that these tools are here."""
    if not is_linux():
        return  # the wheels of the other systems bring everything along
    missing = missing_libraries(site_packages, platforms)
    unknown = sorted(missing - LIBRARIES.keys())
    if unknown:
        raise Stop(f"Qt needs libraries this system has not got: {', '.join(unknown)}.")
    reasons = dict.fromkeys(sorted(LIBRARIES[name] for name in missing), "libraries that Qt loads")
    reasons |= {tool.name_here(): tool.reason for tool in tools if not tool.present()}
    if reasons:
        provide(reasons, verbose=verbose)
    left = missing_libraries(site_packages, platforms)
    if left:
        raise Stop(f"Qt still does not find {', '.join(sorted(left))}.")


def missing_libraries(site_packages: Path, platforms: Sequence[str]) -> set[str]:
    plugins = [name.format(platform=platform) for platform in platforms for name in PLUGIN_FILES]
    files = [site_packages / name for name in (*WINDOW_FILES, *plugins)]
    here = [str(file) for file in files if file.exists()]
    if not here or shutil.which("ldd") is None:
        return set()
    told = subprocess.run(["ldd", *here], check=False, capture_output=True, text=True).stdout
    return not_found(told)


def not_found(ldd: str) -> set[str]:
    """Return the sonames that `ldd` reports as not found."""
    lines = (line.strip() for line in ldd.splitlines())
    return {line.split()[0] for line in lines if line.endswith("=> not found")}


def test_tools(*, without: bool, faults: bool) -> tuple[list[Tool], list[str]]:
    """Return the tools to have, and the markers of the tests to leave out.

    Left out are those of tools that are missing, and the long ones unless `faults`.
    """
    unwanted = [] if faults else ["faults"]
    if not is_linux():
        say("The tests with a screen, a browser or a keyring run on Linux alone: left out here.")
        return [], _markers(TOOLS)
    wanted = [tool for tool in TOOLS if tool.marker not in unwanted]
    if not without:
        return wanted, unwanted
    missing = [tool for tool in wanted if not tool.present()]
    left_out = _markers(missing)
    if missing:
        names = ", ".join(tool.package for tool in missing)
        say(f"Not here: {names}. Left out: tests marked {', '.join(left_out) or '(none)'}.")
    return [], left_out + unwanted


def _markers(tools: Iterable[Tool]) -> list[str]:
    return sorted({tool.marker for tool in tools if tool.marker})


def provide(reasons: Mapping[str, str], *, verbose: bool) -> None:
    """Install these Debian packages where we may; otherwise stop with the line that does."""
    if not (is_root() and has_apt()):
        raise Stop(how_to_install(reasons, apt=has_apt()))
    with step(f"installing with apt-get: {' '.join(reasons)}"):
        try:
            _apt_get("install", *reasons, verbose=verbose)
        except Stop:  # the lists may be empty (a fresh machine) or out of date
            _apt_get("update", verbose=verbose)
            _apt_get("install", *reasons, verbose=verbose)


def how_to_install(reasons: Mapping[str, str], *, apt: bool) -> str:
    """Return what to tell someone who has to install these packages by hand."""
    lines = ["System packages are missing:"]
    for reason, packages in groupby(reasons, key=reasons.__getitem__):
        lines.append(f"  {' '.join(packages)}: {reason}")
    if apt:
        lines += ["Run this line, then the same command again:"]
        lines += [f"  sudo apt-get install --no-install-recommends {' '.join(reasons)}"]
    else:
        lines += ["Install them, then run the same command again. (The names are Debian's.)"]
    return "\n".join(lines)


def _apt_get(verb: str, *packages: str, verbose: bool) -> None:
    # Waits for another apt-get to end, and asks no questions.
    options = ["-o", "DPkg::Lock::Timeout=300", "--yes", "--no-install-recommends"]
    run(
        ["apt-get", verb, *options, *packages],
        failed=f"apt-get {verb} did not succeed (above is what it said).",
        verbose=verbose,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def has_apt() -> bool:
    return shutil.which("apt-get") is not None


def is_ubuntu() -> bool:
    try:
        return "ID=ubuntu" in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
