"""A page as a recording's events make it, by their words alone: strict where the player is not.

`Page.apply` raises for whatever a player would warn of or pass over: an unknown node, an id that
was used before, a parent that is not the right one. `looks` is what is to be seen on it, each
thing at its place, without the names that two recordings of one window may differ by.
"""

from __future__ import annotations

import json
import re

UNSEEN = {"head", "linearGradient", "radialGradient"}
NUMBERS = re.compile(r"(left|top):(-?[\d.]+)(?:px)?")


class Node:
    def __init__(self, told, parent=None):
        self.id, self.parent = told["id"], parent
        self.tag = told.get("tagName", "")
        self.text = told.get("textContent")
        self.attributes = dict(told.get("attributes", {}))
        self.children: list[Node] = []


class Page:
    def __init__(self, events=()):
        self.nodes = {}
        self.href, self.size = "", (0, 0)
        self.used = set()
        self.last = 0
        for event in events:
            self.apply(event)

    def apply(self, event):
        told = json.loads(event.data)
        assert told["timestamp"] >= self.last, "back in time"
        self.last = told["timestamp"]
        data = told["data"]
        match told["type"], data.get("source"):
            case 4, _:
                self.href, self.size = data["href"], (data["width"], data["height"])
            case 2, _:
                self._planted(data["node"]["childNodes"][1], None)
            case 3, 0:
                self._mutate(data)
            case 3, 4:
                self.size = data["width"], data["height"]
            case 3, (1 | 2):
                for one in data.get("positions", [data]):
                    assert one["id"] in self.nodes, one
            case 5, _:
                if data["tag"] == "url-change":
                    self.href = data["payload"]["href"]

    def _planted(self, told, parent):
        assert told["id"] not in self.used, f"{told['id']} was used before"
        self.used.add(told["id"])
        node = self.nodes[told["id"]] = Node(told, parent)
        node.children = [self._planted(child, node) for child in told.get("childNodes", [])]
        return node

    def _mutate(self, data):
        for one in data["removes"]:
            node = self.nodes[one["id"]]
            assert node.parent is self.nodes[one["parentId"]], "another parent"
            node.parent.children.remove(node)
            self._forget(node)
        for one in data["adds"]:
            assert not one["node"].get("childNodes"), "a player passes over nested nodes"
            parent = self.nodes[one["parentId"]]
            node = self._planted(one["node"], parent)
            siblings = parent.children
            at = len(siblings)
            if one["nextId"] is not None:
                at = siblings.index(self.nodes[one["nextId"]])
            siblings.insert(at, node)
        for one in data["texts"]:
            node = self.nodes[one["id"]]
            assert node.text is not None, "no text"
            node.text = one["value"]
        for one in data["attributes"]:
            node = self.nodes[one["id"]]
            for name, value in one["attributes"].items():
                assert value is None or isinstance(value, str), one
                if value is None:
                    del node.attributes[name]
                else:
                    node.attributes[name] = value

    def _forget(self, node):
        del self.nodes[node.id]
        for child in node.children:
            self._forget(child)

    # ------------------------------------------------------------ what is to be seen

    def rules(self):
        css = "".join(node.attributes.get("_cssText", "") for node in self.nodes.values())
        return dict(re.findall(r"\.a \.([sf]\d+)\{([^}]*)\}", css))

    def gradients(self):
        found = {}
        for node in self.nodes.values():
            if node.tag.endswith("Gradient"):
                own = {k: v for k, v in node.attributes.items() if k != "id"}
                stops = [stop.attributes for stop in node.children]
                found[node.attributes["id"]] = json.dumps([own, stops], sort_keys=True)
        return found

    def looks(self):
        """Return all that is to be seen, from back to front."""
        rules, gradients = self.rules(), self.gradients()
        seen = []

        def walk(node, left, top):
            if node.text is not None:
                if node.text:
                    is_title = node.parent.attributes.get("class") == "f"
                    seen.append((left, top, "title" if is_title else "text", node.text))
                return
            if node.tag in UNSEEN or node.attributes.get("class") == "h":
                return
            facts = dict(node.attributes)
            style = facts.pop("style", "")
            names = facts.pop("class", "").split()
            classes = [rules.get(name, name) for name in names]
            place = dict(NUMBERS.findall(style))
            left += float(place.get("left", 0))
            top += float(place.get("top", 0))
            rest = re.sub(r"(left|top|z-index):[^;]*;?", "", style)
            for known, meant in gradients.items():
                facts = {k: v.replace(f"url(#{known})", meant) for k, v in facts.items()}
            kept = [one for one in (" ".join(classes), *sorted(facts.items())) if one]
            if (kept and classes != ["a"]) or node.tag == "img" or "background" in rest:
                seen.append((left, top, node.tag, rest, *kept))
            # The rows of a view are beside each other, in any order.
            is_canvas = style.endswith("overflow:visible")
            for child in sorted(node.children, key=_top) if is_canvas else node.children:
                walk(child, left, top)

        windows = sorted(self.desk().children, key=_above)
        for window in windows:
            walk(window, 0.0, 0.0)
        return seen

    def desk(self):
        return self.nodes[8]

    def text(self):
        """Return all text on it, a line for each run."""
        return "\n".join(node.text for node in self.nodes.values() if node.text)

    def runs(self):
        """Return each run of text in the order in which they are drawn."""
        return [one[3] for one in self.looks() if one[2] == "text"]


def _top(row):
    return float(NUMBERS.findall(row.attributes["style"])[1][1])


def _above(window):
    found = re.search(r"z-index:(-?\d+)", window.attributes.get("style", ""))
    return int(found[1]) if found else 0
