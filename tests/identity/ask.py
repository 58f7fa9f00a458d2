"""Ask the keyring in a process of its own: `python ask.py recall|remember ADDRESS|forget …`.

Prints a JSON object: what was `recalled` each time, the `reason` and the `backend`.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from contextlib import suppress
from importlib import import_module

from usero_desktop.identity.backends import PARTS
from usero_desktop.identity.keeper import Keeper
from usero_desktop.identity.keychain import account_of
from usero_desktop.identity.system import SystemKeychain

for part in PARTS:  # at once: nobody here has a window that would stand still meanwhile
    with suppress(ImportError):
        import_module(part)
logging.basicConfig(level=logging.DEBUG)
keeper = Keeper(SystemKeychain())
ACCOUNT = account_of("client_demo", "https://usero.io")
recalled = []
words = sys.argv[1:]
while words:
    name = words.pop(0)
    if name == "recall":
        keeper.recall(ACCOUNT, recalled.append)
    elif name == "remember":
        keeper.remember(ACCOUNT, words.pop(0))
    else:
        keeper.forget(ACCOUNT)
for thread in threading.enumerate():
    if thread.name == "usero-keyring":
        thread.join()
keyring = sys.modules.get("keyring")
backend = type(keyring.get_keyring()) if keyring and keeper.unavailable_because is None else None
said = {
    "recalled": recalled,
    "reason": keeper.unavailable_because,
    "backend": backend and f"{backend.__module__}.{backend.__name__}",
}
sys.stdout.write(json.dumps(said))
