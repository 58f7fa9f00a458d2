"""What pictures of a recording show, put together in Python."""

from __future__ import annotations

import base64
import io
import json
import re

import PIL.Image

PLACE = re.compile(r"left:(-?\d+)px;top:(-?\d+)px;width:(\d+)px;height:(\d+)px")
PREFIX = "data:image/webp;base64,"


class Composed:
    """The pictures in the element `node` of a page, from the mutations that it was told."""

    def __init__(self, node):
        self.node = node
        self.pictures = {}

    def take(self, event):
        told = json.loads(event.data)
        assert (told["type"], told["data"]["source"]) == (3, 0)
        for remove in told["data"]["removes"]:
            if remove["parentId"] == self.node:
                del self.pictures[remove["id"]]  # each was there
        for add in told["data"]["adds"]:
            if add["parentId"] == self.node:
                assert add["nextId"] is None
                node = add["node"]
                assert node["tagName"] == "img"
                assert node["id"] not in self.pictures
                self.pictures[node["id"]] = (place(node), picture(node))

    def image(self, size):
        """Return all of it, RGB; magenta where no picture is."""
        made = PIL.Image.new("RGB", size, (255, 0, 255))
        for (left, top, width, height), image in self.pictures.values():
            if image.size != (width, height):
                image = image.resize((width, height), PIL.Image.Resampling.NEAREST)  # noqa: PLW2901
            made.paste(image, (left, top))
        return made


def place(node):
    return tuple(map(int, PLACE.fullmatch(node["attributes"]["style"]).groups()))


def picture(node):
    source = node["attributes"]["src"]
    assert source.startswith(PREFIX)
    with PIL.Image.open(io.BytesIO(base64.b64decode(source[len(PREFIX) :]))) as image:
        image.load()
        return image.convert("RGB")
