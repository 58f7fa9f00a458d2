"""The other end of a real session bus: the Settings portal, in a program of its own.

    python settings_portal.py BUS-ADDRESS [deaf]

A line on standard input is a setting as JSON, [namespace, key, value]: it is set, and told as
changed. An empty line is answered with "done". A deaf one has its name and never answers.
"""

from __future__ import annotations

import json
import sys

from jeepney import DBusAddress, new_error, new_method_return, new_signal
from services import PORTAL, PORTAL_PATH, calls, heed, named, say

INTERFACE = "org.freedesktop.portal.Settings"
SIGNATURES = {bool: "b", int: "u", str: "s"}


def variant(value):
    return SIGNATURES[type(value)], value


def answer(message, member, settings):
    if member == "ReadAll":
        asked = message.body[0]
        spaces = {}
        for (space, key), value in settings.items():
            if space in asked:
                spaces.setdefault(space, {})[key] = variant(value)
        return new_method_return(message, "a{sa{sv}}", (spaces,))
    if member in {"Read", "ReadOne"} and message.body in settings:
        return new_method_return(message, "v", (variant(settings[message.body]),))
    if member == "Get":
        return new_method_return(message, "v", (variant(2),))
    return new_error(message, "org.freedesktop.portal.Error.NotFound")


def main(address, deaf):
    bus = named(address, PORTAL)
    settings = {}
    emitter = DBusAddress(PORTAL_PATH, interface=INTERFACE)

    def take(line):
        if line.strip():
            space, key, value = json.loads(line)
            settings[space, key] = value
            body = (space, key, variant(value))
            bus.send(new_signal(emitter, "SettingChanged", "ssv", body))
        else:
            say("done")

    heed(take)
    say("ready")
    for message, member in calls(bus):
        if not deaf:
            bus.send(answer(message, member, settings))


if __name__ == "__main__":
    main(sys.argv[1], deaf="deaf" in sys.argv[2:])
