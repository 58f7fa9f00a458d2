"""The other end of a real session bus: the GlobalShortcuts and the Background portal.

    python desk_portal.py BUS-ADDRESS HOW

HOW is ok, early (it answers before it replies), cancel, other, unchecked (the user gives no key),
unknown (it knows neither), silent (it never answers), or gone (it ends once it was asked). What it
was asked is printed as JSON, a line each. Its input, a line each: ``press``, ``press token``,
``foreign`` (another program's session), ``rename`` (the user chooses another key), ``close``.
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
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
ENDS = {"cancel": 1, "other": 2}
ASKED = {"CreateSession", "BindShortcuts", "RequestBackground"}


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def plain(value):
    """The value without the types of its variants."""
    if isinstance(value, dict):
        return {name: plain(inner[1]) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


class Desk:
    def __init__(self, bus, how):
        self._bus, self._how, self._session = bus, how, ""
        self._bound = []

    def serve(self):
        while True:
            message = self._bus.receive()
            if message.header.message_type is MessageType.method_call:
                self._take(message)

    def _take(self, message):
        fields = message.header.fields
        member = fields.get(HeaderFields.member)
        say(json.dumps([member, plain(message.body)]))
        known = {*ASKED, "Get", "Register"}
        if member not in known or (self._how == "unknown" and member != "Register"):
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        elif member == "Get":
            self._bus.send(new_method_return(message, "v", (("u", 1),)))
        elif member == "Register":
            self._bus.send(new_method_return(message))
        elif self._how != "silent":
            self._answer(message, member)
            if self._how == "gone":
                sys.exit()

    def _answer(self, message, member):
        sender = message.header.fields[HeaderFields.sender].removeprefix(":").replace(".", "_")
        options = message.body[-1]
        path = f"{PATH}/request/{sender}/{options['handle_token'][1]}"
        reply = new_method_return(message, "o", (path,))
        body = (ENDS.get(self._how, 0), self._results(member, sender, message.body))
        response = new_signal(DBusAddress(path, interface=REQUEST), "Response", "ua{sv}", body)
        for each in (response, reply) if self._how == "early" else (reply, response):
            self._bus.send(each)

    def _results(self, member, sender, body):
        if self._how in ENDS:
            return {}
        if member == "CreateSession":
            self._session = f"{PATH}/session/{sender}/{body[0]['session_handle_token'][1]}"
            return {"session_handle": ("s", self._session)}
        if member == "RequestBackground":
            wished = body[1]["autostart"][1] and self._how != "unchecked"
            return {"background": ("b", True), "autostart": ("b", wished)}
        assert body[0] == self._session
        names = {"CTRL+ALT+f": "Strg+Alt+F"}
        self._bound = [] if self._how == "unchecked" else [
            (name, names.get(told["preferred_trigger"][1], told["preferred_trigger"][1]))
            for name, told in body[1]
        ]  # fmt: skip
        return {"shortcuts": ("a(sa{sv})", self._shortcuts())}

    def _shortcuts(self):
        return [(name, {"trigger_description": ("s", shown)}) for name, shown in self._bound]

    def hear(self):
        for line in sys.stdin:
            match line.split():
                case ["press", *token]:
                    self._press(self._session, token)
                case ["foreign"]:
                    self._press(f"{PATH}/session/other", [])
                case ["rename"]:
                    self._bound = [(name, "Super+Z") for name, _ in self._bound]
                    body = (self._session, self._shortcuts())
                    self._signal(PATH, SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", body)
                case ["close"]:
                    self._signal(self._session, SESSION, "Closed", "a{sv}", ({},))

    def _press(self, session, token):
        options = {"activation_token": ("s", token[0])} if token else {}
        body = (session, "feedback", 1234, options)
        self._signal(PATH, SHORTCUTS, "Activated", "osta{sv}", body)

    def _signal(self, path, interface, member, signature, body):
        address = DBusAddress(path, interface=interface)
        self._bus.send(new_signal(address, member, signature, body))


def main(address, how):
    bus = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    desk = Desk(bus, how)
    threading.Thread(target=desk.hear, daemon=True).start()
    say("ready")
    desk.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
