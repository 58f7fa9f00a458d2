"""A service that owns its name and never answers: `python deaf.py org.freedesktop.secrets`.

It prints each call it gets.
"""

from __future__ import annotations

import sys

from jeepney import HeaderFields, MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

bus = open_dbus_connection(bus="SESSION")
Proxy(message_bus, bus).RequestName(sys.argv[1])
print("deaf", flush=True)  # noqa: T201 - it tells the test
while True:
    message = bus.receive()
    if message.header.message_type is MessageType.method_call:
        print(message.header.fields[HeaderFields.member], flush=True)  # noqa: T201 - it tells the test
