"""Half a minute with a real program on a real screen, and its replay beside what was seen."""

from __future__ import annotations

import gzip
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from replay.likeness import ssim
from replay.script.hands import SCREEN, XHands, order_desk
from replay.script.play import PLAIN, play
from replay.script.words import hits
from screens import start_xvfb

from usero_desktop.qt import BINDING
from usero_desktop.ui.masking.ink import INKS

pytestmark = [
    *(pytest.mark.screen, pytest.mark.browser, pytest.mark.replay),
    *(pytest.mark.faults, pytest.mark.timeout(300)),
]

SHEETS = Path(__file__).parents[3] / "build" / "replay-script"

# As fast as the program goes it makes more bytes a second than anybody's hands.
RECORD = {"buffer_seconds": 600, "max_bytes_per_second": 1_000_000}
LOOKS = {
    "hybrid": {"record": RECORD | {"mode": "hybrid"}},
    "dark": {"record": RECORD | {"mode": "hybrid"}, "sheet": "dark"},
    "pixels": {"record": RECORD | {"mode": "pixels"}},
}
MEAN = {"hybrid": 0.95, "dark": 0.90, "pixels": 0.995}
WORST = {"hybrid": 0.90, "dark": 0.90, "pixels": 0.995}
WINDOWS = {"list": 2, "menu": 2, "dialog": 2, "second window": 2}
"""How many there are at a moment, where it is more than one."""
READ = {"selected": "#10924", "menu": "Open…", "dialog": "gone for good"}
"""What can be read in a replay in words."""
MASKED = ("begun", "typed", "password", "list", "filled in", "form again")
SECRETS = 7
"""So many widgets are masked at these moments."""
FILLS = {colour for its in INKS.values() for colour in (its.ground, its.stripe)}


@dataclass
class Told:
    """A recording of the script, and what was to be seen at each of its moments."""

    looks: str
    events: bytes
    moments: dict[str, dict]


@pytest.fixture(scope="module", params=LOOKS)
def told(request, tmp_path_factory):
    """The script, played on a screen by real hands."""
    folder = tmp_path_factory.mktemp(request.param)
    moments = {}
    with (
        start_xvfb(*SCREEN) as display,
        order_desk(display, LOOKS[request.param], folder / "said", os.environ) as user,
    ):
        user.ask("recorded")

        def look(name):
            pictures = folder / name
            pictures.mkdir()
            moments[name] = user.ask("look", str(pictures))

        play(XHands(user), look)
        user.ask("take", str(folder / "events"))
    return Told(request.param, (folder / "events").read_bytes(), moments)


def seen_in(play, moment):
    """Cut what a replay shows of each window, at the place that it had on the screen."""
    whole = play.picture()
    frames = [window["frame"] for window in moment["windows"]]
    left, top = (min(frame[axis] for frame in frames) for axis in (0, 1))
    for window in moment["windows"]:
        x, y, width, height = window["place"]
        box = (x - left, y - top, x - left + width, y - top + height)
        yield window, whole.crop(box)


def left_out(window, moment):
    """Where a window is not to be compared: what is masked in it, and what lies over it."""
    x, y, _, _ = window["place"]
    boxes = [tuple(box) for box in window["secrets"]]
    if window is moment["windows"][0]:
        for above in moment["windows"][1:]:
            left, top, width, height = above["frame"]
            boxes.append((left - x, top - y, width, height))
    return boxes


def sheet(grabbed, replayed, file):
    """Save both side by side, and how they differ."""
    made = Image.new("RGB", (grabbed.width * 3 + 20, grabbed.height), "#ff00ff")
    difference = ImageChops.difference(grabbed, replayed).point(lambda value: min(255, value * 3))
    for number, picture in enumerate((grabbed, replayed, difference)):
        made.paste(picture, (number * (grabbed.width + 10), 0))
    file.parent.mkdir(parents=True, exist_ok=True)
    made.save(file)


@pytest.mark.promise("K2")
def test_at_each_moment_it_looks_as_the_windows_did(stage, told, figure):
    playing = stage(told.events)
    first = playing.events[0]["timestamp"]
    folder = SHEETS / f"{BINDING.lower()}-{told.looks}-{playing.version}"
    shutil.rmtree(folder, ignore_errors=True)
    alike = {}
    for number, (name, moment) in enumerate(told.moments.items()):
        assert len(moment["windows"]) == WINDOWS.get(name, 1), name
        playing.seek(moment["at"] - first)
        for window, replayed in seen_in(playing, moment):
            grabbed = Image.open(window["file"]).convert("RGB")
            title = window["title"]
            sheet(grabbed, replayed, folder / f"{number:02}-{name}-{title}.png")
            if window["secrets"] != [[0, 0, *window["place"][2:]]]:
                alike[name, title] = ssim(grabbed, replayed, left_out(window, moment))
    mean, worst = sum(alike.values()) / len(alike), min(alike, key=alike.get)
    figure(
        f"{told.looks}, {playing.version}: SSIM {mean:.3f} on average, {alike[worst]:.3f} at"
        f" least ({worst[0]}), {len(alike)} pictures"
    )
    assert mean >= MEAN[told.looks], alike
    assert alike[worst] >= WORST[told.looks], alike


@pytest.mark.promise("K1")
def test_it_plays_without_a_word_and_seeking_is_playing(stage, told):
    playing = stage(told.events)
    first = playing.events[0]["timestamp"]
    for name in ("filled in", "selected", "menu", PLAIN, "form again"):
        assert playing.difference(told.moments[name]["at"] - first) == "", name
    playing.load(told.events)
    for name, words in READ.items():
        playing.seek(told.moments[name]["at"] - first)
        assert (words in playing.text()) is (told.looks != "pixels")


@pytest.mark.promise("I7")
def test_nothing_that_was_typed_or_marked_is_in_it(stage, told, figure):
    text = gzip.decompress(told.events).decode()
    assert hits(text) == []
    figure(f"{told.looks}: {len(text)} characters, 0 planted words")
    if told.looks == "pixels":
        playing = stage(told.events)
        boxes = [masks(playing, told.moments[name]) for name in MASKED]
        assert sum(boxes) == len(MASKED) * SECRETS + 1  # the list as well
        figure(f"{playing.version}: {sum(boxes)} masks, nothing else where they are")


def masks(playing, moment):
    """See that there is nothing but a mask where a window is masked; return how often."""
    playing.seek(moment["at"] - playing.events[0]["timestamp"])
    boxes = 0
    for window, replayed in seen_in(playing, moment):
        for left, top, width, height in window["secrets"]:
            cut = replayed.crop((left, top, left + width, top + height))
            assert {colour for _, colour in cut.getcolors(width * height)} <= FILLS
            boxes += 1
    return boxes
