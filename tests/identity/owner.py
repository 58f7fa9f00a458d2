"""Wait until a name has an owner on the session bus: `python owner.py org.freedesktop.secrets`."""

from __future__ import annotations

import sys

from jeepney import MatchRule
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

name = sys.argv[1]
with open_dbus_connection(bus="SESSION") as bus:
    proxy = Proxy(message_bus, bus)
    rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
    proxy.AddMatch(rule)
    with bus.filter(rule) as changes:
        while not proxy.NameHasOwner(name)[0]:
            bus.recv_until_filtered(changes)
