"""The events of a recording, each built once and kept as the bytes that travel.

A recording is Meta, FullSnapshot and whatever happens after them. rrweb's player goes through
it by timestamp, and equal timestamps in the order given. What it does not forgive is made
impossible or refused here: children inside an added node are ignored by it, so a tree is added
node by node; an attribute that is neither text nor None is ignored as well.

Every timestamp is in milliseconds since 1970, every coordinate in the page's own pixels. All
of it may be called on any thread.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from usero_desktop.rrweb import nodes
from usero_desktop.rrweb.nodes import Element, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

JSONValue: TypeAlias = "str | int | bool | Mapping[str, JSONValue] | Sequence[JSONValue] | None"
AttributeChange: TypeAlias = "str | Mapping[str, str | None] | None"
"""What becomes of an attribute: a new value; None, which takes it away; or, of `style` alone,
its properties that change, None or "" where one goes."""

SVG: Final = frozenset(
    {"svg", "g", "text", "tspan", "rect", "line", "path", "circle", "polyline",
     "linearGradient", "radialGradient", "stop"}
)  # fmt: skip
"""Tags that the player has to make in SVG's name space."""

_encoded = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


class EventType(IntEnum):
    """What rrweb numbers the events by."""

    FULL_SNAPSHOT = 2
    INCREMENTAL = 3
    META = 4
    CUSTOM = 5


class Source(IntEnum):
    """What rrweb numbers the incremental events by; those that we make."""

    MUTATION = 0
    MOUSE_MOVE = 1
    MOUSE_INTERACTION = 2
    VIEWPORT = 4


class Interaction(IntEnum):
    """What was done with a mouse button, or what the keyboard speaks to now."""

    UP = 0
    DOWN = 1
    CLICK = 2
    CONTEXT_MENU = 3
    DOUBLE_CLICK = 4
    FOCUS = 5
    BLUR = 6


@dataclass(frozen=True, slots=True)
class Event:
    """One event: when it was, and `data`, its whole JSON in UTF-8."""

    timestamp_ms: int
    data: bytes = field(repr=False)

    def at(self, timestamp_ms: int) -> Event:
        """Return the same one at another time."""
        head, comma, rest = self.data.partition(b',"data":')
        start = head.rpartition(b":")[0]
        return Event(timestamp_ms, b"%b:%d%b%b" % (start, timestamp_ms, comma, rest))

    @property
    def is_meta(self) -> bool:
        """Whether it is a Meta of ours, which goes before a full snapshot."""
        return self.data.startswith(_META)

    @property
    def is_full_snapshot(self) -> bool:
        """Whether it is a full snapshot of ours."""
        return self.data.startswith(_FULL_SNAPSHOT)

    @property
    def is_interaction(self) -> bool:
        """Whether it is one of ours of a mouse button or of the focus."""
        return _INTERACTION in self.data[:_HEAD]


@dataclass(frozen=True, slots=True)
class Add:
    """A node to be put into the element `parent`: before its child `next_id`, or as the last.

    Everything in an Element is added with it.
    """

    parent: int
    node: Node
    next_id: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the mouse was at a moment."""

    timestamp_ms: int
    x: int
    y: int


def meta(timestamp_ms: int, *, href: str, width: int, height: int) -> Event:
    """Return what a recording begins with: the page's address and size."""
    data: JSONValue = {"href": href, "width": width, "height": height}
    return _event(EventType.META, timestamp_ms, data)


def full_snapshot(timestamp_ms: int, html: Element) -> Event:
    """Return the whole page; the html element's id may be any (see `nodes.page`)."""
    doctype: JSONValue = {
        "type": 1, "id": nodes.DOCTYPE, "name": "html", "publicId": "", "systemId": "",
    }  # fmt: skip
    document: JSONValue = {"type": 0, "id": nodes.DOCUMENT, "childNodes": [doctype, _whole(html)]}
    data: JSONValue = {"node": document, "initialOffset": {"top": 0, "left": 0}}
    return _event(EventType.FULL_SNAPSHOT, timestamp_ms, data)


def mutation(
    timestamp_ms: int,
    *,
    removes: Iterable[tuple[int, int]] = (),
    adds: Iterable[Add] = (),
    texts: Mapping[int, str] | None = None,
    attributes: Mapping[int, Mapping[str, AttributeChange]] | None = None,
) -> Event:
    """Return a change of the page, done by the player in the order of the arguments.

    `removes` are (parent, id) of nodes, which go with all they hold: what is in one is not
    named, and the parent has to be the right one. `adds` come one after the other: the parent
    and the `next_id` of each are on the page by then. `texts` are by the id of a Text, or of an
    element that has no children; `attributes` by that of an element.

    Raises TypeError for an attribute that is not text.
    """
    added: list[JSONValue] = []
    for add in adds:
        _flatten(added, add.parent, add.node, add.next_id)
    data: JSONValue = {
        "source": Source.MUTATION,
        "texts": [{"id": node, "value": text} for node, text in (texts or {}).items()],
        "attributes": [
            {"id": node, "attributes": _changes(change)}
            for node, change in (attributes or {}).items()
        ],
        "removes": [{"parentId": parent, "id": node} for parent, node in removes],
        "adds": added,
    }
    return _event(EventType.INCREMENTAL, timestamp_ms, data)


