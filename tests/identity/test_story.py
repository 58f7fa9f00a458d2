"""The whole story of a shared address: three host programs, one real keyring, a real server."""

from __future__ import annotations

import pytest
from identity.buses import kept
from identity.hosts import run_host

from usero_desktop.identity.keychain import account_of

pytestmark = [pytest.mark.keyring, pytest.mark.faults, pytest.mark.timeout(120)]

ADDRESS = "mira.delgado@example.org"


@pytest.mark.promise("E2", "E5", "I4")
def test_a_shared_address_comes_back_and_goes_with_the_first_report_that_does_not_share_it(
    keyring_bus, inbox, tmp_path, binding, figure
):
    def host(*actions):
        told = run_host(keyring_bus, inbox, tmp_path, ["open"], *actions, binding=binding)
        assert (told["status"], told["errors"]) == (0, "")
        assert ADDRESS not in told["log"]
        return told

    before = len(inbox.store.entries())
    host(
        ["write", "First."], ["tick", True], ["type_email", ADDRESS], ["wait_idle"],
        ["send"], ["wait_idle"],
    )  # fmt: skip
    account = account_of("client_demo", inbox.url)
    assert kept(keyring_bus, account) == ADDRESS

    second = host(
        ["write", "Second."], ["wait_email"], ["note"], ["tick", True], ["tick", False],
        ["send"], ["wait_idle"],
    )  # fmt: skip
    assert second["noted"] == {"email": ADDRESS, "ticked": False}
    assert kept(keyring_bus, account) is None

    third = host(["write", "Third."], ["wait_idle"], ["note"])
    assert third["noted"] == {"email": "", "ticked": False}
    reports = [entry.report for entry in inbox.store.entries()][: -before or None]
    assert sorted((r.comment, r.user_email) for r in reports) == [
        ("First.", ADDRESS), ("Second.", None),
    ]  # fmt: skip
    figure("ticked, delivered, new process: filled in; unticked, delivered, new process: gone")
