"""A usero-desktop without its windows: it is the one, or it hands over, and says which.

    python starts.py [stuck] ARGUMENT…

The one prints ``first``, then what it is asked, a line of JSON each, until its input ends. One
that is stuck is the one and never answers. Any other prints ``handed over``, or why it could not.
"""

from __future__ import annotations

import json
import sys

from usero_desktop.app.instance.handover import hand_over
from usero_desktop.errors import UseroError


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words):
    stuck = words[:1] == ["stuck"]
    try:
        if not stuck and hand_over(words, 10):
            say("handed over")
            return
        run(words, stuck=stuck)
    except UseroError as error:
        say(f"{error.code}: {error}")


def run(words, *, stuck):
    from usero_desktop.app.instance.instance import Instance
    from usero_desktop.qt import QtCore

    application = QtCore.QCoreApplication([])
    instance = Instance.join(words, 20)
    if instance is None:
        say("handed over")
        return
    say("first")
    instance.asked.connect(lambda told, token: say(json.dumps([told, token])))
    if stuck:
        sys.stdin.read()
        return
    end = QtCore.QSocketNotifier(sys.stdin.fileno(), QtCore.QSocketNotifier.Type.Read)
    end.activated.connect(application.quit)
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1:])
