"""What a Wayland desktop's portal may answer, over a real, private bus."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from capture.portals import screenshot_portal
from identity.buses import private_bus
from PIL import Image

from usero_desktop.capture import portal as portal_room
from usero_desktop.capture.portal import PortalGrabber
from usero_desktop.errors import CaptureRefused, CaptureUnavailable, ImageError

pytestmark = [
    pytest.mark.keyring,  # it needs a private bus, too
    pytest.mark.skipif(sys.platform != "linux", reason="the portal is a Linux matter"),
]


def asked(*, interactive, **how):
    grabber = PortalGrabber(**how)
    return grabber.choose() if interactive else grabber.grab_all()


@pytest.fixture(scope="module")
def address():
    with private_bus() as made:
        yield made.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def portal(address, monkeypatch):
    """Start a portal on the bus that this process speaks on; see `screenshot_portal`."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    return partial(screenshot_portal, address)


@pytest.fixture
def shot(tmp_path):
    """A picture as a portal makes one, in a name that has to be escaped."""
    path = tmp_path / "Bild vom 3. März.png"
    Image.effect_noise((60, 40), 50).convert("RGB").save(path)
    return path


def have_the_picture_alone(portal, shot, how, *, interactive):
    pixels = Image.open(shot).tobytes()
    with portal(shot.as_uri(), how) as heard:
        frame = asked(interactive=interactive)
        assert heard()["interactive"] == interactive
    assert (frame.width, frame.height) == (60, 40)
    assert Image.frombytes("RGB", (60, 40), bytes(frame.pixels), "raw", "BGRX").tobytes() == pixels
    assert not shot.exists()


@pytest.mark.promise("F3", "F4")
@pytest.mark.parametrize("how", ["ok", "early"])
@pytest.mark.parametrize("interactive", [True, False])
def test_the_picture_comes_and_the_portals_copy_goes(portal, shot, how, interactive):
    have_the_picture_alone(portal, shot, how, interactive=interactive)


@pytest.mark.bites("F4")
def test_a_reader_that_leaves_the_portals_copy_is_found_out(portal, shot, monkeypatch):
    monkeypatch.setattr(portal_room, "_content", lambda path, _began: path.read_bytes())

    with pytest.raises(AssertionError, match=r"assert not True\n.*exists"):
        have_the_picture_alone(portal, shot, "ok", interactive=False)


@pytest.mark.promise("F3")
def test_a_file_that_was_there_before_stays(portal, shot):
    hour_ago = time.time() - 3600
    os.utime(shot, (hour_ago, hour_ago))
    with portal(shot.as_uri()):
        asked(interactive=False)
    assert shot.exists()


def tell_a_cancel_from_a_no(portal, shot):
    with portal(shot.as_uri(), "cancel"), pytest.raises(CaptureRefused) as off:
        asked(interactive=True)
    codes = []
    for interactive in (False, True):
        with portal(shot.as_uri(), "other"), pytest.raises(CaptureRefused) as no:
            asked(interactive=interactive)
        codes.append(no.value.code)
    assert (off.value.code, codes) == ("capture_cancelled", ["portal_refused", "portal_no_region"])


@pytest.mark.promise("F3")
def test_who_calls_it_off_is_told_apart_from_who_says_no(portal, shot):
    tell_a_cancel_from_a_no(portal, shot)


@pytest.mark.bites("F3")
def test_a_reader_that_takes_every_answer_for_a_picture_is_found_out(portal, shot, monkeypatch):
    monkeypatch.setattr(portal_room, "_uri", lambda answer, _question: answer.body[1]["uri"][1])

    with pytest.raises(CaptureUnavailable, match="offers no way"):  # which is not what happened
        tell_a_cancel_from_a_no(portal, shot)


@pytest.mark.promise("F3")
def test_one_that_never_answers_is_given_up_and_its_question_taken_back(portal, shot):
    with portal(shot.as_uri(), "hang") as heard:
        with pytest.raises(CaptureUnavailable) as silent:
            asked(interactive=True, deadline=0.2)
        assert heard()["handle_token"] in heard()["closed"]
    assert silent.value.code == "portal_silent"


@pytest.mark.promise("F3")
def test_one_that_vanishes_does_not_keep_anybody_waiting_for_ever(portal, shot):
    with portal(shot.as_uri(), "gone"), pytest.raises(CaptureUnavailable):
        asked(interactive=True, deadline=0.2)


@pytest.mark.promise("F3")
def test_a_desktop_without_screenshots_is_told_in_words(portal, shot):
    with portal(shot.as_uri(), "unknown"), pytest.raises(CaptureUnavailable) as without:
        asked(interactive=False)
    assert without.value.code == "screen_wayland"


@pytest.mark.promise("F3")
def test_without_a_portal_and_without_a_bus_it_is_the_same(address, monkeypatch):
    for where in (address, "unix:path=/nowhere", ""):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", where)
        with pytest.raises(CaptureUnavailable) as without:
            asked(interactive=False)
        assert without.value.code == "screen_wayland"


