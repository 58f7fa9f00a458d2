"""Changes single values in the text of a settings file and leaves everything else as it is."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from usero_desktop.settings.values import KEYS, PROGRAM_KEYS, Program, Settings

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Array

PROGRAMS: Final = "programs"
_DEFAULTS: Final = {its.name: its.default for its in fields(Program)}


def rewritten(text: str, found: Settings, wanted: Settings) -> str:
    """Return `text`, which holds `found`, so that it holds `wanted`.

    Comments, order, unknown keys and wrong values that nobody changed stay, and lines end as
    they do in the text. Raises ValueError where the library cannot do it.
    """
    import tomlkit  # not needed to read

    try:
        written = _changed(tomlkit.parse(text), found, wanted)
    except (tomlkit.exceptions.TOMLKitError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return re.sub(r"\r?\n", "\r\n", written) if "\r\n" in text else written


def _changed(document: TOMLDocument, found: Settings, wanted: Settings) -> str:
    for name in KEYS:
        value = getattr(wanted, name)
        if value != getattr(found, name):
            _put(document, name, value)
    if wanted.programs != found.programs:
        _set_programs(document, found, wanted)
    return document.as_string()


def _set_programs(document: TOMLDocument, found: Settings, wanted: Settings) -> None:
    import tomlkit

    if PROGRAMS not in document:
        document[PROGRAMS] = tomlkit.aot()
    listed: AoT | Array = document[PROGRAMS]
    gone = {its.client_id for its in found.programs} - {its.client_id for its in wanted.programs}
    for position in reversed(range(len(listed))):
        if listed[position].get("client_id") in gone:
            del listed[position]
    for program in wanted.programs:
        before = found.named(program.client_id)
        if before == program:
            continue
        table = next((t for t in listed if t.get("client_id") == program.client_id), None)
        if table is None:
            is_inline = not isinstance(listed, tomlkit.items.AoT)
            table = tomlkit.inline_table() if is_inline else tomlkit.table()
            if not is_inline:
                table.trivia.indent = "\n"  # an empty line before it
            _set_program(table, program)
            listed.append(table)
        else:
            _set_program(table, program)


def _put(table: MutableMapping[str, object], name: str, value: object) -> None:
    if isinstance(table.get(name), dict):
        del table[name]  # a value in the place of a table would be written as that table
    table[name] = value


def _set_program(table: MutableMapping[str, object], program: Program) -> None:
    """Make `table` say what `program` is; what is a default is written where it stands already."""
    for name in PROGRAM_KEYS:
        value = getattr(program, name)
        if value is None:
            table.pop(name, None)
        elif table.get(name, _DEFAULTS.get(name)) != value:
            _put(table, name, value)
