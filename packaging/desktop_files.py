"""What a Linux desktop reads of the app: its entry in the menu, and its page in a software store.

Both are files of `packaging/linux` with `{ids}` where a text of `resources/locales` belongs: a
line with one becomes a line in each language. The releases are those of CHANGELOG.md.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from environment import ROOT
from steps import Stop

if TYPE_CHECKING:
    from pathlib import Path

APP_ID: Final = "io.usero.Desktop"
TEMPLATES = ROOT / "packaging" / "linux"
LOCALES = ROOT / "resources" / "locales"

POSIX: Final = {"pt-BR": "pt_BR", "zh-Hans": "zh_CN"}
"""Where a desktop's name of a language is not ours."""

_ID: Final = re.compile(r"\{([a-z_.]+)\}")
_RELEASE: Final = re.compile(r"^## (\S+), (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Release:
    version: str
    day: str  # 2026-12-24
    out: bool
    words: str  # what CHANGELOG.md says first of it, one paragraph


def write(folder: Path, epoch: int) -> tuple[Path, Path]:
    """Write entry and metainfo into `folder`; `epoch` is the day of what is not out yet."""
    entry = folder / f"{APP_ID}.desktop"
    entry.write_text(desktop_entry(), encoding="utf-8")
    info = folder / f"{APP_ID}.metainfo.xml"
    info.write_text(metainfo(epoch), encoding="utf-8")
    return entry, info


def desktop_entry() -> str:
    lines = (TEMPLATES / f"{APP_ID}.desktop.in").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for raw in lines for line in _entry_lines(raw)) + "\n"


def metainfo(epoch: int) -> str:
    lines = (TEMPLATES / f"{APP_ID}.metainfo.xml.in").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for raw in lines for line in _xml_lines(raw, epoch)) + "\n"


def releases(epoch: int) -> list[Release]:
    """Return what CHANGELOG.md tells of, the newest first."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = list(_RELEASE.finditer(text))
    if not heads:
        raise Stop("CHANGELOG.md names no release (a line like “## 1.0.0, 2026-12-24”).")
    today = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    found = []
    for head in heads:
        version, when = head.groups()
        out = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", when))
        first = text[head.end() :].strip().split("\n\n", 1)[0].split("\n- ", 1)[0]
        found.append(Release(version, when if out else today, out, " ".join(first.split())))
    return found


def _entry_lines(line: str) -> list[str]:
    found = _ID.search(line)
    if not found:
        return [line]
    key = line.partition("=")[0]
    said = _in_each_language(found[1])
    return [line.replace(found[0], said["en"])] + [
        f"{key}[{POSIX.get(language, language)}]={text}"
        for language, text in said.items()
        if text != said["en"]
    ]


def _xml_lines(line: str, epoch: int) -> list[str]:
    found = _ID.search(line)
    if not found:
        return [line]
    if found[1] == "releases":
        before = line.partition("{")[0]
        return [before + said for one in releases(epoch) for said in _release_lines(one)]
    said = _in_each_language(found[1])
    tag = line.split("<", 1)[1].split(">", 1)[0]
    return [line.replace(found[0], escape(said["en"]))] + [
        line.replace(f"<{tag}>", f'<{tag} xml:lang="{POSIX.get(language, language)}">').replace(
            found[0], escape(text)
        )
        for language, text in said.items()
        if text != said["en"]
    ]


def _release_lines(release: Release) -> list[str]:
    kind = "stable" if release.out else "development"
    return [
        f'<release version="{escape(release.version)}" date="{release.day}" type="{kind}">',
        f"  <description><p>{escape(release.words)}</p></description>",
        "</release>",
    ]


def _in_each_language(name: str) -> dict[str, str]:
    """Return a text by its language, English first."""
    said: dict[str, str] = {}
    files = sorted(LOCALES.glob("*.json"), key=lambda file: (file.stem != "en", file.stem))
    for file in files:
        text = json.loads(file.read_text(encoding="utf-8")).get(name)
        if not isinstance(text, str):
            raise Stop(f"{file.relative_to(ROOT)} has no text “{name}”, which a desktop shows.")
        said[file.stem] = text
    return said
