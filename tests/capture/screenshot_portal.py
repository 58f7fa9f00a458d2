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

from jeepney import HeaderFields, new_error, new_method_return
from services import PORTAL, asked, calls, named, say

ENDS = {"ok": 0, "early": 0, "slow": 0, "cancel": 1, "other": 2}


def main(address, uri, how, version, targets):
    properties = {"version": ("u", int(version))}
    if int(version) > 2:
        properties["AvailableTargets"] = ("u", int(targets))
    bus = named(address, PORTAL)
    say("ready")
    for message, member in calls(bus):
        if member == "Close":
            say(json.dumps({"closed": message.header.fields[HeaderFields.path]}))
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
    say(json.dumps({name: value for name, (_, value) in message.body[1].items()}))
    results = {"uri": ("s", uri)} if how in {"ok", "early", "slow"} else {}
    reply, response = asked(message, ENDS.get(how, 0), results)
    if how == "early":
        bus.send(response)
    bus.send(reply)
    if how == "slow":
        time.sleep(0.5)
    if how not in {"early", "gone", "hang"}:
        bus.send(response)


if __name__ == "__main__":
    main(*sys.argv[1:])
