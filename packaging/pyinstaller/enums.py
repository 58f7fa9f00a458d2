"""Qt's enums, made by the short way that fits them, where Python has one that fits all.

Until a window is seen PySide6 makes two hundred of them, with 3,400 members: to touch one of the
namespace `Qt` makes all 150 that it has. Python looks at each member for what only a class that
somebody wrote can have (a `__new__` of its own, values of any type, names that mean something),
which took a tenth of the time until then. PySide6 gives pairs of a name and a whole number.

What comes out is the same in every attribute. That rests on how one version of Python makes its
enums, so the bundle's recipe has `check` compare the two ways, for each enum that Qt has, and
leaves this module out where they differ: the start takes longer then, and that is all.
"""

from __future__ import annotations

import sys
from enum import Enum, EnumType, Flag, IntEnum, IntFlag
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import TypeGuard

    Pairs = Sequence[tuple[str, int]]

BASES: Final = frozenset({Enum, IntEnum, Flag, IntFlag})
TAKEN: Final = frozenset(
    ["mro", *(name for base in BASES for kind in base.__mro__ for name in vars(kind))]
)
"""Names that an enum has for something else, and Python has rules for."""

# What this stands before.
by_python: Callable[..., type[Enum]] = EnumType._create_  # type: ignore[attr-defined]


def install() -> None:
    """Have enums that are made in one call be made by `create` from now on."""
    EnumType._create_ = create  # type: ignore[attr-defined]


def create(cls: type[Enum], class_name: str, names: object, **how: object) -> type[Enum]:
    """Return the enum `class_name` of the kind `cls`: an empty one of Python's, filled at once.

    Called as Python's own way is, by the names of the arguments.
    """
    if how.get("module") is None:  # then it is the one that asks, as Python has it
        how["module"] = sys._getframe(2).f_globals.get("__name__")  # noqa: SLF001
    if cls in BASES and how.get("type") is None and _fit(names, cls):
        made = by_python(cls, class_name, (), **how)
        _fill(made, names)
        return made
    return by_python(cls, class_name, names, **how)


def _fit(names: object, cls: type[Enum]) -> TypeGuard[Pairs]:
    """Whether these are nothing but pairs of a plain name and a whole number."""
    if not isinstance(names, (tuple, list)) or set(map(type, names)) != {tuple}:
        return False
    if set(map(len, names)) != {len(("name", "value"))}:
        return False
    words, values = zip(*names, strict=True)
    return (
        set(map(type, words)) == {str}
        and set(map(type, values)) == {int}
        and len(set(words)) == len(words)
        and TAKEN.isdisjoint(words)
        and not any(word.startswith("_") for word in words)
        and (not issubclass(cls, Flag) or min(values) >= 0)
    )


def _fill(made: Any, names: Pairs) -> None:
    is_flag = issubclass(made, Flag)
    order, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    new, is_given = made._new_member_, made._use_args_
    put = type.__setattr__  # the enum's own looks whether one is replaced
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if is_given else new(made)
            known = vars(member)
            known["_value_"], known["_name_"] = value, name
            known["__objclass__"], known["_sort_order_"] = made, len(order)
            if not is_flag or value.bit_count() == 1:
                order.append(name)
            by_value[value] = member
        by_name[name] = member
        put(made, name, member)
    if is_flag:
        _tell_bits(made, [value for _, value in names])


def _tell_bits(made: Any, values: Sequence[int]) -> None:
    mask = single = 0
    for value in values:
        mask |= value
        if value.bit_count() == 1:
            single |= value
    put = type.__setattr__
    put(made, "_flag_mask_", mask)
    put(made, "_singles_mask_", single)
    put(made, "_all_bits_", 2 ** mask.bit_length() - 1)
    alone = [made._member_map_[name]._value_ for name in made._member_names_]
    if alone != sorted(alone):
        put(made, "_iter_member_", made._iter_member_by_def_)


def check(modules: Sequence[str]) -> tuple[int, list[str]]:
    """Return how many enums these modules of PySide6 make, and what is wrong with ours of them.

    To be called in a process of its own, before PySide6 is imported.
    """
    wrong: list[str] = []
    count = 0

    def compare(cls: type[Enum], class_name: str, names: object, **how: object) -> type[Enum]:
        nonlocal count
        count += 1
        how["module"] = how.get("module") or __name__
        made = by_python(cls, class_name, names, **how)
        try:
            differing = sorted(_differing(made, create(cls, class_name, names, **how)))
        except Exception as error:  # noqa: BLE001 - whatever does not fit a Python to come
            differing = [repr(error)]
        if differing:
            wrong.append(f"{class_name} ({', '.join(differing)})")
        return made

    EnumType._create_ = compare  # type: ignore[attr-defined]
    try:
        for module in modules:
            _touch(import_module(module))
    finally:
        EnumType._create_ = by_python  # type: ignore[attr-defined]
    return count, wrong


def _touch(module: ModuleType) -> None:
    """Have PySide6 make all that it makes when somebody asks for it."""
    for name in dir(module):
        found = getattr(module, name)
        if isinstance(found, type):
            for inner in dir(found):
                if not inner.startswith("_"):  # Python's own, of which some would tell signatures
                    getattr(found, inner, None)


def _differing(left: type[Enum], right: type[Enum]) -> set[str]:
    """Return the attributes in which two enums of one name differ."""
    ours, theirs = vars(left), vars(right)
    differing = set(ours) ^ set(theirs)
    for name in set(ours) & set(theirs):
        if _told(ours[name]) != _told(theirs[name]):
            differing.add(name)
    if list(ours["_member_map_"]) != list(theirs["_member_map_"]):
        differing.add("order of names")
    if [_told(one) for one in left] != [_told(one) for one in right]:
        differing.add("order of members")
    return differing


def _told(found: object) -> object:
    """Return what stands for it, equal for what is the same in two classes of one name."""
    if isinstance(found, Enum):
        known = {name: _told(its) for name, its in vars(found).items()}
        return type(found).__qualname__, known
    if isinstance(found, EnumType):
        return found.__module__, found.__qualname__, found.__mro__[1:]
    if isinstance(found, dict):
        return [(_told(key), _told(its)) for key, its in found.items()]
    if isinstance(found, (list, tuple)):
        return [_told(its) for its in found]
    return getattr(found, "__func__", found)  # a class method is bound to its own class


if __name__ == "__main__":
    number, told = check(sys.argv[1:])
    print(number, *told, sep="\n")
    sys.exit(bool(told) or not number)
