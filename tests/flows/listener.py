"""What a screen reader does, in a process of its own: it runs on Debian's Python, with pyatspi.

    /usr/bin/python3 listener.py PROGRAM

It reads commands from standard input, a JSON list a line, and answers each with a JSON line:
the first word names a function below, the others are its arguments. PROGRAM is the name of
the application whose windows it reads.
"""

import json
import os
import sys
from contextlib import suppress

import pyatspi
from gi.repository import GLib

NOTED = ("object:announcement", "object:property-change", "object:state-changed:focused")
heard = []
went = []


def application():
    found = [a for a in pyatspi.Registry.getDesktop(0) if a is not None and a.name == sys.argv[1]]
    return found[0] if found else None


def walk(node):
    yield node
    for child in node:
        if child is not None:
            yield from walk(child)


def describe(node):
    found = {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "states": sorted(state.value_nick for state in node.getState().getStates()),
        "relations": {
            relation.getRelationType().value_nick: [
                relation.getTarget(i).name for i in range(relation.getNTargets())
            ]
            for relation in node.getRelationSet()
        },
        "actions": [],
    }
    with suppress(NotImplementedError):
        action = node.queryAction()
        found["actions"] = [action.getName(i) for i in range(action.nActions)]
    with suppress(NotImplementedError):
        found["value"] = node.queryValue().currentValue
    with suppress(NotImplementedError):
        found["text"] = node.queryText().getText(0, -1)
    return found


def tree(node=None):
    """Every node that is not hidden, as nested descriptions."""
    node = node or application()
    children = [c for c in node if c is not None and shows(c)]
    return describe(node) | {"children": [tree(child) for child in children]}


def shows(node):
    states = node.getState()
    return states.contains(pyatspi.STATE_VISIBLE) or states.contains(pyatspi.STATE_SHOWING)


def here():
    return application() is not None


def find(role, name):
    for node in walk(application()):
        is_it = node.name == name and node.getRoleName() == role
        if is_it and node.getState().contains(pyatspi.STATE_SHOWING):
            return node
    return None


def node(role, name):
    found = find(role, name)
    return None if found is None else describe(found)


def act(role, name, action):
    actions = find(role, name).queryAction()
    names = [actions.getName(i) for i in range(actions.nActions)]
    return actions.doAction(names.index(action))


def write(role, name, words):
    return find(role, name).queryEditableText().setTextContents(words)


def focus():
    """Where the focus went last: of who lost it, Qt tells nothing."""
    return describe(went[-1]) if went else None


def events():
    """What was heard since the last time: kind, words, and of what."""
    said, heard[:] = list(heard), []
    return said


def hear(event):
    words = event.any_data if isinstance(event.any_data, str) else ""
    source = event.source
    if source is not None and (event.type.major, event.detail1) != ("state-changed", 0):
        if event.type.major == "state-changed":
            went[:] = [source]
        elif event.type.minor == "accessible-name" and source not in went:
            return  # which a reader does not say: it is elsewhere
        heard.append([str(event.type), words, source.getRoleName(), source.name])


def on_line(_source, _condition):
    global rest
    piece = os.read(0, 65536)
    if not piece:
        pyatspi.Registry.stop()
        return False
    *lines, rest = (rest + piece).split(b"\n")
    for line in lines:
        command, *values = json.loads(line)
        # What has just gone is no longer there to be asked.
        try:
            answer = {"answer": COMMANDS[command](*values)}
        except GLib.Error as error:
            answer = {"gone": str(error)}
        os.write(1, json.dumps(answer).encode() + b"\n")
    return True


rest = b""
COMMANDS = {
    function.__name__: function for function in (here, tree, node, act, write, focus, events)
}

for name in NOTED:
    pyatspi.Registry.registerEventListener(hear, name)
GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, on_line)
pyatspi.Registry.start()
