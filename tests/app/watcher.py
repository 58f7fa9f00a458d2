"""What a desktop does for icons: it keeps the list of them, and shows what they have to say.

It tells of both on standard output, a JSON line each.
"""

from __future__ import annotations

import json

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

bus = open_dbus_connection(bus="SESSION")
for name in ("org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications"):
    Proxy(message_bus, bus).RequestName(name)
host = ("b", True)
properties = {
    "IsStatusNotifierHostRegistered": host,
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


def tell(**told):
    print(json.dumps(told), flush=True)


tell(ready=True)
shown = 0
while True:
    message = bus.receive()
    if message.header.message_type is not MessageType.method_call:
        continue
    fields = message.header.fields
    member = fields.get(HeaderFields.member)
    if member == "RegisterStatusNotifierItem":
        tell(registered=fields[HeaderFields.sender])
        bus.send(new_method_return(message))
    elif member == "Get":
        bus.send(new_method_return(message, "v", (properties[message.body[1]],)))
    elif member == "GetAll":
        bus.send(new_method_return(message, "a{sv}", (properties,)))
    elif member == "GetCapabilities":
        bus.send(new_method_return(message, "as", (["body", "actions"],)))
    elif member == "Notify":
        shown += 1
        tell(notified=message.body[3:5])
        bus.send(new_method_return(message, "u", (shown,)))
    elif member == "Click":
        # Of the last one, which was clicked and not called off: "default" is what Qt named it.
        noted = DBusAddress("/org/freedesktop/Notifications", None, "org.freedesktop.Notifications")
        bus.send(new_signal(noted, "ActionInvoked", "us", (shown, "default")))
        bus.send(new_method_return(message))
    else:
        bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
