"""What is on a recorded page: elements and texts, each with an id of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCUMENT: Final = 1
DOCTYPE: Final = 2
HTML: Final = 3
HEAD: Final = 4
STYLE: Final = 5
BODY: Final = 7
DESK: Final = 8
FIRST_FREE: Final = 20
"""The least id that a recorder gives to a node of its own."""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters; `text` is shown as it is, and is never read as HTML."""

    id: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Element:
    """An element, its children in it from back to front.

    Ids are unique in a page and never used for another node. `attributes` holds text alone,
    lengths in `style` included ("left:4px"). The style sheet of a `style` element is its
    attribute "_cssText".
    """

    id: int
    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    children: tuple[Node, ...] = ()


Node: TypeAlias = Element | Text


def page(css: str, desk: Element) -> Element:
    """Return the html element of a page that shows `desk`, whose id has to be DESK."""
    if desk.id != DESK:
        raise ValueError(f"The desk's id is {DESK}, not {desk.id}.")
    style = Element(STYLE, "style", {"_cssText": css})
    head = Element(HEAD, "head", {}, (style,))
    return Element(HTML, "html", {}, (head, Element(BODY, "body", {}, (desk,))))
