"""What strace wrote of a program: its calls that have to do with files or a network."""

from __future__ import annotations

import re

STAMP = re.compile(r"^\d+ +(\d+\.\d+) (.*)$")
FAMILY = re.compile(r"\b(?:socket\(|sa_family=|socketpair\()(AF_\w+)")
LOCAL = {"AF_UNIX", "AF_UNSPEC"}
LOOK_UP = re.compile(r'sun_path="(/var)?/run/(nscd|systemd/resolve)/')
"""Services of this machine that ask a name server for others."""

ADDRESS = re.compile(r'inet_addr\("([^"]*)"\)|inet_pton\(AF_INET6, "([^"]*)"')


def calls(trace):
    """(seconds since 1970, system call) for every call in the file, for `strace -f -ttt`."""
    found = [STAMP.match(line) for line in trace.read_text().splitlines()]
    return [(float(match[1]), match[2]) for match in found if match]


def outward(found):
    """Those of the calls that name a family of sockets that can leave the machine, or a look-up."""
    return [call for call in found if set(FAMILY.findall(call)) - LOCAL or LOOK_UP.search(call)]


def elsewhere(found):
    """Those that name an address of another machine, or look one up."""
    return [call for call in found if LOOK_UP.search(call) or any(map(_is_far, _addresses(call)))]


def _addresses(call):
    return [four or six for four, six in ADDRESS.findall(call)]


def _is_far(address):
    return not (address.startswith("127.") or address in ("::1", "0.0.0.0", "::"))
