"""What a picture of the screen costs, from the grab to the file that is ready to be sent."""

from __future__ import annotations

import io
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import mss
import PIL.Image
from heartbeat import Heartbeat
from host import application, asked, spin, tell, wait_for
from screenfuls import show

from usero_desktop.annotation.drawing import Drawing
from usero_desktop.annotation.marks import Mark, MarkKind, Point
from usero_desktop.capture.backends import grabber
from usero_desktop.capture.encode import encode_frame
from usero_desktop.model.picture import PictureSource
from usero_desktop.ui.canvas.paint import flattened
from usero_desktop.ui.capture.intake import image_job
from usero_desktop.ui.editor.making import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.capture.frame import Frame
    from usero_desktop.model.picture import Picture

IDLE = 2.0
PICTURES = 3
MARK = Mark(MarkKind.BOX, (Point(100.0, 100.0), Point(400.0, 140.0)), "#dc2626", 4.0)


def taken() -> Picture:
    """Take the screen and make it a file with its preview."""
    return encode_frame(grabber().grab_all(), source=PictureSource.SCREEN)


def by_pillow() -> bytes:
    """Take the screen in one call of mss and make it a PNG as Pillow does by default."""
    with mss.MSS() as screen:
        shot = screen.grab(screen.monitors[1])
    image = PIL.Image.frombuffer("RGB", shot.size, shot.raw, "raw", "BGRX", 0, 1)
    sink = io.BytesIO()
    image.save(sink, "PNG")
    return sink.getvalue()


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds that all threads of the process worked on it, and the result."""
    started = time.process_time()
    result = work()
    return (time.process_time() - started) * 1000, result


def lossless(picture: Picture, frame: Frame) -> bool:
    """Whether the file holds the very pixels of the screen."""
    size = frame.width, frame.height
    wanted = PIL.Image.frombuffer("RGB", size, frame.pixels, "raw", "BGRX", frame.stride, 1)
    with PIL.Image.open(io.BytesIO(picture.data)) as image:
        return image.format == "PNG" and image.tobytes() == wanted.tobytes()


def edited(picture: Picture) -> Picture:
    """Read it as for the editor, put a mark in, and make it a file again."""
    drawing = Drawing(picture.width, picture.height, (MARK,))
    return image_job(flattened(read(picture), drawing), picture.source)()


def smooth(beat: Heartbeat, picture: Picture) -> None:
    """Take several screens in a row beside the GUI, and edit several pictures."""
    with beat.phase("idle"):
        spin(IDLE)
    for phase, work in (("pictures", taken), ("edited", partial(edited, picture))):

        def worker(work: Callable[[], Picture] = work) -> None:
            for _ in range(PICTURES):
                work()

        thread = threading.Thread(target=worker)
        with beat.phase(phase):
            thread.start()
            wait_for(lambda thread=thread: not thread.is_alive(), phase)  # type: ignore[misc]


def main() -> None:
    wishes = asked()
    app = application()
    screen = show(wishes["kind"], *wishes["size"])
    edited(first := taken())  # loads what there is to load
    beat = Heartbeat()
    smooth(beat, first)
    beat.stop()
    ours, picture = cpu(taken)
    frame = grabber().grab_all()
    pillow, plain = cpu(by_pillow)
    same = lossless(picture, frame)
    fast = "isal" in sys.modules
    sys.modules["isal"] = None  # type: ignore[assignment] - as where it is not installed
    own, slower = cpu(taken)
    screen.close()
    app.processEvents()
    tell(
        gaps=beat.gaps,
        cpu=ours,
        bytes=len(picture.data),
        own_cpu=own,
        own_bytes=len(slower.data),
        pillow_cpu=pillow,
        pillow_bytes=len(plain),
        lossless=same,
        fast=fast,
    )


main()
