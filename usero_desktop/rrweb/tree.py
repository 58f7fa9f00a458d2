"""A page that changes: what a player holds, in as few objects as can be.

Nodes know each other by id, not by reference: nothing here is a cycle, so what goes is freed
at once and the host's garbage collector has nothing to search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from sys import intern
from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.rrweb import style
from usero_desktop.rrweb.nodes import DOCTYPE, Element, Node, Text

if TYPE_CHECKING:
    from usero_desktop.rrweb.events import AttributeChange

MOST_DEPTH: Final = 200
"""How deep nodes may lie in each other. A host's widgets lie 30 deep, if that."""
PICTURE_BYTES: Final = 4 * 1024 * 1024
"""How much of pictures a page holds, as they stand in it: so much of base64, packed, still fits
into one chunk with everything else. The oldest beyond it are forgotten: their place is blank."""
NODE_BYTES: Final = 400
"""What a node weighs in memory beside its texts, about; measured on 2,000 of them."""
LAST_ID: Final = 2**40
"""Ids are below it. Text that an element holds without a node of its own gets the element's id
and this, when the page is told."""

_TAG: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_PROPERTY: Final = re.compile(r"[A-Za-z-][A-Za-z0-9-]*")
_ATTRIBUTE: Final = re.compile(r"""[^\s"'<>/=\x00]+""")

Style: TypeAlias = str | dict[str, str]
"""The value of an attribute; of a `style` its properties, once one of them was changed."""


class Unfit(Exception):
    """What an event asks for cannot be done with the page as it is."""


class _Node:
    """An element, or a text where `tag` is empty.

    `text` of an element is what it says without a child.
    """

    __slots__ = ("attributes", "children", "depth", "parent", "tag", "text")

    def __init__(self, parent: int, depth: int, tag: str, text: str) -> None:
        self.parent = parent
        self.depth = depth
        self.tag = tag
        self.text = text
        self.attributes: dict[str, Style] = {}
        self.children: list[int] | None = None


