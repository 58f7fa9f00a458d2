"""What the player has been told is on the page, and what to tell it once that has changed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from usero_desktop.rrweb.events import Add
from usero_desktop.rrweb.nodes import Element, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from usero_desktop.replay.recorder.parts import Part
    from usero_desktop.rrweb.events import AttributeChange


class Said:
    """An element as it was told last. Its id stays while it is on the page.

    Of what is in it only the ids are kept until somebody asks for it: most of it never changes,
    and Python's collector goes through each object, but through no numbers.
    """

    __slots__ = ("_children", "_ids", "_kids", "id", "part", "text_id")

    def __init__(self, part: Part, id_: int) -> None:
        self.part, self.id = part, id_
        self.text_id: int | None = None
        self._kids: Sequence[Said] = ()
        self._children: Sequence[Part] = ()
        self._ids: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of all in it, from the front: of each element, and of its text, 0 for none."""
        if self._ids:
            return self._ids
        found: list[int] = []
        for kid in self._kids:
            found += (kid.id, kid.text_id or 0, *kid.ids)
        return tuple(found)

    @property
    def kids(self) -> Sequence[Said]:
        """What is in it."""
        if self._ids:
            ids, children = iter(self._ids), self._children
            self.kids = tuple(_unpacked(child, ids) for child in children)
        return self._kids

    @kids.setter
    def kids(self, kids: Sequence[Said]) -> None:
        self._kids, self._children, self._ids = kids, (), ()

    def pack(self, children: Sequence[Part], ids: tuple[int, ...]) -> None:
        """Have `children` be in it, by what `ids` is of them."""
        self._children, self._ids = children, ids


def _unpacked(part: Part, ids: Iterator[int]) -> Said:
    said = Said(part, next(ids))
    said.text_id = next(ids) or None
    if part.children:
        said.kids = tuple(_unpacked(child, ids) for child in part.children)
    return said


class Batch:
    """What one mutation says; the player takes its removes first, then its adds."""

    __slots__ = ("adds", "attributes", "removes", "texts")

    def __init__(self) -> None:
        self.removes: list[tuple[int, int]] = []
        self.adds: list[Add] = []
        self.texts: dict[int, str] = {}
        self.attributes: dict[int, Mapping[str, AttributeChange]] = {}


class Changes:
    """What has changed since the player was told last, as mutations in their order. GUI thread."""

    def __init__(self, ids: Iterator[int]) -> None:
        self._ids = ids
        self._batches: list[Batch] = []
        self._batch = Batch()

    def take(self) -> list[Batch]:
        """Return what there is to tell, and count it as told."""
        self._seal()
        batches, self._batches = self._batches, []
        return batches

    def _seal(self) -> None:
        batch = self._batch
        if batch.removes or batch.adds or batch.texts or batch.attributes:
            self._batches.append(batch)
            self._batch = Batch()

    def new_id(self) -> int:
        """Return an id that no node has had."""
        return next(self._ids)

    def made(self, part: Part) -> tuple[Said, Element]:
        """Return `part` as an element to be put on the page, with all that is in it."""
        ids: list[int] = []
        element = self._element(part, ids)
        said = Said(part, element.id)
        said.text_id = ids[1] or None
        said.pack(part.children, tuple(ids[2:]))
        return said, element

    def _element(self, part: Part, ids: list[int]) -> Element:
        """Return `part` as an element; what ids it and all in it have is put into `ids`."""
        id_ = self.new_id()
        if part.text:
            text = Text(self.new_id(), part.text)
            ids += (id_, text.id)
            return Element(id_, part.tag, _attributes(part), (text,))
        ids += (id_, 0)
        children = tuple([self._element(child, ids) for child in part.children])
        return Element(id_, part.tag, _attributes(part), children)

    def add(self, parent: int, part: Part, next_id: int | None) -> Said:
        """Put `part` into the element `parent`, before `next_id` or as the last."""
        said, element = self.made(part)
        self._batch.adds.append(Add(parent, element, next_id))
        return said

    def remove(self, parent: int, node: int) -> None:
        """Take an element away, with all that is in it."""
        batch = self._batch
        if batch.adds or batch.texts or batch.attributes:
            # They may speak of what goes now, and the player would look for it in vain.
            self._seal()
        self._batch.removes.append((parent, node))

    def change(self, said: Said, part: Part) -> None:
        """Have the element be as `part` says, whose key and tag are the same."""
        before = said.part
        if before is part or before == part:
            return
        said.part = part
        self.dress(said, before, part)
        if before.text != part.text:
            self._write(said, part.text)
        if before.children != part.children:
            said.kids = self.arrange(said.id, said.kids, part.children, None)

    def dress(self, said: Said, before: Part, part: Part) -> None:
        """Have the element's attributes be those of `part`."""
        if before[2:4] == part[2:4] and before.attributes == part.attributes:
            return
        old, new = _attributes(before), _attributes(part)
        changed: dict[str, AttributeChange] = {
            name: value for name, value in new.items() if old.get(name) != value
        }
        changed.update((name, None) for name in old if name not in new)
        attributes = self._batch.attributes
        attributes[said.id] = {**attributes.get(said.id, {}), **changed}

    def arrange(
        self, parent: int, before: Sequence[Said], parts: Sequence[Part], next_id: int | None
    ) -> Sequence[Said]:
        """Have `parts` stand in the element `parent` in place of `before`; `next_id` follows."""
        if len(before) == len(parts) and all(
            same.part[:2] == part[:2] for same, part in zip(before, parts, strict=True)
        ):
            for same, part in zip(before, parts, strict=True):
                self.change(same, part)
            return before
        old = {said.part.key: said for said in before}
        kept = [
            said
            for part in parts
            if (said := old.get(part.key)) is not None and said.part.tag == part.tag
        ]
        stay = set(in_order([said.id for said in kept], [said.id for said in before]))
        for said in before:
            if said.id not in stay:
                self.remove(parent, said.id)
        after: list[Said] = []
        for part in reversed(parts):
            said_before = old.get(part.key)
            if said_before is not None and said_before.id in stay:
                said = said_before
                self.change(said, part)
            else:
                said = self.add(parent, part, next_id)
            after.append(said)
            next_id = said.id
        return tuple(reversed(after))

    def _write(self, said: Said, text: str) -> None:
        if said.text_id is None:
            said.text_id = self.new_id()
            self._batch.adds.append(Add(said.id, Text(said.text_id, text)))
        else:
            self._batch.texts[said.text_id] = text


def in_order(wanted: Sequence[int], before: Sequence[int]) -> list[int]:
    """Return as many ids of `wanted` as can stay where they are: a longest run in the old order."""
    at = {node: index for index, node in enumerate(before)}
    if all(at[a] < at[b] for a, b in pairwise(wanted)):
        return list(wanted)
    best: list[tuple[int, int]] = []  # (length of the longest run that ends here, the one before)
    for index, node in enumerate(wanted):
        earlier = [(best[j][0], j) for j in range(index) if at[wanted[j]] < at[node]]
        length, previous = max(earlier, default=(0, -1))
        best.append((length + 1, previous))
    index = max(range(len(best)), key=lambda i: best[i][0])
    run: list[int] = []
    while index >= 0:
        run.append(wanted[index])
        index = best[index][1]
    return run[::-1]


def _attributes(part: Part) -> dict[str, str]:
    told = dict(part.attributes)
    if part.style:
        told["class"] = part.style
    if part.place:
        told["style"] = part.place
    return told
