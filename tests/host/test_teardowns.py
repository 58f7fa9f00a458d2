"""Windows, applications and processes end at any moment, as if there were no widget."""

from __future__ import annotations

import random
import time

import pytest
import servers
from host.teardowns import MOMENTS, PROCESSES, WINDOWS, Teardowns


@pytest.fixture
def teardowns(tmp_path):
    """Teardowns against a server that takes its time."""
    chance = random.Random(1)

    def slow(request, _connection):
        time.sleep(chance.choice((0, 0.01, 0.03, 0.1)))
        return servers.accepted(request)

    with servers.serving(slow) as server:
        yield lambda seed: Teardowns(server.url, tmp_path, seed)


@pytest.mark.promise("H2")
@pytest.mark.timeout(400)
def test_windows_and_processes_end_as_if_there_were_no_widget(teardowns):
    some = teardowns(0)

    assert some.wrong_with_windows(some.steps(WINDOWS, len(WINDOWS))) == []
    assert some.wrong_with_processes(some.steps(PROCESSES, 4)) == []


@pytest.mark.promise("H2")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", ["let_go", "forgotten_in_a_circle"])
def test_a_window_goes_with_its_last_name_whatever_stands_in_it(teardowns, kind):
    assert teardowns(0).wrong_with_windows([f"{kind}:{moment}:3" for moment in MOMENTS], 6) == []


@pytest.mark.promise("H2", "H7")
@pytest.mark.faults
@pytest.mark.timeout(400)
def test_two_hundred_ends_at_random_moments_are_those_of_the_host_alone(teardowns, figure):
    seed = random.randrange(1_000_000)
    many = teardowns(seed)
    windows, processes = many.steps(WINDOWS, 132), many.steps(PROCESSES, 70)
    wrong = [*many.wrong_with_windows(windows), *many.wrong_with_processes(processes)]

    assert wrong == [], f"seed {seed}"
    figure(f"{len(windows)} windows and {len(processes)} processes ended, 0 otherwise than alone")
    figure(f"the loop stood still for {max(many.gaps)} ms at most while the windows went")


@pytest.mark.bites("H2")
@pytest.mark.parametrize(
    "wrong,step",
    [
        ("thread", "quits_without_its_window:opened:3"),
        ("slot", "quits:opened:10"),
        ("emission", "quits_without_its_window:typing:10"),
    ],
)
def test_a_widget_that_ends_badly_is_seen(teardowns, wrong, step):
    some = teardowns(0)
    kind = step.partition(":")[0]
    some.alone(kind)
    mine = some.run(f"{wrong}/{step}", program="wrong")

    assert mine != some.alone(kind)


@pytest.mark.bites("H7")
@pytest.mark.faults
def test_a_quarter_of_a_second_at_each_end_of_a_window_is_seen(teardowns, figure):
    step = "blocks_at_its_end:opened:3"
    [(stalled, gaps)] = teardowns(0).wrong_with_windows([step])

    assert stalled == {step}
    figure(f"250 ms blocked on purpose at a window's end, {gaps[step]:.0f} ms seen")