class Tree:
    """The nodes of a page below its html element. For one thread at a time."""

    def __init__(self) -> None:
        self._nodes: dict[int, _Node] = {}
        self._root = 0
        self._pictures: dict[int, int] = {}
        self._picture_bytes = 0
        self.size = 0
        """About how many bytes of memory it takes."""

    def __contains__(self, node: int) -> bool:
        return node in self._nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def plant(self, root: int, tag: str, attributes: dict[str, str]) -> None:
        """Begin with the html element. Raises Unfit where there is one, or it cannot be one."""
        if self._nodes or tag != "html":
            raise Unfit("a page has one html element")
        _check(root, tag, attributes)
        self._root = root
        self._place(root, _Node(0, 0, intern(tag), ""), attributes)

    def add_element(
        self, node: int, tag: str, attributes: dict[str, str], parent: int, next_id: int | None
    ) -> None:
        """Put an element without children into `parent`, before `next_id` or as the last."""
        _check(node, tag, attributes)
        self._insert(node, intern(tag), "", parent, next_id)
        self._place(node, self._nodes[node], attributes)

    def add_text(self, node: int, text: str, parent: int, next_id: int | None) -> None:
        """Put a text into `parent`, before `next_id` or as the last."""
        if node == LAST_ID + parent:
            self.set_text(parent, text)
            return
        self._insert(node, "", text, parent, next_id)
        self.size += NODE_BYTES + len(text)

    def remove(self, parent: int, node: int) -> None:
        """Take `node` with all it holds out of `parent`."""
        if self._get(node).parent != parent:
            raise Unfit(f"{node} is not in {parent}")
        if node == self._root:
            raise Unfit("the html element stays")
        siblings = self._nodes[parent].children
        if siblings is not None:
            siblings.remove(node)
        gone = [node]
        while gone:
            number = gone.pop()
            dropped = self._nodes.pop(number)
            gone += dropped.children or ()
            self.size -= NODE_BYTES + len(dropped.text)
            for name, value in dropped.attributes.items():
                self._weigh(number, name, value, "")

    def set_text(self, node: int, text: str) -> None:
        """Let a text, or an element without children, say `text`."""
        target = self._get(node)
        if target.children:
            raise Unfit(f"{node} holds nodes, and no text of its own")
        self.size += len(text) - len(target.text)
        target.text = text

    def set_attributes(self, node: int, changes: Mapping[str, AttributeChange]) -> None:
        """Change attributes of an element, all or none of them (see `events.mutation`)."""
        attributes = self._element(node).attributes
        if not all(_is_change(name, value) for name, value in changes.items()):
            raise Unfit(f"an attribute of {node} cannot be that")
        for name, value in changes.items():
            before = attributes.pop(name, "") if value is None else attributes.get(name, "")
            after = (value or "") if not isinstance(value, Mapping) else _restyled(before, value)
            if value is not None:
                attributes[intern(name)] = after
            self._weigh(node, name, before, after)
        self._bound_pictures()

    def html(self) -> Element:
        """Return the page as it is now. Raises Unfit where there is none."""
        told = self._told(self._root)
        if not isinstance(told, Element):
            raise Unfit("a page has one html element")
        return told

    def copy(self) -> Tree:
        """Return the same page, to be changed apart from this one."""
        other = Tree()
        other._root = self._root
        other._nodes = {number: _copied(node) for number, node in self._nodes.items()}
        other._pictures = dict(self._pictures)
        other._picture_bytes = self._picture_bytes
        other.size = self.size
        return other

    def _get(self, node: int) -> _Node:
        found = self._nodes.get(node)
        if found is None:
            raise Unfit(f"{node} is not there")
        return found

    def _element(self, node: int) -> _Node:
        found = self._get(node)
        if not found.tag:
            raise Unfit(f"{node} is a text")
        return found

    def _insert(self, node: int, tag: str, text: str, parent: int, next_id: int | None) -> None:
        if not DOCTYPE < node < LAST_ID:
            raise Unfit(f"{node} is no id")
        if node in self._nodes:
            raise Unfit(f"{node} is there")
        above = self._element(parent)
        if above.depth >= MOST_DEPTH:
            raise Unfit(f"{node} lies too deep")
        siblings = above.children if above.children is not None else []
        if next_id is None:
            siblings.append(node)
        elif next_id in self._nodes and self._nodes[next_id].parent == parent:
            siblings.insert(siblings.index(next_id), node)
        else:
            raise Unfit(f"{next_id} is not in {parent}")
        above.children = siblings
        self._nodes[node] = _Node(parent, above.depth + 1, tag, text)

    def _place(self, number: int, node: _Node, attributes: dict[str, str]) -> None:
        self._nodes[number] = node
        self.size += NODE_BYTES
        for name, value in attributes.items():
            node.attributes[intern(name)] = value
            self._weigh(number, name, "", value)
        self._bound_pictures()

    def _weigh(self, node: int, name: str, before: Style, after: Style) -> None:
        self.size += _length(after) - _length(before)
        if name == "src":
            self._picture_bytes -= self._pictures.pop(node, 0)
            if after:
                self._pictures[node] = len(after)
                self._picture_bytes += len(after)

    def _bound_pictures(self) -> None:
        while self._picture_bytes > PICTURE_BYTES:
            oldest = next(iter(self._pictures))
            self.set_attributes(oldest, {"src": None})

    def _told(self, number: int) -> Node:
        node = self._get(number)
        if not node.tag:
            return Text(number, node.text)
        attributes = {
            name: value if isinstance(value, str) else style.text(value)
            for name, value in node.attributes.items()
        }
        children = tuple(self._told(child) for child in node.children or ())
        said = (Text(LAST_ID + number, node.text),) if node.text else ()
        return Element(number, node.tag, attributes, said + children)


def _check(node: int, tag: str, attributes: dict[str, str]) -> None:
    if not DOCTYPE < node < LAST_ID:
        raise Unfit(f"{node} is no id")
    if not _TAG.fullmatch(tag):
        raise Unfit(f"{tag!r} is no tag")
    if not all(map(_ATTRIBUTE.fullmatch, attributes)):
        raise Unfit("an attribute has a name")
    if not style.is_whole(attributes.get("style", "")):
        raise Unfit("a style ends where it ends")


def _is_change(name: str, value: AttributeChange) -> bool:
    if not _ATTRIBUTE.fullmatch(name):
        return False
    if not isinstance(value, Mapping):
        return name != "style" or value is None or style.is_whole(value)
    return all(
        _PROPERTY.fullmatch(key) and (part is None or style.is_value(part))
        for key, part in value.items()
    )


def _restyled(before: Style, changes: Mapping[str, str | None]) -> dict[str, str]:
    properties = style.parsed(before) if isinstance(before, str) else dict(before)
    for name, value in changes.items():
        if value is None:
            style.take(properties, name)
        else:
            style.put(properties, name, value)
    return properties


def _length(value: Style) -> int:
    if isinstance(value, str):
        return len(value)
    return len(style.text(value))


def _copied(node: _Node) -> _Node:
    same = _Node(node.parent, node.depth, node.tag, node.text)
    same.attributes = node.attributes.copy()
    same.children = None if node.children is None else node.children.copy()
    return same
