"""The licences of all that is in the package, in one text, as Debian's `copyright` is to be.

They are those that lie beside the bundle in `licenses/`. Libraries of Debian's own packages are not
told of, since the package leaves them out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

OURS: Final = "usero-desktop"
QT: Final = {"qt", "pyside6-essentials", "shiboken6"}
RULE: Final = "-" * 78

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


def text(licenses: Path, without: Collection[str]) -> str:
    """Return one text of a bundle's `licenses`, but for those of the parts named `without`."""
    folders = [place for place in sorted(licenses.iterdir()) if place.name not in {*without, *QT}]
    others = [place for place in folders if place.name != OURS]
    parts = [
        HEAD,
        _all_of(licenses / OURS),
        _titled("Qt, PySide6, shiboken6", LGPL),
        *(_titled(place.name, _all_of(place)) for place in others),
    ]
    return "\n\n".join(parts) + "\n"


def _all_of(folder: Path) -> str:
    texts = sorted(file for file in folder.rglob("*") if file.is_file())
    return "\n\n".join(file.read_text(encoding="utf-8").strip() for file in texts)


def _titled(title: str, words: str) -> str:
    return f"{RULE}\n{title}\n{RULE}\n\n{shortened(words)}"


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
