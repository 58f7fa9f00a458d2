"""Asks the server whether it knows a program's project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop import policy

if TYPE_CHECKING:
    from usero_desktop.settings.values import Program


def is_known(program: Program) -> bool:
    """Return whether the server that gets its reports knows the program's client id.

    Only that id is sent, by the time limit of 5 s. Blocks: network, and the disk for the
    administrator's policy, whose server is asked where it names one. Raises UseroError where
    the server cannot be asked, or does not tell: then the id may be right or wrong.
    """
    from usero_desktop.api.client import UseroClient  # httpx is not needed to read settings

    ruled = policy.read()
    ruled.check()
    address = ruled.base_url or program.base_url
    with UseroClient(address, allow_insecure=program.allow_insecure) as client:
        return client.is_known(program.client_id)
