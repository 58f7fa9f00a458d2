"""The page that plays a recording, in a real browser with rrweb's own player."""

from __future__ import annotations

import httpx
import pytest
from pages import samples
from pages.recordings import ON_SHOW, Sender, settled, shown
from replay import streams
from replay.playing import missing

pytestmark = [pytest.mark.browser, pytest.mark.replay]

BOX = """(r => [r.left, r.top, r.right, r.bottom])(
  document.querySelector(%r).getBoundingClientRect())"""
NOW = "document.querySelector('#now').textContent"


@pytest.fixture(autouse=True)
def _rrweb():
    if missing():
        pytest.skip("rrweb is not here: python3 packaging/dev.py player")


@pytest.fixture
def whole(http):
    return Sender(http, streams.counting(10)).send_all()


def test_a_report_with_a_recording_leads_to_its_moment(page, inbox, http, whole):
    samples.send(http, rating=3, comment="Odd", sessionReplayId=whole.id, replayOffsetMs=7_000)
    tab = page()
    assert tab.text(".watch") == "Watch session replay"
    tab.follow(".watch a")
    assert shown(tab) == "7 s"
    assert tab.evaluate(NOW) == "0:07"
    assert tab.text("#whole") == "0:10"
    assert tab.text("#report p") == "Odd"
    assert tab.evaluate("document.querySelector('#play').ariaLabel") == "Play"


def test_a_recording_that_is_not_here_is_no_link(page, http):
    samples.send(http, rating=3, sessionReplayId="rep_elsewhere", replayOffsetMs=1)
    samples.send(http, rating=4)
    tab = page()
    assert tab.texts(".watch") == ["Session replay not stored in this inbox"]
    assert tab.evaluate("document.querySelectorAll('.watch a').length") == 0


def test_it_stands_at_the_moment_and_plays_to_its_end(watch, whole):
    tab = watch(whole, offset=8_000)
    assert shown(tab) == "8 s"
    tab.evaluate("document.querySelector('[data-speed=\"8\"]').click()")
    tab.click("#play")
    settled(tab, "10 s")
    tab.wait("document.querySelector('#play').ariaLabel === 'Play'")
    assert tab.evaluate(NOW) == "0:10"


def test_the_moment_counts_from_the_beginning_that_was_announced(watch, http):
    events = [event | {"timestamp": event["timestamp"] + 2_000} for event in streams.counting(10)]
    sender = Sender(http, [streams.custom(0, "before", {}), *events])
    sender.send_all()
    tab = watch(sender, offset=5_000)
    assert shown(tab) == "3 s"


def test_a_report_given_long_after_the_last_change_has_its_own_moment(watch, http):
    events = [*streams.counting(4), streams.custom(9_000, "feedback", {})]
    tab = watch(Sender(http, events).send_all(), offset=9_000)
    assert shown(tab) == "4 s"
    assert (tab.evaluate(NOW), tab.text("#whole")) == ("0:09", "0:09")
    assert tab.evaluate("document.querySelector('.moment').style.left") == "100%"
    tab.press("Home", "m")
    tab.wait(f"{NOW} === '0:09'")


def test_every_report_given_in_it_has_a_pin(watch, http, whole):
    early = {"sessionReplayId": whole.id, "replayOffsetMs": 2_000}
    samples.send(http, rating=1, **early)
    tab = watch(whole, offset=6_000, rating=4)
    assert shown(tab) == "6 s"
    pins = "[...document.querySelectorAll('.moment')]"
    assert tab.evaluate(f"{pins}.map(pin => pin.ariaLabel)") == [
        "Feedback at 0:02: Needs work",
        "Feedback at 0:06: Amazing!",
    ]
    assert tab.evaluate(f"{pins}.map(pin => pin.ariaCurrent)") == [None, "true"]
    tab.evaluate(f"{pins}[0].click()")
    settled(tab, "2 s")


def test_the_keyboard_moves_through_it(watch, whole):
    tab = watch(whole, offset=6_000)
    shown(tab)
    for key, expected in (
        *(("ArrowLeft", "1 s"), ("ArrowRight", "6 s"), ("ArrowRight", "10 s")),
        *(("Home", "0 s"), ("m", "6 s")),
    ):
        tab.press(key)
        settled(tab, expected)
    tab.press(" ")
    assert tab.evaluate("document.querySelector('#play').ariaLabel") == "Pause"
    tab.press(" ")
    assert tab.evaluate("document.querySelector('#play').ariaLabel") == "Play"


def test_the_pointer_is_shown_once_it_has_been_somewhere(watch, whole):
    tab = watch(whole, offset=1_000)
    shown(tab)
    pointer = "getComputedStyle(document.querySelector('.replayer-mouse')).visibility"
    assert tab.evaluate(pointer) == "hidden"
    tab.press("ArrowRight")
    tab.wait(f"{pointer} === 'visible'")


def test_where_the_user_was_is_said_as_one_reads_it(watch, http):
    events = [
        streams.meta(href="app://ledger/Order%20Desk"),
        *streams.counting(3)[1:],
        streams.custom(2_500, "url-change", {"href": "app://ledger/100%"}),
    ]
    tab = watch(Sender(http, sorted(events, key=lambda each: each["timestamp"])).send_all())
    shown(tab)
    assert tab.text("#place") == "app://ledger/100%"
    tab.press("Home")
    tab.wait("document.querySelector('#place').textContent === 'app://ledger/Order Desk'")


def test_one_may_play_again_right_after_the_end(watch, whole):
    tab = watch(whole, offset=3_000)
    shown(tab)
    tab.press("End", "m", " ")
    tab.evaluate("new Promise(done => setTimeout(done, 200))")  # rrweb's word that it was the end
    assert tab.evaluate("document.querySelector('#play').ariaLabel") == "Pause"
    settled(tab, "4 s")


