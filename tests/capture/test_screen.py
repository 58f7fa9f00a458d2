from __future__ import annotations

import signal
import sys

import PIL.Image
import pytest
from capture.xclient import XClient
from screens import start_xvfb, xvfb_process

from usero_desktop.capture import screen as screen_room
from usero_desktop.capture.grabber import Grabber, Monitor
from usero_desktop.capture.screen import ScreenGrabber, grab_screen, prepare_screen
from usero_desktop.errors import CaptureUnavailable
from usero_desktop.model.picture import PictureSource

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="an X server is a Linux matter"),
]

LONG = 60.0  # a busy machine is no reason to fail


def rgb(pixels, width, height):
    return PIL.Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX")


def test_every_pixel_of_the_screen_comes_back_as_it_was_painted(screen, noise, opened):
    pixels = noise(1000, 600)
    with XClient(screen) as client:
        client.paint(pixels)

    picture = grab_screen(deadline=LONG)

    assert picture.source is PictureSource.SCREEN
    assert picture.mime == "image/png"
    assert opened(picture).tobytes() == rgb(pixels, 1000, 600).tobytes()


def test_a_screen_taller_than_one_strip_has_no_seams(use_display, noise, opened):
    pixels = noise(1301, 1303)
    with start_xvfb(1301, 1303, wm="") as display, XClient(display) as client:
        use_display(display)
        client.paint(pixels)

        assert opened(grab_screen(deadline=LONG)).tobytes() == rgb(pixels, 1301, 1303).tobytes()


def test_the_entire_screen_is_every_monitor_in_its_place(screen, noise, opened):
    pixels = noise(1000, 600)
    with XClient(screen) as client:
        client.paint(pixels)
        client.split(("left", 0, 0, 400, 600), ("right", 400, 100, 600, 500))

    assert opened(grab_screen(deadline=LONG)).tobytes() == rgb(pixels, 1000, 600).tobytes()


def test_one_monitor_of_two_is_taken_without_its_neighbour(screen, noise, opened):
    pixels = noise(1000, 600)
    with XClient(screen) as client:
        client.paint(pixels)
        client.split(("left", 0, 0, 400, 600), ("right", 400, 100, 600, 500))
    grabber: Grabber = ScreenGrabber(deadline=LONG)

    first, second = grabber.monitors()

    assert (first.index, first.left, first.top, first.width, first.height) == (1, 0, 0, 400, 600)
    assert second == Monitor(2, 400, 100, 600, 500)
    expected = rgb(pixels, 1000, 600).crop((400, 100, 1000, 600))
    assert opened(grabber.grab(second)).tobytes() == expected.tobytes()


def test_one_pixel_of_another_colour_makes_a_picture_worth_keeping(screen, opened):
    with XClient(screen) as client:
        client.paint(bytes(1000 * 600 * 4 - 4) + b"\x01\x02\x03\x00")

    assert opened(grab_screen(deadline=LONG)).getpixel((999, 599)) == (3, 2, 1)


def test_the_screen_may_change_again_once_its_pixels_are_taken(screen, noise, opened):
    pixels = noise(1000, 600)
    changes = []
    with XClient(screen) as client:
        client.paint(pixels)

        def change():
            client.paint(bytes(len(pixels)))
            changes.append("once")

        picture = grab_screen(taken=change, deadline=LONG)

    assert changes == ["once"]
    assert opened(picture).tobytes() == rgb(pixels, 1000, 600).tobytes()


@pytest.mark.parametrize("colour", [b"\0\0\0\0", b"\x40\x80\xc0\0"])
def test_a_screen_of_one_colour_is_not_attached_silently(screen, colour):
    with XClient(screen) as client:
        client.paint(colour * (1000 * 600))

    with pytest.raises(CaptureUnavailable, match="came out empty") as caught:
        grab_screen(deadline=LONG)

    assert caught.value.code == "screen_empty"


def test_a_place_outside_the_screen_is_refused_with_a_sentence(screen):
    with pytest.raises(CaptureUnavailable, match="did not give a picture") as caught:
        ScreenGrabber(deadline=LONG).grab(Monitor(1, 900, 0, 400, 300))

    assert caught.value.code == "screen_failed"


