from __future__ import annotations

import io
import random

import PIL.Image
import pytest
from screens import start_xvfb

HIDDEN = ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE")


@pytest.fixture
def use_display(monkeypatch):
    """Make this process sit at the X server that is named."""

    def use(display):
        for name in HIDDEN:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DISPLAY", display)

    return use


@pytest.fixture
def screen(use_display):
    """An X server of 1000 x 600 with nothing on it, and this process sitting at it."""
    with start_xvfb(1000, 600, wm="") as display:
        use_display(display)
        yield display


@pytest.fixture
def noise():
    """Give rows of BGRX in which every pixel is its own."""
    return lambda width, height: random.Random(width * height).randbytes(width * height * 4)


@pytest.fixture
def opened():
    """Decode a Picture's file and check that it is what the Picture says."""

    def open_(picture):
        image = PIL.Image.open(io.BytesIO(picture.data))
        image.load()
        assert image.size == (picture.width, picture.height)
        assert image.get_format_mimetype() == picture.mime
        return image

    return open_
