"""What is said of the licences of others, beside a bundle and in Debian's package."""

from __future__ import annotations

import pytest


@pytest.fixture
def licenses(tmp_path):
    """The licences as they lie beside a bundle."""
    texts = {
        "usero-desktop": "MIT License\nCopyright (c) Usero",
        "qt": "GNU LESSER GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\nmuch of it",
        "pillow": "The Python Imaging Library is free",
        "cryptography": "Either of two.\n\nApache License\nVersion 2.0, January 2004\nmuch of it\n"
        "END OF TERMS AND CONDITIONS\nand its own last words",
        "libxcb1": "Copyright of the system's own library",
    }
    for name, words in texts.items():
        folder = tmp_path / "licenses" / name
        folder.mkdir(parents=True)
        (folder / "LICENSE").write_text(words, encoding="utf-8")
    return tmp_path / "licenses"


def test_beside_a_bundle_each_library_is_named_and_qts_version(door):
    told = door.licences.notice(["pillow", "qt"], "6.11.3")
    assert "\n  pillow\n  qt\n" in told
    assert "Qt 6.11.3, PySide6 and shiboken6 are used under the GNU Lesser" in told
    assert "{" not in told


def test_debian_gets_its_own_licence_first_and_not_those_of_debians_libraries(door, licenses):
    told = door.licences.debian(licenses, {"libxcb1"})
    order = [told.index(words) for words in ("Copyright (c) Usero", "Lesser", "Imaging Library")]
    assert order == sorted(order)
    assert "system's own library" not in told
    assert "{" not in told


def test_a_licence_that_every_debian_has_is_named_there_and_not_told_again(door, licenses):
    told = door.licences.debian(licenses, set())
    assert "much of it" not in told
    assert "/usr/share/common-licenses/LGPL-3" in told
    assert "Either of two." in told
    assert "/usr/share/common-licenses/Apache-2.0" in told
    assert "and its own last words" in told


def test_what_may_be_done_with_qt_is_said_alike_in_both(door, licenses):
    may = "you may put another build of the same version\nin their place, and the program runs"
    assert may in door.licences.notice([], "6")
    assert may in door.licences.debian(licenses, set())
