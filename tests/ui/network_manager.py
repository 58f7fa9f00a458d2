"""The other end of a real system bus: what NetworkManager says to Qt, in a program of its own.

    python network_manager.py BUS-ADDRESS [deaf]

It begins offline and goes online or offline as lines on standard input say. A deaf one has
its name and never answers, as a service that hangs.
"""

from __future__ import annotations

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


def answer(message, state):
    fields = message.header.fields
    member = fields.get(HeaderFields.member)
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
    bus = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    state = ["offline"]

    def listen():
        for line in sys.stdin:
            state[0] = line.strip()
            bus.send(changed(state[0]))

    threading.Thread(target=listen, daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call and not deaf:
            bus.send(answer(message, state[0]))


if __name__ == "__main__":
    main(sys.argv[1], deaf="deaf" in sys.argv[2:])
