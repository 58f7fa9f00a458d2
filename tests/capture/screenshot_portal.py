"""The other end of a real session bus: the Screenshot portal, good and bad.

    python screenshot_portal.py BUS-ADDRESS URI HOW VERSION TARGETS

HOW is ok, early (it answers before it replies), slow (it answers half a second later), cancel,
other, hang, gone (it ends after its reply), or unknown (it knows no screenshots).
What it was asked is printed as JSON, a line each.
"""

from __future__ import annotations

import json
import sys
import time

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
REQUEST = "org.freedesktop.portal.Request"
ENDS = {"ok": 0, "early": 0, "slow": 0, "cancel": 1, "other": 2}


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(address, uri, how, version, targets):
    properties = {"version": ("u", int(version))}
    if int(version) > 2:
        properties["AvailableTargets"] = ("u", int(targets))
    bus = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    say("ready")
    while True:
        message = bus.receive()
        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call:
            continue
        member = fields.get(HeaderFields.member)
        if member == "Close":
            say(json.dumps({"closed": fields[HeaderFields.path]}))
            continue
        if member == "GetAll" and how != "unknown":
            bus.send(new_method_return(message, "a{sv}", (properties,)))
            continue
        if member != "Screenshot" or how == "unknown":
            bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            continue
        answer(bus, message, uri, how)
        if how == "gone":
            return


def answer(bus, message, uri, how):
    """Reply to a question, and respond to it as `how` says."""
    options = {name: value for name, (_, value) in message.body[1].items()}
    say(json.dumps(options))
    sender = message.header.fields[HeaderFields.sender].removeprefix(":").replace(".", "_")
    path = f"/org/freedesktop/portal/desktop/request/{sender}/{options['handle_token']}"
    reply = new_method_return(message, "o", (path,))
    results = {"uri": ("s", uri)} if how in {"ok", "early", "slow"} else {}
    body = (ENDS.get(how, 0), results)
    response = new_signal(DBusAddress(path, interface=REQUEST), "Response", "ua{sv}", body)
    if how == "early":
        bus.send(response)
    bus.send(reply)
    if how == "slow":
        time.sleep(0.5)
    if how not in {"early", "gone", "hang"}:
        bus.send(response)


if __name__ == "__main__":
    main(*sys.argv[1:])
