"""Runs session.py as somebody with telling names, and keeps every byte that leaves it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from privacy.photo import WORDS, photo
from privacy.session import EXPORT
from servers import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("session.py")
KINDS = ("headless", "PySide6", "PyQt6")
USER, HOST, FULL_NAME = "zz_secretname", "zz-secrethost", "Zz Fullname"
PHOTO = "zzphotoname of the holiday.jpg"

# A user and a host of other names, for this one program: nothing outside sees the mounts.
DISGUISE = """
set -e
printf %s "$1" > /proc/sys/kernel/hostname
mount --bind "$2" /etc/passwd
shift 2
exec "$@"
"""


@dataclass(frozen=True)
class Observed:
    """What one session sent and logged, and who it said it was."""

    wire: bytes
    bodies: tuple[bytes, ...]
    log: str
    said: str
    identity: dict[str, str]
    exported: tuple[bytes, ...] = ()

    @property
    def report(self):
        """The JSON of its first report."""
        return next(json.loads(body) for body in self.bodies if body.startswith(b'{"clientId"'))


def observe(kind: str, folder: Path, *, disguised: bool = False, wrong: bool = False) -> Observed:
    """Run one whole session; `disguised` needs root, and gives it a real account and host.

    `wrong` has the program tell what it should not.
    """
    home = folder / USER
    home.mkdir()
    picture = home / PHOTO
    picture.write_bytes(photo())
    log = folder / "debug.log"
    command = [sys.executable, str(PROGRAM), "headless" if kind == "headless" else "qt"]
    with serving() as server:
        command += [server.url, str(picture), str(log), "--password=zzargvsecret"]
        command += ["--wrong"] if wrong else []
        if disguised:
            passwd = folder / "passwd"
            account = f"{USER}:x:{os.getuid()}:0:{FULL_NAME}:{home}:/bin/sh\n"
            passwd.write_text(account, encoding="utf-8")
            inside = ["sh", "-c", DISGUISE, "sh", HOST, str(passwd), *command]
            command = ["unshare", "--mount", "--uts", *inside]
        done = subprocess.run(
            command, env=_environment(home, kind), capture_output=True, text=True, timeout=110,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        requests = list(server.requests)
    return Observed(
        wire=b"\n".join(request.head + request.body for request in requests),
        bodies=tuple(request.body for request in requests),
        log=log.read_text(encoding="utf-8"),
        said=done.stderr,
        identity=json.loads(done.stdout.splitlines()[-1]),
        exported=_unpacked(home / EXPORT),
    )


def _unpacked(file: Path) -> tuple[bytes, ...]:
    if not file.exists():
        return ()
    with zipfile.ZipFile(file) as archive:
        return (file.read_bytes(), *(archive.read(name) for name in archive.namelist()))


def _environment(home: Path, kind: str) -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTEST_CURRENT_TEST", "USERO_TEST_FIGURES")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in hidden and not name.startswith("XDG_")
    }
    return kept | {
        "HOME": str(home), "USER": USER, "LOGNAME": USER, "USERNAME": USER, "SUDO_USER": USER,
        "HOSTNAME": HOST, "COMPUTERNAME": HOST, "EMAIL": "zzenvmail@example.com",
        "AWS_SECRET_ACCESS_KEY": "zzenvsecret", "DATABASE_URL": "postgres://zzenvsecret@db",
        "QT_API": kind.lower(), "QT_QPA_PLATFORM": "offscreen", "TZ": "Antarctica/Vostok",
    }  # fmt: skip


def personal(identity: dict[str, str]) -> set[str]:
    """Return what must neither be sent nor logged, of the person and of the machine."""
    planted = {USER, HOST, FULL_NAME, "zzenv", "zzargv", "zzphotoname", "Antarctica/Vostok"}
    return planted | {identity["home"]} | set(_machine()) | set(WORDS)


def _machine() -> Iterator[str]:
    """Yield the hardware and network addresses of this machine, and its id."""
    for file in Path("/sys/class/net").glob("*/address"):
        address = file.read_text(encoding="ascii").strip()
        if address.strip("0:"):
            yield address
            yield address.replace(":", "")
    routes = Path("/proc/net/fib_trie").read_text(encoding="ascii")
    for address in re.findall(r"\|-- (\S+)\n\s+/32 host LOCAL", routes):
        if not address.startswith("127."):
            yield address
    for file in (Path("/etc/machine-id"), Path("/sys/class/dmi/id/product_uuid")):
        if file.is_file():
            yield file.read_text(encoding="ascii").strip()


def found(words: set[str], data: bytes) -> list[str]:
    """Return which of `words` are in `data`, in whatever case, plain or as UTF-16."""
    small = data.lower()
    return sorted(
        word
        for word in words
        if word
        and any(word.lower().encode(code) in small for code in ("utf-8", "utf-16-le", "utf-16-be"))
    )