def odd_files(folder):
    """Addresses that a portal must not give, by what is wrong with them."""
    real = folder / "real.png"
    Image.effect_noise((60, 40), 50).save(real)
    (folder / "link.png").symlink_to(real)
    os.mkfifo(folder / "fifo.png")
    return {
        "http": "http://example.com/a.png",
        "another host": f"file://elsewhere{real}",
        "relative": "file:real.png",
        "a device": "file:///dev/zero",
        "a link": (folder / "link.png").as_uri(),
        "a pipe": (folder / "fifo.png").as_uri(),
        "a folder": folder.as_uri(),
        "nothing": (folder / "none.png").as_uri(),
        "a NUL": "file:///tmp/a%00b.png",
        "empty": "",
        "no address": "::::[",
    }


ODD = [
    "http", "another host", "relative", "a device", "a link", "a pipe", "a folder", "nothing",
    "a NUL", "empty", "no address",
]  # fmt: skip


def leave_it_alone(portal, tmp_path, what):
    with portal(odd_files(tmp_path)[what]), pytest.raises(CaptureUnavailable) as failed:
        asked(interactive=False)
    assert failed.value.code == "portal_failed"
    assert (tmp_path / "real.png").exists()


@pytest.mark.promise("F3")
@pytest.mark.parametrize("what", ODD)
def test_what_is_no_file_of_the_desktops_is_not_opened(portal, tmp_path, what):
    leave_it_alone(portal, tmp_path, what)


@pytest.mark.bites("F3")
@pytest.mark.parametrize("what", ["another host", "a link"])
def test_a_reader_that_believes_the_address_is_found_out(portal, tmp_path, monkeypatch, what):
    monkeypatch.setattr(portal_room, "_local", lambda uri: Path(urlsplit(uri).path))
    monkeypatch.setattr(portal_room, "_content", lambda path, _began: path.read_bytes())

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        leave_it_alone(portal, tmp_path, what)


@pytest.mark.promise("F3")
def test_a_file_that_is_no_picture_or_far_too_large_is_said(portal, tmp_path):
    text, huge = tmp_path / "text.png", tmp_path / "huge.png"
    text.write_text("no picture")
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)
    for path, code in ((text, "picture_unknown"), (huge, "picture_bytes")):
        with portal(path.as_uri()), pytest.raises(ImageError) as error:
            asked(interactive=False)
        assert error.value.code == code


@pytest.mark.promise("F3")
def test_one_that_nobody_waits_for_any_more_is_left_and_its_question_taken_back(
    portal, shot, monkeypatch
):
    monkeypatch.setattr(portal_room, "LINGER_SECONDS", 0.2)
    looks = iter([False, False, True])
    with portal(shot.as_uri(), "hang") as heard:
        with pytest.raises(CaptureUnavailable) as late:
            asked(interactive=False, is_over=lambda: next(looks))
        assert heard()["handle_token"] in heard()["closed"]
    assert late.value.code == "screen_late"


@pytest.mark.promise("F3", "F4")
def test_a_picture_that_is_not_wanted_any_more_does_not_stay_either(portal, shot):
    with portal(shot.as_uri(), "slow"):
        asked(interactive=False, is_over=lambda: True)
    assert not shot.exists()


@pytest.mark.promise("F3")
@pytest.mark.parametrize("interactive,target", [(False, 1), (True, 4)])
def test_a_target_is_named_to_a_portal_that_offers_it_and_to_no_other(
    portal, shot, interactive, target
):
    content = shot.read_bytes()
    for version, offered, named in ((2, 7, None), (3, 7, target), (3, 8, None)):
        shot.write_bytes(content)
        with portal(shot.as_uri(), "ok", version, offered) as heard:
            asked(interactive=interactive)
            assert heard().get("target") == named


@pytest.mark.promise("F3", "F7")
@pytest.mark.parametrize("colour,code", [("black", "screen_black"), ("teal", "screen_empty")])
def test_a_picture_of_nothing_is_not_attached_silently(portal, shot, colour, code):
    Image.new("RGB", (60, 40), colour).save(shot)
    with portal(shot.as_uri()), pytest.raises(CaptureUnavailable) as empty:
        asked(interactive=False)
    assert empty.value.code == code
    assert not shot.exists()


@pytest.mark.promise("F3")
def test_what_shines_through_lies_on_white(portal, shot):
    image = Image.new("RGBA", (2, 1), (255, 0, 0, 0))
    image.putpixel((1, 0), (0, 0, 255, 255))
    image.save(shot)
    with portal(shot.as_uri()):
        frame = asked(interactive=False)
    assert frame.pixels[:3] == b"\xff\xff\xff"
    assert frame.pixels[4:7] == b"\xff\0\0"
