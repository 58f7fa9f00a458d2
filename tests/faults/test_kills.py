"""A3: a kill at any moment loses nothing, and doubles only what cannot be known."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from faults.deletions import DeletionLane, DeletionToll
from faults.kills import Lane, Moment, RecordedLane, Toll

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

SEED = 20_261_125
LANES = 3
SCREENSHOT, REPORT = 1, 2  # the requests, in their order


def moments(seed):
    """Any moment at all, and as often one just around what the server does."""
    random = Random(seed)

    def next_moment(undisturbed):
        if random.random() < 0.5:
            return Moment(random.uniform(0, undisturbed))
        after = random.choice((0, random.uniform(0, 0.01)))
        return Moment(after, random.choice((SCREENSHOT, REPORT)), answered=random.random() < 0.6)

    return next_moment


def in_lanes(toll, one):
    """Add up what `one` gives for the number of each lane; they run at once."""
    with ThreadPoolExecutor(LANES) as pool:
        for part in pool.map(one, range(LANES)):
            toll.add(part)
    return toll


def kill(folder, moments_of, *, kills, wrong=""):
    def one(number):
        lane = Lane(folder / f"data-{number}", wrong=wrong)
        return lane.kill_at(moments_of(SEED + number), kills=kills // LANES)

    return in_lanes(Toll(), one)


def kill_deleting(folder, *, kills, at="", wrong=""):
    def one(number):
        lane = DeletionLane(folder / f"data-{number}", SEED + number, wrong=wrong)
        return lane.kill(kills // LANES, at=at)

    return in_lanes(DeletionToll(), one)


@pytest.mark.promise("A3")
def test_kills_lose_nothing_and_double_only_what_cannot_be_known(tmp_path, figure):
    toll = kill(tmp_path, moments, kills=300)
    figure(str(toll))
    assert toll.kills >= 300
    assert toll.lost == 0
    assert toll.wrong == []
    assert toll.doubles  # the window was hit


def at(request):
    """Always when this request has come, before its answer."""
    return lambda _seed: lambda _undisturbed: Moment(0, request)


def kill_recorded(folder, *, kills, wrong="", requests=range(1, 8)):
    def moments_of(seed):
        random = Random(seed)
        return lambda _undisturbed: Moment(
            random.choice((0, random.uniform(0, 0.01))), random.choice(requests),
            answered=random.random() < 0.5,
        )  # fmt: skip

    def one(number):
        lane = RecordedLane(folder / f"data-{number}", wrong=wrong)
        return lane.kill_at(moments_of(SEED + number), kills=kills // LANES)

    return in_lanes(Toll(), one)


@pytest.mark.promise("A3", "B12")
def test_kills_lose_no_report_that_has_a_recording_and_no_chunk_of_that(tmp_path, figure):
    toll = kill_recorded(tmp_path, kills=60)
    figure(f"with a recording: {toll}")
    assert toll.kills >= 60
    assert toll.lost == 0
    assert toll.wrong == []


@pytest.mark.bites("B12")
def test_kills_find_a_recording_that_is_dropped_too_early(tmp_path, figure):
    toll = kill_recorded(tmp_path, kills=6, wrong="drops a recording too early", requests=[5])
    figure(f"dropped too early: {len(toll.wrong)} of {toll.kills} recordings in pieces")
    assert toll.wrong


@pytest.mark.bites("A3")
def test_kills_find_a_report_that_is_deleted_before_it_is_sent(tmp_path, figure):
    toll = kill(tmp_path, at(SCREENSHOT), kills=12, wrong="deletes before it sends")
    figure(f"deleted before it is sent: {toll.lost} of {toll.kills} lost")
    assert toll.lost


@pytest.mark.bites("A3")
def test_kills_find_doubles_that_do_not_carry_the_same_id(tmp_path, figure):
    toll = kill(tmp_path, at(REPORT), kills=12, wrong="a new id for each attempt")
    figure(f"a new id for each attempt: {len(toll.wrong)} of {toll.kills} doubles not to be known")
    assert toll.wrong


@pytest.mark.promise("A3", "B8")
def test_kills_while_deleting_bring_nothing_back_and_lose_nothing_else(tmp_path, figure):
    toll = kill_deleting(tmp_path, kills=42)
    figure(str(toll))
    assert toll.kills >= 42
    assert toll.deleted >= 42
    assert (toll.sent, toll.left, toll.lost) == (0, 0, 0)


@pytest.mark.bites("A3", "B8")
def test_kills_find_a_deletion_that_ends_with_the_process(tmp_path, figure):
    toll = kill_deleting(tmp_path, kills=6, at="deleted", wrong="deletes for this process only")
    figure(f"deleted for one process only: {toll.sent} of {toll.deleted} sent")
    assert toll.sent


@pytest.mark.bites("B8")
@pytest.mark.parametrize(
    "wrong, at", [("does not overwrite", "deleted"), ("wipes rows only", "wiped")]
)
def test_kills_find_words_that_a_deletion_leaves_in_a_file(tmp_path, figure, wrong, at):
    toll = kill_deleting(tmp_path, kills=6, at=at, wrong=wrong)
    figure(f"{wrong}: {toll.left} of {toll.deleted} left in a file")
    assert toll.left
