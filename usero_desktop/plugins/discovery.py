"""Plugins that other distributions bring, by the entry point group ``usero_desktop.plugins``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from usero_desktop.logs import guest_logger
from usero_desktop.model.kind import shown

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.metadata import EntryPoint

    from usero_desktop.plugin import Named

GROUP: Final = "usero_desktop.plugins"

log = guest_logger()


def discover(*, allowed: Collection[str]) -> tuple[Named, ...]:
    """Return the installed plugins whose entry points are named in `allowed`, in that order.

    No other is even imported: what somebody installs does not take part in reports unless
    somebody says so. An entry point leads to a plugin, or to what makes one when it is called
    without arguments. One that is not there or fails is named in the log and left out. Raises
    TypeError for what is no list of names: a lone text would be one of its letters.
    """
    if isinstance(allowed, str) or not isinstance(allowed, Iterable):
        message = f'allowed must be a list of names like ["mail"], not {shown(allowed)}.'
        raise TypeError(message)
    found = {point.name: point for point in entry_points(group=GROUP)}
    made = []
    for name in allowed:
        point = found.get(name)
        if point is None:
            log.warning("There is no plugin %s installed; it is left out.", name)
            continue
        plugin = _made(point)
        if plugin is not None:
            made.append(plugin)
    return tuple(made)


def _made(point: EntryPoint) -> Named | None:
    try:
        thing = point.load()
        is_plugin = isinstance(getattr(thing, "name", None), str) and not isinstance(thing, type)
        plugin: Named = thing if is_plugin else thing()
    except Exception:  # somebody else's code, at its import: it may raise anything
        log.exception("The plugin %s could not be loaded and is left out.", point.name)
        return None
    return plugin
