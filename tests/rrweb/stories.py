"""Recordings made at random, of all that a recorder of ours says, each valid."""

from __future__ import annotations

from rrweb.miniplayer import Miniplayer

from usero_desktop.rrweb import events
from usero_desktop.rrweb.events import Add, Interaction, Position
from usero_desktop.rrweb.nodes import DESK, FIRST_FREE, HEAD, Element, Text, page

START = 1_790_000_000_000
CSS = "html,body{margin:0}.a,.a *{position:absolute}"
DOT = "data:image/gif;base64,R0lGODlhAQABAIABAP8AAP///yH5BAEAAAEALAAAAAABAAEAAAICRAEAOw=="
WORDS = ("", "Save", "Größe", "日本語", "two\nlines", '"<b>&amp;', "x" * 200)
STYLES = ({}, {"left": "3px"}, {"left": "4px", "top": "9px"}, {"width": "5px", "z-index": "2"})


class Story:
    """A random program: `events` is its recording so far, `more` goes on with it."""

    def __init__(self, random, *, widgets=3):
        self.random = random
        self.now = START
        self.last = FIRST_FREE - 1
        self.player = Miniplayer()
        self.events = []
        self.checkout(Element(DESK, "div", {"class": "a"}, tuple(self.nodes(widgets))))

    def more(self, number=1):
        for _ in range(number):
            self.now += self.random.choice((0, 1, 40, 100, 700))
            self.random.choice(self.ACTS)(self)
        return self

    def tell(self, event):
        self.events.append(event)
        self.player.play(event)

    def checkout(self, desk):
        where = f"app://x/{self.random.randrange(9)}"
        self.tell(events.meta(self.now, href=where, width=400, height=300))
        self.tell(events.full_snapshot(self.now, page(CSS, desk)))

    def again(self):
        """The recorder begins anew, with the ids that it has given."""
        if self.random.random() < 0.1:
            self.checkout(self.element(self.player.items[DESK]))

    def element(self, item):
        if not item.tag:
            return Text(self.new() if item.id is None else item.id, item.text)
        children = tuple(self.element(child) for child in item.children)
        return Element(item.id, item.tag, dict(item.attributes), children)

    def mutate(self):
        desk = self.player.items[DESK]
        inside = [item for item in self.below(desk) if item.id is not None]
        gone = self.some(inside, 0.1)
        gone = [item for item in gone if not any(up in gone for up in self.above(item))]
        left = [item for item in inside if not self.within(item, gone)]
        adds = []
        for _ in range(self.random.choice((0, 0, 1, 3))):
            parent = self.random.choice([desk, *(item for item in left if item.tag == "div")])
            own = [None, *(child.id for child in parent.children if child in left)]
            adds += [
                Add(parent.id, node, self.random.choice(own)) for node in self.nodes(1, depth=2)
            ]
        if self.random.random() < 0.2:
            rule = {"_cssText": f".a .s{self.new()}{{color:red}}"}
            adds.append(Add(HEAD, Element(self.new(), "style", rule)))
        grown = {add.parent for add in adds}
        texts = {
            item.id: self.random.choice(WORDS)
            for item in self.some(left, 0.3)
            if not item.tag or (item.tag == "div" and not self.holds(item) and item.id not in grown)
        }
        attributes = {item.id: self.change() for item in self.some(left, 0.3) if item.tag}
        removes = [(item.parent.id, item.id) for item in gone]
        self.tell(
            events.mutation(
                self.now, removes=removes, adds=adds, texts=texts, attributes=attributes
            )
        )

    def mouse(self):
        if self.random.random() < 0.5:
            way = [Position(self.now - back, back, 7) for back in (120, 40, 0)]
            self.tell(events.mouse_moves(way))
        else:
            kind = self.random.choice((Interaction.DOWN, Interaction.UP, Interaction.CLICK))
            self.tell(events.interaction(self.now, kind, x=self.random.randrange(400), y=3))

    def window(self):
        if self.random.random() < 0.5:
            width = self.random.randrange(1, 900)
            self.tell(events.viewport(self.now, width=width, height=300))
        else:
            self.tell(events.url_change(self.now, f"app://x/{self.random.randrange(9)}"))

    def remark(self):
        self.tell(events.custom(self.now, "usero.click", {"class": "QPushButton"}))

    ACTS = (mutate, mutate, mutate, mutate, mouse, window, remark, again)

    def new(self):
        self.last += 1
        return self.last

    def nodes(self, most, depth=3):
        """Some new nodes, with more of them inside."""
        made = []
        for _ in range(self.random.randint(1, most)):
            kind = self.random.choice(("div", "div", "text", "img"))
            if kind == "text":
                made.append(Text(self.new(), self.random.choice(WORDS)))
            elif kind == "img":
                made.append(Element(self.new(), "img", {"src": DOT}))
            else:
                inside = tuple(self.nodes(most, depth - 1)) if depth else ()
                style = ";".join(f"{k}:{v}" for k, v in self.random.choice(STYLES).items())
                made.append(Element(self.new(), "div", {"style": style, "class": "s1"}, inside))
        return made

    def change(self):
        value = self.random.choice(("s1", "s2", None))
        style = self.random.choice(STYLES)
        return self.random.choice(
            (
                {"class": value},
                {"title": self.random.choice(WORDS)},
                {"style": {name: self.random.choice((part, None)) for name, part in style.items()}},
                {"style": ";".join(f"{name}:{part}" for name, part in style.items())},
                {"style": None, "class": value},
            )
        )

    def some(self, items, share):
        return [item for item in items if self.random.random() < share]

    def below(self, item):
        for child in item.children:
            yield child
            yield from self.below(child)

    def above(self, item):
        while item.parent is not None:
            item = item.parent
            yield item

    def within(self, item, gone):
        return item in gone or any(up in gone for up in self.above(item))

    def holds(self, item):
        """Whether it has children that are known by an id."""
        return any(child.id is not None for child in item.children)
