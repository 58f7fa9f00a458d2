"""A player of a few lines, written from what rrweb was seen to do and not from our document.

It is strict: what rrweb would skip, wait for or throw at fails here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from usero_desktop.rrweb.style import parsed

UNNAMED = 2**40
"""Ids from here on are of texts that were an element's own before."""


@dataclass(eq=False)
class Item:
    id: int | None
    tag: str
    text: str = ""
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    parent: Item | None = None


class Miniplayer:
    def __init__(self, events=()):
        self.root = None
        self.items = {}
        self.size = self.href = self.mouse = None
        for event in events:
            self.play(event)

    def play(self, event):
        told = json.loads(event.data)
        data = told["data"]
        match told["type"], data.get("source"):
            case 4, _:
                self.size, self.href = (data["width"], data["height"]), data["href"]
            case 2, _:
                self.items = {}
                doctype, html = data["node"]["childNodes"]
                assert (doctype["type"], html["tagName"]) == (1, "html")
                self.root = self.build(html, deep=True)
            case 3, 0:
                self.mutate(**data)
            case 3, 1:
                assert all(at["id"] in self.items for at in data["positions"])
                assert all(at["timeOffset"] <= 0 for at in data["positions"])
                self.mouse = data["positions"][-1]["x"], data["positions"][-1]["y"]
            case 3, 2:
                assert data["id"] in self.items
                self.mouse = data["x"], data["y"]
            case 3, 4:
                self.size = data["width"], data["height"]
            case 5, _ if data["tag"] == "url-change":
                self.href = data["payload"]["href"]
            case kind:
                assert kind[0] == 5

    def build(self, told, *, deep):
        assert told["id"] not in self.items
        if told["type"] == 3:
            item = Item(told["id"], "", told["textContent"])
        else:
            assert all(isinstance(value, str) for value in told["attributes"].values())
            item = Item(told["id"], told["tagName"], attributes=dict(told["attributes"]))
            assert deep or not told["childNodes"]
            for child in told["childNodes"]:
                item.children.append(self.build(child, deep=True))
                item.children[-1].parent = item
        self.items[told["id"]] = item
        return item

    def mutate(self, source, texts, attributes, removes, adds):
        assert source == 0
        for remove in removes:
            item = self.items[remove["id"]]
            assert item.parent is self.items[remove["parentId"]]
            item.parent.children.remove(item)
            self.forget(item)
        for add in adds:
            parent = self.items[add["parentId"]]
            item = self.build(add["node"], deep=False)
            item.parent = parent
            before = parent.children
            at = len(before)
            if add["nextId"] is not None:
                at = before.index(self.items[add["nextId"]])
            before.insert(at, item)
        for said in texts:
            self.say(self.items[said["id"]], said["value"])
        for change in attributes:
            item = self.items[change["id"]]
            for name, value in change["attributes"].items():
                item.attributes |= {name: changed(item.attributes.get(name, ""), value)}
            item.attributes = {k: v for k, v in item.attributes.items() if v is not None}

    def say(self, item, words):
        if item.tag:
            assert all(child.id is None or child.id >= UNNAMED for child in item.children)
            for child in item.children:
                self.items.pop(child.id, None)
            item.children = [Item(None, "", words, parent=item)] if words else []
        else:
            item.text = words

    def forget(self, item):
        del self.items[item.id]
        for child in item.children:
            if child.id is not None:
                self.forget(child)

    def seen(self):
        """All that is on show, ids included."""
        return self.size, self.href, self.mouse, self.page()

    def page(self):
        """What is on the page, ids included."""
        return seen(self.root)


def changed(before, value):
    if not isinstance(value, dict):
        return value
    style = properties(before)
    for key, part in value.items():
        assert part is False or isinstance(part, str)
        name = named(key)
        style.update({name: part.strip()}) if part else style.pop(name, None)
    return ";".join(f"{name}:{part}" for name, part in style.items())


def properties(style):
    if not set(style).isdisjoint("\"'()\\"):
        return parsed(style)  # where such a thing ends is a matter of test_style.py
    pairs = [part.partition(":") for part in style.split(";") if part]
    return {
        named(name): value.strip() for name, _, value in pairs if name.strip() and value.strip()
    }


def named(name):
    name = name.strip()
    return name if name.startswith("--") else name.lower()


def seen(item):
    number = None if item.id is None or item.id >= UNNAMED else item.id
    facts = dict(item.attributes)
    if "style" in facts:
        facts["style"] = properties(facts["style"])
    return number, item.tag, item.text, facts, [seen(child) for child in item.children]