def test_a_monitor_without_a_size_is_refused_with_a_sentence(screen):
    with pytest.raises(CaptureUnavailable, match="did not give a picture"):
        ScreenGrabber(deadline=LONG).grab(Monitor(1, 0, 0, 0, 0))


def test_a_screen_of_65536_colours_is_refused_with_a_sentence(use_display):
    with start_xvfb(640, 480, wm="", depth=16) as display:
        use_display(display)

        with pytest.raises(CaptureUnavailable, match="did not give a picture"):
            grab_screen(deadline=LONG)


def test_a_display_that_nobody_serves_is_refused_with_a_sentence(use_display):
    use_display(":64000")

    with pytest.raises(CaptureUnavailable, match="did not give a picture"):
        grab_screen(deadline=LONG)


def test_an_x_server_that_dies_during_the_capture_is_survived(use_display):
    with xvfb_process(640, 480) as (display, process):
        use_display(display)

        def die_and_grab(screen):
            process.kill()
            process.wait()
            return screen.grab((0, 0, 640, 480))

        with pytest.raises(CaptureUnavailable, match="did not give a picture"):
            screen_room._open(die_and_grab)


def test_an_x_server_that_hangs_is_given_up_at_the_deadline(use_display):
    with xvfb_process(640, 480) as (display, process):
        use_display(display)
        process.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(CaptureUnavailable, match=r"did not answer within 0\.2") as caught:
                grab_screen(deadline=0.2)
        finally:
            process.send_signal(signal.SIGCONT)

    assert caught.value.code == "screen_silent"


@pytest.mark.parametrize(
    "name,value", [("WAYLAND_DISPLAY", "wayland-0"), ("XDG_SESSION_TYPE", "wayland")]
)
def test_on_wayland_the_screen_is_not_even_tried(screen, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(screen_room, "_open", lambda _question: pytest.fail("mss was asked"))

    with pytest.raises(CaptureUnavailable, match="attach the file") as caught:
        grab_screen(deadline=LONG)

    assert caught.value.code == "screen_wayland"


def test_with_no_display_the_sentence_says_what_to_do_instead(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(CaptureUnavailable, match="This window") as caught:
        ScreenGrabber(deadline=LONG).monitors()

    assert caught.value.code == "screen_none"


def test_an_x_server_without_randr_has_one_monitor():
    class Screen:
        monitors = ({"left": 0, "top": 0, "width": 800, "height": 600},)

    whole, only = screen_room._monitors(Screen())

    assert (whole.index, only) == (0, Monitor(1, 0, 0, 800, 600))


def test_monitors_are_read_as_the_objects_that_mss_11_will_give():
    class Entry:
        left, top, width, height, name = -1920, 0, 1920, 1080, "DELL"

    assert screen_room._monitor(1, Entry()) == Monitor(1, -1920, 0, 1920, 1080, "DELL")


def test_strips_with_more_pixels_than_points_fill_a_larger_picture():
    class Shot:
        def __init__(self, box):
            left, top, right, bottom = box
            self.width, self.height = (right - left) * 2, (bottom - top) * 2
            self.raw = bytearray(b"".join(
                bytes([row % 251, 0, 0, 0]) * self.width for row in range(top * 2, bottom * 2)
            ))  # fmt: skip

    class Retina:
        grab = staticmethod(Shot)

    image = screen_room._image(Retina(), Monitor(1, 0, 0, 800, 700))

    assert image.size == (1600, 1400)
    assert [image.getpixel((1599, y)) for y in range(1400)] == [
        (0, 0, y % 251) for y in range(1400)
    ]


def test_what_the_screen_needs_can_be_made_ready_before(screen, monkeypatch):
    loaded: list[str] = []
    monkeypatch.setattr(screen_room, "load_gently", loaded.extend)
    prepare_screen()

    assert "mss" in loaded


def test_where_no_picture_can_be_taken_nothing_is_made_ready(screen, monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(screen_room, "load_gently", lambda _names: pytest.fail("loaded"))
    prepare_screen()
