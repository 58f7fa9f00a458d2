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

from jeepney import DBusAddress, new_error, new_method_return, new_signal
from services import PORTAL, PORTAL_PATH, asked, calls, heed, named, say, sender

SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SESSION = "org.freedesktop.portal.Session"
ENDS = {"cancel": 1, "other": 2}
ASKED = {"CreateSession", "BindShortcuts", "RequestBackground"}


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
        for message, member in calls(self._bus):
            self._take(message, member)

    def _take(self, message, member):
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
        results = self._results(member, sender(message), message.body)
        reply, response = asked(message, ENDS.get(self._how, 0), results)
        for each in (response, reply) if self._how == "early" else (reply, response):
            self._bus.send(each)

    def _results(self, member, client, body):
        if self._how in ENDS:
            return {}
        if member == "CreateSession":
            self._session = f"{PORTAL_PATH}/session/{client}/{body[0]['session_handle_token'][1]}"
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

    def hear(self, line):
        match line.split():
            case ["press", *token]:
                self._press(self._session, token)
            case ["foreign"]:
                self._press(f"{PORTAL_PATH}/session/other", [])
            case ["rename"]:
                self._bound = [(name, "Super+Z") for name, _ in self._bound]
                body = (self._session, self._shortcuts())
                self._signal(PORTAL_PATH, SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", body)
            case ["close"]:
                self._signal(self._session, SESSION, "Closed", "a{sv}", ({},))

    def _press(self, session, token):
        options = {"activation_token": ("s", token[0])} if token else {}
        body = (session, "feedback", 1234, options)
        self._signal(PORTAL_PATH, SHORTCUTS, "Activated", "osta{sv}", body)

    def _signal(self, path, interface, member, signature, body):
        address = DBusAddress(path, interface=interface)
        self._bus.send(new_signal(address, member, signature, body))


def main(address, how):
    desk = Desk(named(address, PORTAL), how)
    heed(desk.hear)
    say("ready")
    desk.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
