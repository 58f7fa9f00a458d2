"""The other end of a real session bus: the Settings portal, in a program of its own.

    python settings_portal.py BUS-ADDRESS [deaf]

A line on standard input is a setting as JSON, [namespace, key, value]: it is set, and told as
changed. An empty line is answered with "ready". A deaf one has its name and never answers.
"""

from __future__ import annotations

import json
import sys
import threading

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
SIGNATURES = {bool: "b", int: "u", str: "s"}


def variant(value):
    return SIGNATURES[type(value)], value


def answer(message, settings):
    member = message.header.fields.get(HeaderFields.member)
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
    bus = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    settings = {}
    emitter = DBusAddress(PATH, interface=INTERFACE)

    def listen():
        for line in sys.stdin:
            if line.strip():
                space, key, value = json.loads(line)
                settings[space, key] = value
                body = (space, key, variant(value))
                bus.send(new_signal(emitter, "SettingChanged", "ssv", body))
            else:
                sys.stdout.write("ready\n")
                sys.stdout.flush()

    threading.Thread(target=listen, daemon=True).start()
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call and not deaf:
            bus.send(answer(message, settings))


if __name__ == "__main__":
    main(sys.argv[1], deaf="deaf" in sys.argv[2:])
