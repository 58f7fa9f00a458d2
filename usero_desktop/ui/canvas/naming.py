"""What marks and tools are called, for who reads a list of them and who hears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.annotation.geometry import frame
from usero_desktop.annotation.marks import MarkKind
from usero_desktop.ui.canvas.editing import Tool

if TYPE_CHECKING:
    from usero_desktop.annotation.drawing import Drawing
    from usero_desktop.annotation.marks import Mark
    from usero_desktop.i18n import Texts


def named(mark: Mark, texts: Texts) -> str:
    """Return what `mark` is: “Arrow”, “Step 3”, “Text: as written”."""
    if mark.kind is MarkKind.STEP:
        return texts("editor.mark.step", n=mark.number)
    if mark.kind is MarkKind.TEXT:
        return texts("editor.mark.text", text=" ".join(mark.text.split()))
    return texts(f"editor.mark.{mark.kind}")


def told(drawing: Drawing, place: int, texts: Texts) -> str:
    """Return all that the eyes see of the selected mark: what, which, where and how large."""
    mark = drawing.marks[place]
    around, area = frame(mark), drawing.area
    return texts(
        "editor.selected",
        mark=named(mark, texts),
        n=place + 1,
        count=len(drawing.marks),
        x=round(around.left - area.left),
        y=round(around.top - area.top),
        width=round(around.width),
        height=round(around.height),
    )


def spoken(tool: Tool, texts: Texts) -> str:
    """Return what who hears the editor is told of `tool`: its keys, too."""
    words = [f"{texts(f'editor.tool.{tool}')}.", texts(f"editor.hint.{tool}")]
    if tool.kind is not None and tool is not Tool.TEXT:
        words.append(texts("editor.hint.keys"))
    return " ".join(words)
