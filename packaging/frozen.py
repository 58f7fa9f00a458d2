"""What PyInstaller took into the bundle from Debian's packages: read from its own list."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from steps import Stop

if TYPE_CHECKING:
    from collections.abc import Iterator


def from_debian(work: Path) -> dict[str, str]:
    """Return each such library's place in `_internal`, and the package that it came from.

    `work` is PyInstaller's own folder for one program.
    """
    try:
        listed = ast.literal_eval((work / "COLLECT-00.toc").read_text(encoding="utf-8"))
    except OSError as error:
        raise Stop(f"{error.filename} is missing; run `dev.py build bundle`.") from error
    libraries = {name: source for name, source in _entries(listed) if ".so" in source.name}
    places = {name: _places(source) for name, source in libraries.items()}
    asked = subprocess.run(
        ["dpkg", "-S", *sorted(set().union(*places.values()))],
        check=False,
        capture_output=True,
        text=True,
    )
    whose = {}
    for line in asked.stdout.splitlines():
        package, _, place = line.partition(": ")
        whose[place] = package.partition(":")[0]
    found = {name: [whose[one] for one in known if one in whose] for name, known in places.items()}
    return {name: packages[0] for name, packages in found.items() if packages}


def _places(path: Path) -> list[str]:
    """Return the names under which dpkg may know a library.

    That of /usr/lib or, from before the two were one, of /lib; and what was taken may be a link,
    which is in the package or was made by ldconfig.
    """
    whole = {str(path), str(path.resolve())}
    return sorted(whole | {name.removeprefix("/usr") for name in whole})


def _entries(listed: object) -> Iterator[tuple[str, Path]]:
    """Walk through nested lists of (name in the bundle, path, kind)."""
    if isinstance(listed, (list, tuple)):
        match listed:
            case (str(name), str(path), str()):
                yield name, Path(path)
            case _:
                for one in listed:
                    yield from _entries(one)
