from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import mss
import PIL.Image
import pytest
from capture.xclient import XClient
from screens import start_xvfb, xvfb_process

from usero_desktop.capture import screen as screen_room
from usero_desktop.capture.grabber import Monitor, MonitorGrabber
from usero_desktop.capture.screen import ScreenGrabber, prepare_screen
from usero_desktop.errors import CaptureUnavailable

pytestmark = pytest.mark.screen

LONG = 60.0  # a busy machine is no reason to fail


def rgb(pixels, width, height):
    return PIL.Image.frombytes("RGB", (width, height), bytes(pixels), "raw", "BGRX")


def seen(frame):
    return rgb(frame.pixels, frame.width, frame.height)


def grabbed():
    return ScreenGrabber(deadline=LONG).grab_all()


def test_every_pixel_of_the_screen_comes_back_as_it_was_painted(screen, noise):
    pixels = noise(1000, 600)
    with XClient(screen) as client:
        client.paint(pixels)

    frame = grabbed()

    assert (frame.left, frame.top, frame.scale) == (0, 0, 1.0)
    assert seen(frame).tobytes() == rgb(pixels, 1000, 600).tobytes()


def test_a_screen_taller_than_one_strip_has_no_seams(use_display, noise):
    pixels = noise(1301, 1303)
    with start_xvfb(1301, 1303, wm="") as display, XClient(display) as client:
        use_display(display)
        client.paint(pixels)

        assert seen(grabbed()).tobytes() == rgb(pixels, 1301, 1303).tobytes()


def test_the_entire_screen_is_every_monitor_in_its_place(screen, noise):
    pixels = noise(1000, 600)
    with XClient(screen) as client:
        client.paint(pixels)
        client.split(("left", 0, 0, 400, 600), ("right", 400, 100, 600, 500))

    assert seen(grabbed()).tobytes() == rgb(pixels, 1000, 600).tobytes()


def test_one_monitor_of_two_is_taken_without_its_neighbour(screen, noise):
    pixels = noise(1000, 600)
    with XClient(screen) as client:
        client.paint(pixels)
        client.split(("left", 0, 0, 400, 600), ("right", 400, 100, 600, 500))
    grabber: MonitorGrabber = ScreenGrabber(deadline=LONG)

    first, second = grabber.monitors()

    assert (first.index, first.left, first.top, first.width, first.height) == (1, 0, 0, 400, 600)
    assert second == Monitor(2, 400, 100, 600, 500)
    expected = rgb(pixels, 1000, 600).crop((400, 100, 1000, 600))
    assert seen(grabber.grab(second)).tobytes() == expected.tobytes()


def test_one_pixel_of_another_colour_makes_a_picture_worth_keeping(screen):
    with XClient(screen) as client:
        client.paint(bytes(1000 * 600 * 4 - 4) + b"\x01\x02\x03\x00")

    assert seen(grabbed()).getpixel((999, 599)) == (3, 2, 1)


NOTHING = pytest.mark.parametrize(
    "colour,sentence,code",
    [
        (b"\0\0\0\0", "all black.*not locked", "screen_black"),
        (b"\x40\x80\xc0\0", "came out empty", "screen_empty"),
    ],
)


def refuse_one_colour(display, colour, sentence, code):
    with XClient(display) as client:
        client.paint(colour * (1000 * 600))

    with pytest.raises(CaptureUnavailable, match=sentence) as caught:
        grabbed()

    assert caught.value.code == code


@pytest.mark.promise("F7")
@NOTHING
def test_a_screen_of_one_colour_is_not_attached_silently(screen, colour, sentence, code):
    refuse_one_colour(screen, colour, sentence, code)


@pytest.mark.bites("F7")
@NOTHING
def test_a_grabber_that_looks_at_no_pixel_is_found_out(screen, monkeypatch, colour, sentence, code):
    monkeypatch.setattr(screen_room, "require_content", lambda _frame: None)

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        refuse_one_colour(screen, colour, sentence, code)


def wrong_of_24(display, pixels):
    """Take 24 pictures in 4 threads, no two of one place, and count those that are not it."""
    with XClient(display) as client:
        client.paint(pixels)
    grabber = ScreenGrabber(deadline=LONG)
    places = [Monitor(1, 7 * n, 5 * n, 1000 - 7 * n, 600 - 5 * n) for n in range(24)]

    with ThreadPoolExecutor(4) as threads:
        frames = [*threads.map(grabber.grab, places)]

    whole = rgb(pixels, 1000, 600)
    expected = [whole.crop((place.left, place.top, 1000, 600)) for place in places]
    pairs = zip(frames, expected, strict=True)
    return sum(seen(frame).tobytes() != part.tobytes() for frame, part in pairs)


@pytest.mark.promise("F9")
def test_several_threads_take_the_screen_at_once(screen, noise, figure):
    assert wrong_of_24(screen, noise(1000, 600)) == 0
    figure("4 threads, 24 pictures: no error, each whole")


