"""The page's style sheet: what looks the same has the same class, told to the player once."""

from __future__ import annotations

from typing import Final

BASE: Final = (
    "html,body{margin:0;padding:0;background:#7b8494;overflow:hidden}"
    ".w{position:absolute;background:#3b4252;overflow:hidden}"
    ".w.b{background:none}"
    ".f{position:absolute;left:0;top:0;right:0;color:#eceff4;text-align:center;white-space:pre;"
    "overflow:hidden;font:12px sans-serif}"
    ".a,.a *{position:absolute;box-sizing:border-box;margin:0;padding:0}"
    ".a,.a div{overflow:hidden;white-space:pre}"
    ".a .t{overflow:visible;left:0;top:0}"
    ".a img{display:block}"
    ".a svg{left:0;top:0;width:100%;height:100%;overflow:hidden}"
    ".a .h{display:none}"
    ".a .m{background:repeating-linear-gradient(135deg,#c3c9d3 0 6px,#d3d8e0 6px 12px)}"
    ".a .k{background:repeating-linear-gradient(135deg,#4b5563 0 6px,#59636f 6px 12px)}"
    ".a .p{background:#e5e7eb;color:#4b5563;font:12px sans-serif;text-align:center}"
)
"""Rules of their own specificity: what a class of `Styles` says outranks them."""

MASKED: Final = "m"
BLOCKED: Final = "k"
HIDDEN: Final = "h"
PLACEHOLDER: Final = "p"
FULL: Final = 500_000
"""Characters of a sheet that is full."""
FILL: Final = "f"
"""What the class of a plain fill begins with."""


class Styles:
    """Gives each set of declarations a class. GUI thread."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._fresh: list[str] = []
        self._size = 0

    def dress(self, declarations: str, place: str, letter: str = "s") -> tuple[str, str]:
        """Return a class and a style attribute that say `declarations` and `place` together.

        Once the sheet is full, what is new on it stands in the attribute: a program that paints
        something else each time would have it grow for ever.
        """
        if self._size >= FULL and declarations not in self._names:
            return "", f"{place};{declarations}"
        return self.name(declarations, letter), place

    def name(self, declarations: str, letter: str = "s") -> str:
        """Return the class that says so; "" for nothing to be said."""
        known = self._names.get(declarations)
        if known is not None:
            return known
        if not declarations:
            return ""
        name = self._names[declarations] = f"{letter}{len(self._names)}"
        self._size += len(declarations)
        self._fresh.append(f".a .{name}{{{declarations}}}")
        return name

    def take_fresh(self) -> str:
        """Return the rules that the player has not been told yet, and count them as told."""
        css = "".join(self._fresh)
        self._fresh.clear()
        return css
