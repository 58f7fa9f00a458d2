"""What the events of a recording do to a page, as far as they can: read, done, and told again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.rrweb import reading
from usero_desktop.rrweb.events import SVG
from usero_desktop.rrweb.tree import Tree, Unfit

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.rrweb.events import AttributeChange
    from usero_desktop.rrweb.reading import Part

Complaint: TypeAlias = "Callable[[Unfit], None]"

ELEMENT: Final = 2
TEXT: Final = 3
"""What rrweb numbers the nodes by."""
MORE: Final = "there is more in it than a recorder of ours says"
MOST_ROUNDS: Final = 10
"""How often nodes whose place is not there yet are tried again; ours are there at once."""


def planted(data: Part, complain: Complaint) -> Tree:
    """Return the page of a full snapshot; Unfit where it has no html element.

    `complain` hears of each node that does not fit.
    """
    tree = Tree()
    html = _html(data)
    root = reading.whole(html.get("id"))
    tree.plant(root, "html", reading.attributes(html.get("attributes")))
    waiting = [(child, root) for child in reversed(reading.parts(html.get("childNodes")))]
    while waiting:
        raw, parent = waiting.pop()
        try:
            node = reading.part(raw)
            _add(tree, node, parent, None)
            number = reading.whole(node.get("id"))
            children = reading.parts(node.get("childNodes", []))
        except Unfit as unfit:
            complain(unfit)
        else:
            waiting += [(child, number) for child in reversed(children)]
    return tree


def changed(tree: Tree, data: Part, complain: Complaint) -> Part:
    """Change `tree` by a mutation, and return as much of it as fits; {} where nothing does.

    `complain` hears of each part that does not, or that says more than was understood.
    """
    fitting = {
        "removes": _each(_removed, tree, data.get("removes"), complain),
        "adds": _adds(tree, data.get("adds"), complain),
        "texts": _each(_said, tree, data.get("texts"), complain),
        "attributes": _each(_attributed, tree, data.get("attributes"), complain),
    }
    if data.keys() - fitting.keys() - {"source"}:
        complain(Unfit(MORE))
    return {"source": 0, **fitting} if any(fitting.values()) else {}


def _each(
    do: Callable[[Tree, Part], Part], tree: Tree, told: object, complain: Complaint
) -> list[Part]:
    done = []
    for raw in _parts(told, complain):
        try:
            done.append(_done(do, tree, raw, complain))
        except Unfit as unfit:
            complain(unfit)
    return done


def _adds(tree: Tree, told: object, complain: Complaint) -> list[Part]:
    """Put nodes in their places; one whose place is added behind it waits, and comes after it."""
    done: list[Part] = []
    waiting = _parts(told, complain)
    left: list[tuple[object, Unfit]] = []
    for again in range(MOST_ROUNDS):
        left = []
        for raw in waiting:
            try:
                done.append(_done(_added, tree, raw, complain))
            except Unfit as unfit:
                left.append((raw, unfit))
        if again and len(left) < len(waiting):
            complain(Unfit("a node is added before its place is there"))
        if not left or len(left) == len(waiting):
            break
        waiting = [raw for raw, _ in left]
    for _, reason in left:
        complain(reason)
    return done


def _parts(told: object, complain: Complaint) -> list[object]:
    try:
        return reading.parts(told)
    except Unfit as unfit:
        complain(unfit)
        return []


def _done(do: Callable[[Tree, Part], Part], tree: Tree, raw: object, complain: Complaint) -> Part:
    done = do(tree, reading.part(raw))
    if done != raw:
        complain(Unfit(MORE))
    return done


def _removed(tree: Tree, told: Part) -> Part:
    parent, node = reading.whole(told.get("parentId")), reading.whole(told.get("id"))
    tree.remove(parent, node)
    return {"parentId": parent, "id": node}


def _added(tree: Tree, told: Part) -> Part:
    parent, before = reading.whole(told.get("parentId")), told.get("nextId")
    next_id = None if before is None else reading.whole(before)
    node = _add(tree, reading.part(told.get("node")), parent, next_id)
    return {"parentId": parent, "nextId": next_id, "node": node}


def _add(tree: Tree, told: Part, parent: int, next_id: int | None) -> Part:
    """Put one node without its children into the page; return it as it was understood."""
    number = reading.whole(told.get("id"))
    if told.get("type") == TEXT:
        words = reading.text(told.get("textContent"))
        tree.add_text(number, words, parent, next_id)
        return {"type": TEXT, "id": number, "textContent": words}
    if told.get("type") != ELEMENT:
        raise Unfit(f"{number} is neither element nor text")
    tag, attributes = reading.text(told.get("tagName")), reading.attributes(told.get("attributes"))
    tree.add_element(number, tag, attributes, parent, next_id)
    node: Part = {
        "type": ELEMENT, "id": number, "tagName": tag, "attributes": attributes, "childNodes": [],
    }  # fmt: skip
    if tag in SVG:
        node["isSVG"] = True
    return node


def _said(tree: Tree, told: Part) -> Part:
    node, words = reading.whole(told.get("id")), reading.text(told.get("value"))
    tree.set_text(node, words)
    return {"id": node, "value": words}


def _attributed(tree: Tree, told: Part) -> Part:
    node, values = reading.whole(told.get("id")), reading.part(told.get("attributes"))
    tree.set_attributes(node, {name: _change(name, value) for name, value in values.items()})
    return {"id": node, "attributes": values}


def _change(name: str, value: object) -> AttributeChange:
    if name != "style" or not isinstance(value, dict):
        return None if value is None else reading.text(value)
    return {
        key: None if part is False else reading.text(part) or None for key, part in value.items()
    }


def _html(data: Part) -> Part:
    for raw in reading.parts(reading.part(data.get("node")).get("childNodes")):
        node = reading.part(raw)
        if node.get("type") == ELEMENT and node.get("tagName") == "html":
            return node
    raise Unfit("a page has an html element")