@pytest.mark.bites("F9")
def test_threads_that_share_the_memory_for_their_pixels_are_found_out(screen, noise, monkeypatch):
    shared = memoryview(bytearray(1000 * 600 * 4))
    monkeypatch.setattr(screen_room, "untouched", lambda size: shared[:size])

    assert wrong_of_24(screen, noise(1000, 600)) >= 20


@pytest.mark.promise("F5")
def test_a_place_outside_the_screen_is_refused_with_a_sentence(screen):
    with pytest.raises(CaptureUnavailable, match="did not give a picture") as caught:
        ScreenGrabber(deadline=LONG).grab(Monitor(1, 900, 0, 400, 300))

    assert caught.value.code == "screen_failed"


def test_a_monitor_without_a_size_is_refused_with_a_sentence(screen):
    with pytest.raises(CaptureUnavailable, match="did not give a picture"):
        ScreenGrabber(deadline=LONG).grab(Monitor(1, 0, 0, 0, 0))


@pytest.mark.promise("F5")
def test_a_screen_of_65536_colours_is_refused_with_a_sentence(use_display):
    with start_xvfb(640, 480, wm="", depth=16) as display:
        use_display(display)

        with pytest.raises(CaptureUnavailable, match="did not give a picture"):
            grabbed()


@pytest.mark.promise("F5")
def test_a_display_that_nobody_serves_is_refused_with_a_sentence(use_display):
    use_display(":64000")

    with pytest.raises(CaptureUnavailable, match="did not give a picture"):
        grabbed()


def survive_a_death(use_display):
    with xvfb_process(640, 480) as (display, process):
        use_display(display)

        def die_and_grab(screen):
            process.kill()
            process.wait()
            return screen.grab((0, 0, 640, 480))

        with pytest.raises(CaptureUnavailable, match="did not give a picture"):
            screen_room._open(die_and_grab)


@pytest.mark.promise("F5")
def test_an_x_server_that_dies_during_the_capture_is_survived(use_display):
    survive_a_death(use_display)


@pytest.mark.bites("F5")
def test_a_grabber_that_hands_on_what_the_library_raises_is_found_out(use_display, monkeypatch):
    def naive(question):
        with mss.MSS() as screen:
            return question(screen)

    monkeypatch.setattr(screen_room, "_open", naive)

    with pytest.raises((mss.ScreenShotError, AssertionError)):  # the library's, whichever it is
        survive_a_death(use_display)


def give_up_a_hung_server(use_display, seconds=LONG):
    """Let the server hang for that long at most."""
    with xvfb_process(640, 480) as (display, process):
        use_display(display)
        process.send_signal(signal.SIGSTOP)
        goes_on = threading.Timer(seconds, process.send_signal, (signal.SIGCONT,))
        goes_on.start()
        try:
            with pytest.raises(CaptureUnavailable, match=r"did not answer within 0\.2") as caught:
                ScreenGrabber(deadline=0.2).grab_all()
        finally:
            goes_on.cancel()
            process.send_signal(signal.SIGCONT)

    assert caught.value.code == "screen_silent"


@pytest.mark.promise("F5")
def test_an_x_server_that_hangs_is_given_up_at_the_deadline(use_display):
    give_up_a_hung_server(use_display)


@pytest.mark.bites("F5")
def test_a_grabber_that_waits_as_long_as_it_takes_is_found_out(use_display, monkeypatch):
    monkeypatch.setattr(screen_room, "within", lambda _seconds, work: work())

    with pytest.raises(AssertionError, match="all black"):  # what it has once the server goes on
        give_up_a_hung_server(use_display, 0.5)


WAYLAND = pytest.mark.parametrize(
    "name,value", [("WAYLAND_DISPLAY", "wayland-0"), ("XDG_SESSION_TYPE", "wayland")]
)


def leave_x11_alone(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(screen_room, "_open", lambda _question: pytest.fail("mss was asked"))

    with pytest.raises(CaptureUnavailable, match="attach the file") as caught:
        grabbed()

    assert caught.value.code == "screen_wayland"


@pytest.mark.promise("F2")
@WAYLAND
def test_on_wayland_the_screen_is_not_even_tried(screen, monkeypatch, name, value):
    leave_x11_alone(monkeypatch, name, value)


@pytest.mark.bites("F2")
@WAYLAND
def test_a_grabber_that_tries_x11_wherever_there_is_a_display_is_found_out(
    screen, monkeypatch, name, value
):
    monkeypatch.setattr(screen_room, "require_screen", lambda: None)

    with pytest.raises(pytest.fail.Exception, match="mss was asked"):
        leave_x11_alone(monkeypatch, name, value)


@pytest.mark.promise("F5")
def test_with_no_display_the_sentence_says_what_to_do_instead(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(CaptureUnavailable, match="Attach a picture file instead") as caught:
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

    frame = screen_room._frame(Retina(), Monitor(1, -400, 0, 800, 700))
    image = seen(frame)

    assert image.size == (1600, 1400)
    assert (frame.left, frame.top, frame.scale) == (-400, 0, 2.0)
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
