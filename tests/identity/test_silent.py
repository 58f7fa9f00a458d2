"""A keyring that is locked, or owns its name and never answers, beside a real panel."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from identity.buses import deaf_service, gnome_keyring, locked_keyring, private_bus
from identity.hosts import Hanging, run_host

pytestmark = [pytest.mark.keyring, pytest.mark.timeout(180)]

SHOWN_MS = 300
SHARE_MS = 100
"""What a keyring may add to a panel that alone takes longer than that on a busy machine."""
STALL_MS = 50
EXIT_SECONDS = 2
DEADLINE_SECONDS = 3
ADDRESS = "mira.delgado@example.org"
ATTEMPTS = 3
"""A busy machine may make anything late once; what is ours is late each time."""

ON_ONE_BINDING = pytest.mark.parametrize("binding", ["pyside6"], indirect=True)


def story(*, wait):
    """Write, tick, look at the field, give the keyring `wait` seconds, type, and send twice."""
    actions = [["open"], ["write", "The table is lovely."], ["wait", 0.2], ["tick", True]]
    actions += [["wait_given_up", wait], ["note"], ["type_email", ADDRESS], ["send"]]
    return [*actions, ["write", "Once more."], ["send"], ["wait", 0.2]]


def violations(told, plain, calls, *, most_calls):
    """What the host that `told` this does worse than one that leaves the keyring alone."""
    found = {
        "shown late": told["shown_ms"] > max(SHOWN_MS, plain["shown_ms"] + SHARE_MS),
        "stands still": told["stall_ms"] > STALL_MS + 2 * plain["stall_ms"],
        "field not empty": told["noted"] != {"email": "", "ticked": True},
        "not given up": told["reason"] is None,
        "asked again": len(calls) > most_calls,
        "ends late": told["exit_s"] > EXIT_SECONDS + plain["exit_s"],
        "ends badly": told["status"] != 0 or told["errors"] != "",
        "address logged": ADDRESS in told["log"],
    }
    return {name for name, is_so in found.items() if is_so}


@pytest.fixture(scope="module")
def plain(inbox, tmp_path_factory):
    """What a host tells that leaves the keyring alone, by binding; measured `anew` if asked."""
    told = {}

    def measure(binding, *, anew=False):
        if anew or binding not in told:
            with private_bus() as bus, deaf_service(bus) as calls:
                folder = tmp_path_factory.mktemp("plain")
                wishes = {"binding": binding, "remember_email": False}
                told[binding] = run_host(bus, inbox, folder, *story(wait=0.2), **wishes)
            assert not told[binding]["loaded"]
            assert calls == []
        return told[binding]

    return measure


@pytest.fixture
def used(inbox, tmp_path, binding, plain):
    """Use a host on a bus; return what was wrong with it, and what it told.

    Of some attempts the best counts.
    """

    def use(bus, calls, *, most_calls, wrong="", attempts=ATTEMPTS, variables=None):
        for attempt in range(attempts):
            del calls[:]
            folder = tmp_path / f"attempt-{attempt}"
            folder.mkdir()
            actions = story(wait=DEADLINE_SECONDS + 1)
            told = run_host(
                bus, inbox, folder, *actions, binding=binding, wrong=wrong, variables=variables
            )
            beside = plain(binding, anew=attempt > 0)
            found = violations(told, beside, calls, most_calls=most_calls)
            if not found:
                break
        return found, told

    return use


@pytest.mark.promise("E1", "I4", "H7")
@pytest.mark.faults
def test_a_keyring_that_never_answers_is_asked_once_and_holds_nobody_up(used, figure):
    with private_bus() as bus, deaf_service(bus) as calls:
        found, told = used(bus, calls, most_calls=1)
        assert found == set()
        figure(
            f"deaf service: panel shown after {told['shown_ms']} ms; {len(calls)} call, given up,"
            " 2 reports sent all the same"
        )


@pytest.mark.promise("E1", "I4", "H7")
def test_a_locked_keyring_stays_locked_and_the_user_is_not_asked(used, figure, tmp_path):
    with locked_keyring(tmp_path / "home", holding="a@b.co") as (bus, questions):
        found, told = used(bus, questions, most_calls=0)
        assert found == set()
        figure(
            f"locked keyring: panel shown after {told['shown_ms']} ms;"
            f" {len(questions)} questions put to the user"
        )


OTHERS = {
    "unlocked": None,
    "none at all": "",
    "one that cannot be loaded": "no.such.module.Keyring",
    "one for plain text": "identity.trials.Plaintext",
}


@pytest.mark.promise("E1", "E3")
@pytest.mark.faults
@ON_ONE_BINDING
@pytest.mark.parametrize("name", OTHERS)
def test_with_every_other_keyring_the_panel_is_there_as_soon(used, figure, tmp_path, name):
    backend = OTHERS[name]
    variables = {"PYTHONPATH": str(Path(__file__).parents[1]), "PLAIN_FILE": str(tmp_path / "it")}
    with ExitStack() as stack:
        bus = stack.enter_context(private_bus())
        if backend is None:
            stack.enter_context(gnome_keyring(bus))
        elif backend:
            variables["PYTHON_KEYRING_BACKEND"] = backend
        found, told = used(bus, [], most_calls=0, variables=variables)
    assert found == ({"not given up"} if backend is None else set())
    assert not (tmp_path / "it").exists()
    figure(f"keyring: {name}; panel shown after {told['shown_ms']} ms")


@pytest.mark.bites("E1")
@pytest.mark.faults
@ON_ONE_BINDING
def test_a_program_that_waits_for_the_keyring_is_seen_to_hang(used):
    with private_bus() as bus, deaf_service(bus) as calls, pytest.raises(Hanging):
        used(bus, calls, most_calls=1, wrong="OnTheGuiThread", attempts=1)


@pytest.mark.bites("E1")
@pytest.mark.faults
@ON_ONE_BINDING
def test_a_program_that_asks_without_a_deadline_is_found_out(used):
    with private_bus() as bus, deaf_service(bus) as calls:
        found, _ = used(bus, calls, most_calls=1, wrong="WithoutDeadline", attempts=1)
    assert {"not given up", "asked again", "ends late"} <= found


@pytest.mark.bites("E1")
@pytest.mark.faults
@ON_ONE_BINDING
def test_a_program_that_has_the_keyring_unlocked_is_seen_to_ask_the_user(used, tmp_path):
    with locked_keyring(tmp_path / "home", holding="a@b.co") as (bus, questions):
        found, _ = used(bus, questions, most_calls=0, wrong="Unlocking", attempts=1)
    assert {"asked again"} <= found
