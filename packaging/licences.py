"""The licences of all that is in the bundle, in one text, as Debian's `copyright` is to be.

What came from PyPI has its licence in its own metadata; Python brings its own text. Libraries of
the system are not told of: the package leaves them out and depends on Debian's.
"""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Final

import frozen
from environment import ROOT
from steps import Stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import Distribution

RULE: Final = "-" * 78
QT: Final = {"pyside6_essentials", "pyside6-essentials", "shiboken6"}

_TEXT: Final = re.compile(r"\.dist-info/.*(licen[cs]e|copying|notice)", re.IGNORECASE)
_COMMON: Final = (
    (r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3", "LGPL-3"),
    (r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1", "LGPL-2.1"),
    (r"GNU LIBRARY GENERAL PUBLIC LICENSE\s+Version 2", "LGPL-2"),
    (r"GNU GENERAL PUBLIC LICENSE\s+Version 3", "GPL-3"),
    (r"GNU GENERAL PUBLIC LICENSE\s+Version 2", "GPL-2"),
    (r"Apache License\s+Version 2\.0, January 2004", "Apache-2.0"),
)
"""Texts that Debian has in /usr/share/common-licenses, and wants told by that name."""

_END: Final = r".*?(END OF TERMS AND CONDITIONS|\Z)"

HEAD: Final = """\
This is Usero Desktop, https://usero.io, packed with its Python, its Qt and the other
libraries that it uses. Its own licence comes first, those of the libraries follow."""

LGPL: Final = """\
Qt for Python (PySide6, shiboken6) and the Qt libraries it brings (libQt6*.so.6, and what is in
_internal/PySide6/Qt) are used under the GNU Lesser General Public License, version 3, whose text
is in /usr/share/common-licenses/LGPL-3 of Debian systems, and that of the GNU General Public
License, which it builds on, in /usr/share/common-licenses/GPL-3.

They are files of their own, unchanged but for symbols that only a debugger reads, and linked
dynamically: put your own builds in their place in /usr/lib/usero-desktop/_internal, and the
program runs with them. To debug such changes, the program may be taken apart. The source is at
https://download.qt.io/official_releases/ and https://code.qt.io.

Copyright (C) The Qt Company Ltd. and other contributors."""


def text(work: Path, site_packages: Path) -> str:
    """Return the text for the bundle that PyInstaller made in the folder `work`."""
    bundled = frozen.from_pypi(frozen.taken(work), site_packages)
    parts = [
        HEAD,
        (ROOT / "LICENSE").read_text(encoding="utf-8").strip(),
        _titled("Qt and Qt for Python", LGPL),
        *(_titled(f"{one.name} {one.version}", _licence(one)) for one in bundled
          if one.name.lower() not in {*QT, "usero-desktop", "usero_desktop"}),
        _titled("rrweb", (ROOT / "packaging" / "rrweb-LICENSE").read_text(encoding="utf-8")),
        _titled("Python", _python()),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _titled(title: str, words: str) -> str:
    return f"{RULE}\n{title}\n{RULE}\n\n{shortened(words)}"


def _licence(one: Distribution) -> str:
    return "\n\n".join(_licence_parts(one)) or one.metadata["Name"]


def _licence_parts(one: Distribution) -> Iterator[str]:
    meta = one.metadata
    said = meta.get("License-Expression") or meta.get("License") or ""
    kinds = [line.rpartition(" :: ")[2] for line in meta.get_all("Classifier") or ()
             if line.startswith("License ::")]  # fmt: skip
    named = said if said and "\n" not in said else ", ".join(kinds)
    if named:
        yield f"Licence: {named}"
    texts = [file for file in one.files or () if _TEXT.search(str(file))]
    if not texts:  # it only names its licence: then by whom it is has to be said
        yield f"Copyright: {meta.get('Author') or meta.get('Author-email')}"
    for file in texts:
        yield file.read_text(encoding="utf-8").strip()


def _python() -> str:
    folder = Path(sysconfig.get_path("stdlib"))
    for place in (folder / "LICENSE.txt", Path("/usr/share/doc/python3/copyright")):
        if place.exists():
            return place.read_text(encoding="utf-8")
    raise Stop(f"Python's licence is not in {folder}, and has to travel with the program.")


def shortened(words: str) -> str:
    """Return a licence's text, with the ones that every Debian has named instead of told."""
    for begin, name in _COMMON:
        words = re.sub(
            begin + _END,
            f"(The text is in /usr/share/common-licenses/{name} of Debian systems.)",
            words,
            flags=re.DOTALL,
        )
    return words.strip()