def test_keys_that_choose(watch, whole):
    tab = watch(whole)
    shown(tab)
    pressed = "['skip', 'fit'].map(id => document.querySelector(`#${id}`).ariaPressed)"
    speed = "document.querySelector('[data-speed][aria-checked=true]').textContent"
    assert (tab.evaluate(pressed), tab.evaluate(speed)) == (["true", "true"], "1\u00d7")
    tab.press("s", "f", ">")
    assert (tab.evaluate(pressed), tab.evaluate(speed)) == (["false", "false"], "2\u00d7")
    tab.press("s", "<", "<", "<")
    assert (tab.evaluate(pressed), tab.evaluate(speed)) == (["true", "false"], "½\u00d7")


def test_the_line_of_time_is_a_slider(watch, whole):
    tab = watch(whole)
    shown(tab)
    tab.evaluate(
        "(() => { const seek = document.querySelector('#seek'); seek.value = 9000;"
        " seek.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )
    settled(tab, "9 s")
    spoken = "document.querySelector('#seek').getAttribute('aria-valuetext')"
    assert tab.evaluate(spoken) == "0:09 of 0:10"


def test_idle_time_is_marked_and_passed_quickly(watch, http):
    events = [*streams.counting(2), streams.moved(20_000, 9, 9), streams.said(20_500, 11, "awake")]
    tab = watch(Sender(http, events).send_all(), offset=0)
    shown(tab)
    assert tab.evaluate("document.querySelectorAll('#idle i').length") == 1
    tab.click("#play")
    tab.wait("!document.querySelector('#skipping').hidden")
    tab.click("#play")
    assert tab.evaluate("document.querySelector('#skipping').hidden")


def test_it_fits_into_the_window_and_can_be_seen_pixel_for_pixel(watch, http):
    events = [streams.meta(width=2000, height=1500), *streams.counting(2)[1:]]
    tab = watch(Sender(http, events).send_all(), offset=0)
    shown(tab)
    tab.wait(f"({BOX % '#frame iframe'})[0] > 0")
    room, frame = (tab.evaluate(BOX % name) for name in ("#screen", "#frame iframe"))
    assert room[0] < frame[0] < frame[2] < room[2]
    assert room[1] < frame[1] < frame[3] < room[3]
    tab.press("f")
    tab.wait(
        f"(([left, top, right, bottom]) => right - left === 2000 && bottom - top === 1500)"
        f"({BOX % '#frame iframe'})"
    )


def test_what_arrives_while_it_is_watched_is_taken_in(watch, http):
    sender = Sender(http, streams.counting(10), each=10)
    tab = watch(sender, offset=0)
    tab.wait("document.querySelector('#arrival').innerText === 'Still arriving'")
    assert tab.text("#message h2") == "Still arriving"
    sender.send(0)
    assert shown(tab) == "0 s"
    sender.send(1)
    tab.wait("document.querySelector('#whole').textContent === '0:05'")
    tab.press("End")
    settled(tab, "5 s")
    sender.send(2)
    tab.wait("document.querySelector('#whole').textContent === '0:10'")
    assert tab.evaluate(ON_SHOW) == "5 s", "where one looks stays where it is"
    tab.press("End")
    settled(tab, "10 s")
    sender.finalise()
    tab.wait("document.querySelector('#arrival').hidden")


def test_a_part_that_comes_late_changes_what_is_on_show(watch, http):
    sender = Sender(http, streams.counting(10), each=4)
    for seq in (0, 1, 3):
        sender.send(seq)
    tab = watch(sender, offset=3_500)
    assert shown(tab) == "2 s"
    gap = "A part of the recording, between 0:02 and 0:05, has not arrived yet."
    assert tab.texts("#gaps li") == [gap]
    assert tab.evaluate("document.querySelectorAll('#missing i').length") == 1
    sender.send(2)
    settled(tab, "3 s")
    tab.wait("document.querySelector('#gaps').hidden")


def test_what_never_came_and_what_was_left_out_is_said(watch, http):
    sender = Sender(http, streams.counting(10), each=4)
    sender.send(0)
    sender.send(2, dropped=0)
    sender.send(3, dropped=3)
    sender.finalise()
    tab = watch(sender, offset=9_000)
    shown(tab)
    assert tab.texts("#gaps li") == [
        "A part of the recording, between 0:00 and 0:03, has not arrived.",
        (
            "3 parts of the recording, between 0:04 and 0:05, were left out by the program that "
            "recorded it."
        ),
    ]


def test_without_its_first_part_there_is_nothing_to_play(watch, http):
    tab = watch(Sender(http, streams.counting(10)).send_all(but=(0,)))
    tab.wait("document.querySelector('#message h2')")
    assert tab.text("#message h2") == "Nothing to play"
    assert "first part" in tab.text("#message p")


def test_the_recording_can_be_saved_as_one_file(watch, inbox, http, whole):
    tab = watch(whole)
    shown(tab)
    address = tab.evaluate("document.querySelector('#save').href")
    assert httpx.get(address).json() == streams.counting(10)


def test_its_policy_gives_way_for_styles_and_pictures_alone(http):
    page, replay = (
        dict(part.split(" ", 1) for part in policy.split("; "))
        for policy in (
            http.get(path).headers["content-security-policy"] for path in ("/", "/replays/x")
        )
    )
    assert replay.pop("style-src") == "'self' 'unsafe-inline'"
    assert replay.pop("img-src") == "'self' data: blob:"
    assert (replay.pop("font-src"), replay.pop("media-src")) == ("data:", "data: blob:")
    assert replay.pop("trusted-types") == "default"
    assert replay.items() < page.items()
