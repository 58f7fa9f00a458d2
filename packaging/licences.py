"""What is said of licences: the NOTICE.txt of a bundle, and the `copyright` of Debian's package.

The texts lie beside the bundle in `licenses/`, a folder for each library (`bill/notices.py` lays
them there). Debian wants all of them in one text, but for those that every Debian has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
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

_QT: Final = """\
{qt}, PySide6 and shiboken6 are used under the GNU Lesser General Public License, version 3
({texts}).

They are shared libraries of their own in {places},
unchanged but for symbols that only a debugger reads: you may put another build of the same version
in their place, and the program runs with that. To find out what is wrong with it then, you may
take the program apart. The sources are at https://download.qt.io/official_releases/ and
https://code.qt.io.

Copyright (C) The Qt Company Ltd. and other contributors."""

_NOTICE: Final = """\
usero-desktop is free software under the MIT licence: licenses/usero-desktop.

This folder also holds the software of others, each under a licence of its own, whose text is in
the folder of its name in licenses/:

{names}

{qt}
"""

_DEBIAN: Final = """\
This is Usero Desktop, https://usero.io, packed with its Python, its Qt and the other
libraries that it uses. Its own licence comes first, those of the libraries follow."""


def notice(names: Iterable[str], qt: str) -> str:
    """Return the NOTICE.txt of a bundle that holds the libraries of these names, and Qt `qt`."""
    places = "_internal/PySide6 and _internal/shiboken6"
    of_qt = _QT.format(qt=f"Qt {qt}", texts="licenses/qt", places=places)
    return _NOTICE.format(names="\n".join(f"  {name}" for name in names), qt=of_qt)


def debian(licenses: Path, without: Collection[str]) -> str:
    """Return one text of a bundle's `licenses`, but for those of the parts named `without`.

    Those are libraries of Debian's own packages, which the package leaves out.
    """
    folders = [place for place in sorted(licenses.iterdir()) if place.name not in {*without, *QT}]
    others = [place for place in folders if place.name != OURS]
    texts = "/usr/share/common-licenses/LGPL-3, which builds on the GPL-3 beside it"
    places = "/usr/lib/usero-desktop/_internal/PySide6 and …/shiboken6"
    parts = [
        _DEBIAN,
        _all_of(licenses / OURS),
        _titled("Qt, PySide6, shiboken6", _QT.format(qt="Qt", texts=texts, places=places)),
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
