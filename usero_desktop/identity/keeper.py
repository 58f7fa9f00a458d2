from __future__ import annotations

import functools
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import KeychainError
from usero_desktop.identity.keychain import ADDRESS_CHARACTERS
from usero_desktop.identity.refusals import MISSING, reason
from usero_desktop.identity.system import SystemKeychain
from usero_desktop.logs import guest_logger
from usero_desktop.model.text import looks_like_email

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.identity.keychain import Keychain

log = guest_logger()

PATIENCE_SECONDS: Final = 3.0
"""How long a keyring may take: it may be asking the user on a screen that nobody looks at."""

SILENT: Final = "The keyring did not answer."


@dataclass(frozen=True, slots=True)
class _Request:
    ask: Callable[[], str | None]
    done: Callable[[str], None] | None = None
    failed: Callable[[], None] | None = None


class Keeper:
    """Asks a keychain on a thread of its own, so that nobody ever waits for one.

    Requests are done one after the other. Once one fails or takes longer than `seconds`, the
    keychain is left alone for good: what it says later is not heard, and a
    thread that is stuck in it is left behind. Every method returns at once, on any thread.
    """

    def __init__(self, keychain: Keychain, *, seconds: float = PATIENCE_SECONDS) -> None:
        """`seconds` is what each request may take."""
        self._keychain = keychain
        self._seconds = seconds
        self._lock = threading.Lock()
        self._requests: deque[_Request] = deque()
        self._asking: _Request | None = None
        self._is_working = False
        self._reason: str | None = None
        self._may_hold = True

    @property
    def unavailable_because(self) -> str | None:
        """Why the keychain is not used any more, as a sentence; None while it serves."""
        return self._reason

    def recall(self, account: str, done: Callable[[str], None]) -> None:
        """Look the address of `account` up and call `done` with it, on the keeper's thread.

        `done` is not called where no address is kept, or where it comes too late.
        """
        self._request(_Request(functools.partial(self._keychain.recall, account), done))

    def remember(self, account: str, address: str) -> None:
        """Keep `address`; what is none, or is too long, is not kept."""
        if len(address) <= ADDRESS_CHARACTERS and looks_like_email(address):
            keep = functools.partial(self._keychain.remember, account, address)
            self._request(_Request(keep))

    def forget(self, account: str, failed: Callable[[], None] | None = None) -> None:
        """Take the address out of the keychain.

        `failed` is called, on whatever thread, where the keychain may still hold one.
        """
        self._request(_Request(functools.partial(self._keychain.forget, account), failed=failed))

    def _request(self, request: _Request) -> None:
        with self._lock:
            if self._reason is None:
                self._requests.append(request)
                if not self._is_working:
                    self._is_working = True
                    threading.Thread(target=self._work, name="usero-keyring", daemon=True).start()
                return
        self._tell_failed(request)

    def _work(self) -> None:
        while (request := self._next()) is not None:
            answer = self._answer(request.ask)
            if answer is not None and request.done is not None:
                request.done(answer)

    def _next(self) -> _Request | None:
        with self._lock:
            self._asking = self._requests.popleft() if self._requests else None
            self._is_working = self._asking is not None
            return self._asking

    def _answer(self, ask: Callable[[], str | None]) -> str | None:
        """Return what `ask` says in time; otherwise give the keychain up and return None."""
        outcome: str | BaseException | None
        timer = threading.Timer(self._seconds, self._give_up, (SILENT,))
        timer.daemon, timer.name = True, "usero-keyring-deadline"
        try:
            self._keychain.load()
            timer.start()
            outcome = ask()
        # A backend written in another language raises what is no Exception, too.
        except BaseException as error:  # noqa: BLE001 - whatever it is, nobody else would hear it
            outcome = error
        timer.cancel()
        if isinstance(outcome, BaseException):
            why = reason(outcome)
            is_none = isinstance(outcome, KeychainError) and outcome.code == "keychain_none"
            self._give_up(why, may_hold=not is_none and why != MISSING)
            return None
        return outcome if self._reason is None else None

    def _give_up(self, why: str, *, may_hold: bool = True) -> None:
        with self._lock:
            if self._reason is not None:
                return
            self._reason, self._may_hold = why, may_hold
            undone = [self._asking, *self._requests]
            self._requests.clear()
        log.info("The email address is not remembered: %s", why)
        for request in undone:
            self._tell_failed(request)

    def _tell_failed(self, request: _Request | None) -> None:
        if request is not None and request.failed is not None and self._may_hold:
            request.failed()


@functools.cache
def system_keeper() -> Keeper:
    """Return the one keeper of this process: what one window gave up, no other asks again."""
    return Keeper(SystemKeychain())
