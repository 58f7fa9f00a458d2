"""The other end of a real system bus: what NetworkManager says to Qt, in a program of its own.

    python network_manager.py BUS-ADDRESS [deaf]

It begins offline and goes online or offline as lines on standard input say. A deaf one has
its name and never answers, as a service that hangs.
"""

from __future__ import annotations

import sys

from jeepney import DBusAddress, new_error, new_method_return, new_signal
from services import calls, heed, named, say

NAME = "org.freedesktop.NetworkManager"
PATH = "/org/freedesktop/NetworkManager"
STATES = {"online": (70, 4), "offline": (20, 1)}  # NM_STATE_CONNECTED_GLOBAL, _DISCONNECTED


def properties(state):
    number, connectivity = STATES[state]
    return {
        "State": ("u", number),
        "Connectivity": ("u", connectivity),
        "Version": ("s", "1.42.4"),
        "NetworkingEnabled": ("b", True),
        "Metered": ("u", 0),
        "PrimaryConnection": ("o", "/"),
        "PrimaryConnectionType": ("s", ""),
    }


def answer(message, member, state):
    if member == "GetAll":
        return new_method_return(message, "a{sv}", (properties(state),))
    if member == "Get":
        return new_method_return(message, "v", (properties(state)[message.body[1]],))
    return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")


def changed(state):
    emitter = DBusAddress(PATH, interface="org.freedesktop.DBus.Properties")
    now = {k: v for k, v in properties(state).items() if k in {"State", "Connectivity"}}
    return new_signal(emitter, "PropertiesChanged", "sa{sv}as", (NAME, now, []))


def main(address, deaf):
    bus = named(address, NAME)
    state = ["offline"]

    def take(line):
        state[0] = line.strip()
        bus.send(changed(state[0]))

    heed(take)
    say("ready")
    for message, member in calls(bus):
        if not deaf:
            bus.send(answer(message, member, state[0]))


if __name__ == "__main__":
    main(sys.argv[1], deaf="deaf" in sys.argv[2:])
