"""Small recordings made by hand, for what plays them: not by the recorder's own words."""

from __future__ import annotations

import gzip
import json
from typing import Any

START = 1_790_000_000_000
BODY = 7

Event = dict[str, Any]


def element(number: int, tag: str, attributes: Any = None, children: Any = ()) -> dict[str, Any]:
    return {
        "type": 2,
        "id": number,
        "tagName": tag,
        "attributes": attributes or {},
        "childNodes": list(children),
    }


def text(number: int, words: str) -> dict[str, Any]:
    return {"type": 3, "id": number, "textContent": words}


def meta(at: int = 0, *, width: int = 400, height: int = 300, href: str = "app://x/Main") -> Event:
    return event(4, at, {"href": href, "width": width, "height": height})


def snapshot(*children: Any, at: int = 0, style: str = "body{margin:0}") -> Event:
    head = element(4, "head", None, [element(5, "style", {"_cssText": style})])
    html = element(3, "html", None, [head, element(BODY, "body", None, children)])
    doctype = {"type": 1, "id": 2, "name": "html", "publicId": "", "systemId": ""}
    node = {"type": 0, "id": 1, "childNodes": [doctype, html]}
    return event(2, at, {"node": node, "initialOffset": {"top": 0, "left": 0}})


def mutation(at: int, **said: Any) -> Event:
    empty: dict[str, Any] = {"texts": [], "attributes": [], "removes": [], "adds": []}
    return event(3, at, {"source": 0, **empty, **said})


def said(at: int, number: int, words: str) -> Event:
    return mutation(at, texts=[{"id": number, "value": words}])


def moved(at: int, x: int, y: int) -> Event:
    positions = [{"x": x, "y": y, "id": BODY, "timeOffset": 0}]
    return event(3, at, {"source": 1, "positions": positions})


def custom(at: int, tag: str, payload: Any) -> Event:
    return event(5, at, {"tag": tag, "payload": payload})


def event(kind: int, at: int, data: Any) -> Event:
    return {"type": kind, "timestamp": START + at, "data": data}


def counting(seconds: int = 10, *, colour: str = "#2f6fde") -> list[Event]:
    """A window that says each second which it is, with the pointer wandering over it."""
    title = element(10, "div", {"style": "font:40px sans-serif;padding:20px"}, [text(11, "0 s")])
    bar = element(
        12,
        "div",
        {"style": f"position:absolute;left:0;top:120px;width:20px;height:40px;background:{colour}"},
    )
    events = [meta(), snapshot(title, bar)]
    for second in range(1, seconds + 1):
        at = second * 1000
        style = {"width": f"{20 + second * 20}px"}
        events.append(
            mutation(
                at,
                texts=[{"id": 11, "value": f"{second} s"}],
                attributes=[{"id": 12, "attributes": {"style": style}}],
            )
        )
        events.append(moved(at + 200, 40 + second * 15, 60 + second * 10))
    return events


def packed(events: list[Event]) -> bytes:
    return gzip.compress(json.dumps(events).encode())


def chunks(events: list[Event], each: int = 8) -> list[bytes]:
    """Pack a recording as a sender does: the snapshot alone, the rest in pieces."""
    head, rest = events[:2], events[2:]
    return [packed(head), *(packed(rest[i : i + each]) for i in range(0, len(rest), each))]