def incremental(timestamp_ms: int, data: Mapping[str, object]) -> Event:
    """Return an incremental event whose `data` was read of another one, and was looked at."""
    return _event(EventType.INCREMENTAL, timestamp_ms, data)


def mouse_moves(positions: Sequence[Position]) -> Event:
    """Return the way of the mouse, at the time of the last of `positions`, one at the least.

    Batches of more than 500 ms make the player's pointer jump.
    """
    now = positions[-1].timestamp_ms
    data: JSONValue = {
        "source": Source.MOUSE_MOVE,
        "positions": [
            {
                "x": position.x,
                "y": position.y,
                "id": nodes.DESK,  # a node that is not there would stop the pointer
                "timeOffset": min(position.timestamp_ms - now, 0),
            }
            for position in positions
        ],
    }
    return _event(EventType.INCREMENTAL, now, data)


def interaction(
    timestamp_ms: int, kind: Interaction, *, x: int = 0, y: int = 0, node: int = nodes.DESK
) -> Event:
    """Return a press, a release, a click or a change of focus, at a place of the page."""
    data = {"source": Source.MOUSE_INTERACTION, "type": kind, "id": node, "x": x, "y": y}
    return _event(EventType.INCREMENTAL, timestamp_ms, data)


def viewport(timestamp_ms: int, *, width: int, height: int) -> Event:
    """Return a new size of the page."""
    data = {"source": Source.VIEWPORT, "width": width, "height": height}
    return _event(EventType.INCREMENTAL, timestamp_ms, data)


def custom(timestamp_ms: int, tag: str, payload: Mapping[str, JSONValue]) -> Event:
    """Return an event that the player shows on its time line, and does nothing else with."""
    return _event(EventType.CUSTOM, timestamp_ms, {"tag": tag, "payload": payload})


URL_CHANGE: Final = "url-change"
"""The tag of the custom event that says where the user is now."""


def url_change(timestamp_ms: int, href: str) -> Event:
    """Return that the user is somewhere else now: in another window, for one."""
    return custom(timestamp_ms, URL_CHANGE, {"href": href})


FEEDBACK: Final = "feedback"
"""The tag of the custom event that marks the moment at which a report was given."""


def feedback(timestamp_ms: int) -> Event:
    """Return that a report was given: any player of rrweb's marks it on its time line."""
    return custom(timestamp_ms, FEEDBACK, {})


_META: Final = b'{"type":4,'
_FULL_SNAPSHOT: Final = b'{"type":2,'
_INTERACTION: Final = b'"data":{"source":2,'
_HEAD: Final = 80


def _event(kind: EventType, timestamp_ms: int, data: object) -> Event:
    text = _encoded({"type": kind, "timestamp": timestamp_ms, "data": data})
    # Half of a surrogate pair, which a host may put into any text of its own, is no UTF-8.
    return Event(timestamp_ms, text.encode("utf-8", "replace"))


def _alone(node: Node) -> dict[str, JSONValue]:
    """Return `node` without its children."""
    if not isinstance(node, Element):
        return {"type": 3, "id": node.id, "textContent": node.text}
    for name, value in node.attributes.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} is {value!r}: an attribute is text.")
    told: dict[str, JSONValue] = {
        "type": 2, "id": node.id, "tagName": node.tag, "attributes": node.attributes,
        "childNodes": [],
    }  # fmt: skip
    if node.tag in SVG:
        told["isSVG"] = True
    return told


def _whole(node: Node) -> dict[str, JSONValue]:
    told = _alone(node)
    if isinstance(node, Element):
        told["childNodes"] = [_whole(child) for child in node.children]
    return told


def _flatten(into: list[JSONValue], parent: int, node: Node, next_id: int | None) -> None:
    """Put `node` and all it holds into a flat list: parents first, each the last by then."""
    into.append({"parentId": parent, "nextId": next_id, "node": _alone(node)})
    if isinstance(node, Element):
        for child in node.children:
            _flatten(into, node.id, child, None)


def _changes(change: Mapping[str, AttributeChange]) -> dict[str, JSONValue]:
    return {name: _changed(name, value) for name, value in change.items()}


def _changed(name: str, value: AttributeChange) -> JSONValue:
    if value is None or isinstance(value, str):
        return value
    if name != "style":
        raise TypeError(f"{name} is {value!r}: an attribute is text.")
    # False is how rrweb says that a property goes.
    return {key: False if part in (None, "") else _text(key, part) for key, part in value.items()}


def _text(name: str, value: str | None) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}: a property is text.")
    return value
