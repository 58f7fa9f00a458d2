"""Plans of how windows and processes end at random moments, and what is wrong with an end."""

from __future__ import annotations

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

from host.program import run
from host.stalls import ATTEMPTS, late, longest

MOMENTS = (
    "attached", "opened", "sliding", "typing", "in_a_dialog", "in_the_menu", "choosing_a_file",
    "capturing_the_window", "capturing_the_screen", "encoding", "sending",
    "sending_while_encoding", "uploading", "thanked", "closed_again", "blocked_by_a_dialog",
)  # fmt: skip
WINDOWS = (
    "deleted_later", "deleted_at_once", "deleted_on_close", "destroyed_twice", "handle_deleted",
    "panel_deleted", "window_cleared", "children_deleted", "window_replaced", "forgotten",
    "forgotten_in_a_circle", "let_go", "reparented",
)  # fmt: skip
PROCESSES = (
    "quits", "exits", "last_window_closes", "all_windows_close", "system_exit_in_a_slot",
    "raises_in_a_slot", "is_killed", "is_interrupted", "quits_without_its_window",
    "quits_in_a_nested_loop", "deletes_the_application",
    "forgets_the_application_before_its_window", "never_loops", "never_loops_and_closes",
)  # fmt: skip
# What the offscreen platform says about itself.
PLATFORM = re.compile(r"This plugin does not support [^\n]*\n")


@dataclass(frozen=True)
class End:
    """How a process ended: its status and what it said."""

    status: int
    said: str
    complained: str


class Teardowns:
    """Runs hosts to their end, two at a time, and each kind of host once without us."""

    def __init__(self, url, folder, seed):
        self._url, self._folder = url, folder
        self._chance = random.Random(seed)
        self._numbers = count()
        self._alone = {}
        self.gaps = []

    def steps(self, kinds, number):
        """Return `number` steps in which each kind and each moment comes about as often."""
        moments = [MOMENTS[n % len(MOMENTS)] for n in range(number)]
        self._chance.shuffle(moments)
        waits = (0, 1, 3, 10, 30, 60)
        return [
            f"{kinds[n % len(kinds)]}:{moments[n]}:{self._chance.choice(waits)}"
            for n in range(number)
        ]

    def run(self, *steps, guest="widget", program="teardown"):
        # Often there is something in the outbox from before.
        folder = self._folder / str(next(self._numbers) % 5)
        # Where a host aborts, faulthandler looks at all threads while they run, and may fall.
        done = run(program, self._url, folder, guest, *steps, PYTHONFAULTHANDLER="")
        return End(done.returncode, done.stdout, PLATFORM.sub("", done.stderr))

    def alone(self, kind):
        """Return how the host ends that has no widget."""
        if kind not in self._alone:
            self._alone[kind] = self.run(f"{kind}:attached:0", guest="alone")
        return self._alone[kind]

    def wrong_with_processes(self, steps, program="teardown"):
        """Run a host for each of the steps; return those that end otherwise than alone."""

        def end(step):
            mine, alone = self.run(step, program=program), self.alone(step.partition(":")[0])
            return None if mine == alone else (step, mine, alone)

        return self._side_by_side(end, steps)

    def wrong_with_windows(self, steps, at_once=8):
        """Run hosts through some of the steps each; return those with something to tell.

        That is also which steps kept the event loop waiting, each time they were tried.
        """

        def end(some):
            always = set(some)
            for _ in range(ATTEMPTS):
                mine = self.run(*some, "quits:attached:0")
                said, gaps = without_gaps(mine.said)
                done = "".join(f"done {step}\n" for step in some) + "ended 0\n"
                if (mine.status, said, mine.complained) != (0, done, ""):
                    return some, mine
                always &= late(gaps)
                if not always:
                    self.gaps.append(longest([gaps]))
                    return None
            return always, gaps

        batches = [steps[first : first + at_once] for first in range(0, len(steps), at_once)]
        return self._side_by_side(end, batches)

    def _side_by_side(self, work, items):
        with ThreadPoolExecutor(2) as workers:
            return [wrong for wrong in workers.map(work, items) if wrong]


def without_gaps(said):
    """Return what a host said, and apart from it the gaps it told of."""
    lines = said.splitlines(keepends=True)
    gaps = [line for line in lines if line.startswith("{")]
    return "".join(line for line in lines if line not in gaps), json.loads("".join(gaps) or "{}")
