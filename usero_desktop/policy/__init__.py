"""What the administrator of a machine decides for every program of this library on it.

It is read from one place of the system's, which nobody but an administrator can write to, and
no option, variable or argument overrules it. Where the place holds something that cannot be
understood, or that others can change, nothing is sent or kept at all: somebody wanted to
forbid something there.
"""

from __future__ import annotations

import os
import sys
from typing import Final, NamedTuple

from usero_desktop.errors import ConfigError

SWITCHES: Final = ("screenshots", "replay", "identity", "outbox")
"""What can be forbidden, by the policy's own names."""

ETC: Final = "/etc/usero-desktop"
"""The folder of ``policy.toml``, on Linux and on other systems that have an /etc."""

CODE: Final = "policy"
"""The `code` of the error that a policy leads to that cannot be used."""


# Every program makes this class at its start, where a data class costs ten times as much.
class Policy(NamedTuple):
    """What is allowed on this machine, to every program of this library.

    `base_url` is where all reports go, None where each program says that itself. The switches
    are False where something is forbidden. `trouble` is a sentence for an administrator where
    the policy cannot be used: then everything is forbidden, Send too (see `check`). `source` is
    the file or the registry's key that it comes from, empty where there is no policy.
    """

    base_url: str | None = None
    screenshots: bool = True
    replay: bool = True
    identity: bool = True
    outbox: bool = True
    trouble: str | None = None
    source: str = ""

    @property
    def pinned(self) -> dict[str, str | bool]:
        """What no program can decide, by its name, with the value that it has to have.

        Empty where the policy cannot be used: then there is `trouble` in place of values.
        """
        if self.trouble is not None:
            return {}
        found: dict[str, str | bool] = {} if self.base_url is None else {"base_url": self.base_url}
        return found | dict.fromkeys(self.forbidden, False)

    @property
    def forbidden(self) -> tuple[str, ...]:
        """The names of the switches that are off, in the order of `SWITCHES`."""
        return tuple(name for name in SWITCHES if not getattr(self, name))

    def check(self) -> None:
        """Raise ConfigError where the policy cannot be used: nothing may be sent then."""
        if self.trouble is not None:
            raise ConfigError(self.trouble, code=CODE, reason=self.trouble)


def read() -> Policy:
    """Return what the machine's policy says: looked up once in a process, on its first use.

    Waits for the disk then, where there is no policy for the time of one look at a folder. Any
    thread; raises nothing.
    """
    # No lock, which a forked child could inherit locked: of two threads the first one counts.
    return _known.get(CODE) or _known.setdefault(CODE, _found())


_known: Final[dict[str, Policy]] = {}


def _found() -> Policy:
    try:
        if sys.platform == "win32":
            from usero_desktop.policy import registry

            return registry.read()
        if sys.platform == "darwin":
            from usero_desktop.policy import place

            return place.read_managed()
        if not _is_there(ETC):
            return Policy()
        from usero_desktop.policy import place

        return place.read_etc()
    except Exception as error:  # noqa: BLE001 - whatever it is, what was forbidden stays so
        return failed("the administrator's policy", f"it cannot be read ({error!r}).")


def _is_there(path: str) -> bool:
    """Whether there is something at `path`, or that may not be known."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def failed(source: str, what: str, line: int | None = None) -> Policy:
    """Return the policy that forbids everything, since what `source` holds is of no use.

    `what` are sentences on what is wrong and how it is mended; `line` is counted from 1.
    """
    place = source if line is None else f"{source}, line {line}"
    trouble = (
        f"{place}: {what} Until an administrator has mended that, no feedback is sent or kept "
        "on this computer."
    )
    return Policy(None, False, False, False, False, trouble, source)
