"""Rules of the house that no linter knows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "usero_desktop"
ICONS = Path(__file__).parents[2] / "resources" / "icons"

# Where code runs that is not ours, or where nobody is left to hear of an exception.
BROAD = {
    "cli/checks/running.py": 1,  # a check of what may be wrong in any way
    "core/host.py": 1,  # callbacks and listeners are the host's
    "core/plugins.py": 1,  # a plugin's own properties
    "core/seat.py": 1,  # a plugin's own properties; its hooks are told of as their outcome
    "core/pool.py": 1,  # the answer to a job; the job's own exception is its outcome
    "model/metadata.py": 3,  # a host's own __str__, classes and mappings
    "policy/__init__.py": 1,  # whatever happens, what an administrator forbids stays so
    "policy/plist.py": 1,  # what a broken property list makes plistlib raise
    "plugins/discovery.py": 1,  # loading what others have installed
    "plugins/trace.py": 1,  # an error of anybody's, written out
    "outbox/trail.py": 1,  # the delivery of a recording
    "outbox/worker.py": 3,  # the loop, its delivery, its jobs
    "replay/recorder/masking.py": 1,  # a host's own function
    "replay/recorder/painting/engine.py": 2,  # Qt calls these in the middle of a painting
    "replay/recorder/source.py": 3,  # the event filter, the timer and the beginning
    "replay/running.py": 1,  # what was begun ends, and the exception goes on
    "replay/worker.py": 1,  # its jobs: the next one may go better
    "ui/attach.py": 1,  # the host's own call
    "ui/masking/columns.py": 1,  # a host's own values
    "ui/masking/rules.py": 1,  # a host's own __bool__
    "ui/guard.py": 1,  # slots
}


def found(pattern):
    counted = Counter()
    for path in PACKAGE.rglob("*.py"):
        hits = re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
        if hits:
            counted[path.relative_to(PACKAGE).as_posix()] = len(hits)
    return dict(counted)


def test_exceptions_of_every_kind_are_caught_in_the_listed_places_only():
    assert found(r"^\s*except Exception\b") == BROAD


def test_where_every_kind_is_caught_it_says_beside_it_why():
    bare = r"^\s*except Exception(?: as \w+)?:(?:  # noqa: [A-Z0-9, ]+)?\n(?!\s*# )"
    assert found(bare) == {}


def test_nothing_is_caught_without_saying_what():
    assert found(r"^\s*except:") == {}


def test_what_is_caught_to_the_last_is_raised_again_or_handed_on():
    for name in found(r"^\s*except BaseException\b"):
        text = (PACKAGE / name).read_text(encoding="utf-8")
        for clause in re.findall(r"except BaseException[^\n]*\n((?:\s+[^\n]*\n){1,4})", text):
            assert re.search(r"\braise\b|=\s*error\b|put\(|set_exception\(", clause), (name, clause)


def test_no_window_is_asked_which_screen_it_is_on():
    # PySide6 would end the host's own hold of that screen with the window: `ui.units.screen_of`.
    assert found(r"\.screen\(\)") == {}


def test_every_icon_that_ships_is_shown_somewhere():
    sources = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    unused = [icon.name for icon in ICONS.glob("*.svg") if f'"{icon.stem}"' not in sources]
    assert unused == []
