"""What programs are called where the user chooses among them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from usero_desktop.ui.foreign import tamed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.settings import Program

LONGEST: Final = 48
"""Characters of a name: a line of a menu is on one line, and none is as wide as the screen."""


def name_of(program: Program) -> str:
    """Return what `program` is called, on one line; its client id where it has no name."""
    return tamed(program.name, LONGEST) or tamed(program.client_id, LONGEST)


def names_of(programs: Sequence[Program]) -> dict[str, str]:
    """Return what each is called, by its client id.

    Those of one name have their client id behind it, which no two programs have.
    """
    names = {its.client_id: name_of(its) for its in programs}
    often = Counter(names.values())
    return {
        client_id: name if often[name] == 1 else f"{name} ({tamed(client_id, LONGEST // 2)})"
        for client_id, name in names.items()
    }
