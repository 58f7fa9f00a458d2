"""The other end of a real bus: what programs that stand in for the desktop's services are made of.

    python a_service.py BUS-ADDRESS …

`stood_in` starts one. It says "ready" once it has its name on the bus.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from processes import running

PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
REQUEST = "org.freedesktop.portal.Request"


@contextmanager
def stood_in(program, *arguments):
    """Start `program` with its arguments, the bus's address first; yield its process."""
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": None}
    with running([sys.executable, program, *arguments], env, text=True, **pipes) as process:
        assert process.stdout.readline() == "ready\n"
        yield process


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def named(address, name):
    """A connection to the bus at `address`, on which it has `name`."""
    bus = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName(name))
    return bus


def heed(take):
    """Call `take` with each line of standard input, on a thread."""

    def read():
        for line in sys.stdin:
            take(line)

    threading.Thread(target=read, daemon=True).start()


def calls(bus):
    """Each call that comes, with the name of what is called."""
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call:
            yield message, message.header.fields.get(HeaderFields.member)


def sender(message):
    """The one who called, as a portal's paths have it."""
    return message.header.fields[HeaderFields.sender].removeprefix(":").replace(".", "_")


def asked(message, code, results):
    """What a portal says to a question: its reply, and the response that follows it."""
    token = message.body[-1]["handle_token"][1]
    path = f"{PORTAL_PATH}/request/{sender(message)}/{token}"
    reply = new_method_return(message, "o", (path,))
    emitter = DBusAddress(path, interface=REQUEST)
    return reply, new_signal(emitter, "Response", "ua{sv}", (code, results))
