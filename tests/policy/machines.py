"""Programs on a machine that has a policy: a real /etc of their own, gone when they end."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

# A copy of /etc on a disk of its own, with what is in a folder of the test's for usero-desktop.
_SCRIPT = """
set -e
mount -t tmpfs -o mode=755 tmpfs "$1"
cp -a /etc/. "$1"
rm -rf "$1/usero-desktop"
test ! -e "$2" -a ! -L "$2" || cp -a "$2" "$1/usero-desktop"
mount --bind "$1" /etc
shift 2
exec "$@"
"""

POLICY = "policy.toml"
_WRITES = re.compile(
    r"O_WRONLY|O_RDWR|O_CREAT|\b(?:mkdir|rename|unlink|rmdir|link|symlink|mknod|truncate)(?:at2?)?\("
)


def writes(call):
    """Whether a line of strace's writes to a file; below /dev/null is where nothing can be."""
    return bool(_WRITES.search(call)) and '"/dev/null' not in call


class Machine:
    """A machine whose /etc/usero-desktop is a copy of the folder `etc`."""

    def __init__(self, folder):
        if sys.platform != "linux" or os.geteuid() != 0:
            pytest.skip("only root can lay a file of its own over /etc")
        self.etc, self._disk = folder / "etc-usero-desktop", folder / "etc"
        self.etc.mkdir(mode=0o755)
        self._disk.mkdir()

    def has(self, text, mode=0o644):
        """Give it a policy."""
        file = self.etc / POLICY
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        file.chmod(mode)
        return file

    def command(self, *command):
        """Return what runs `command` there."""
        return [
            "unshare", "--mount", "sh", "-c", _SCRIPT, "sh",
            str(self._disk), str(self.etc), *map(str, command),
        ]  # fmt: skip

    def run(self, *command, **options):
        options = {"capture_output": True, "text": True, "timeout": 100} | options
        return subprocess.run(self.command(*command), check=False, **options)

    def python(self, source, *arguments, **options):
        return self.run(sys.executable, "-W", "error", "-c", source, *arguments, **options)
