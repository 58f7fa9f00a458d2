"""Telling a server who somebody is: once for each thing it is to know, and after the report."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.errors import ApiError, Refused
from usero_desktop.identity.anonymous import Badge
from usero_desktop.identity.fingerprint import fingerprint
from usero_desktop.logs import guest_logger
from usero_desktop.paths import short_name

if TYPE_CHECKING:
    from pathlib import Path

    from usero_desktop.api.client import UseroClient
    from usero_desktop.model.user import Person

log = guest_logger()


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who is to be made known to which project, and how its server is reached.

    `said_at` is when the host said it: seconds since 1970.
    """

    base_url: str
    client_id: str
    person: Person
    said_at: float
    allow_insecure: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Who it is about; of two with the same key the newer counts."""
        user = self.person.user
        return self.base_url, self.person.anonymous_id, "" if user is None else user.id


class Introductions:
    """Knows whom to introduce, and who is known already.

    Nothing here is tried again by itself, and nobody hears of a failure but the log: the next
    report of the same person is the next occasion. Every method may be called on any thread.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is where the badges of this project are kept."""
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str, str], Introduction] = {}
        self._newest: dict[tuple[str, str, str], float] = {}
        self._badges: dict[str, Badge] = {}
        self._refused: set[str] = set()
        self._deaf: set[str] = set()
        """Servers that take no such word; they are not asked again in this run."""

    def expect(self, introduction: Introduction) -> None:
        """Have somebody introduced, unless the server knows all of it, or something newer."""
        key, said_at = introduction.key, introduction.said_at
        with self._lock:
            if said_at >= self._newest.get(key, said_at):
                self._newest[key] = said_at
                self._waiting[key] = introduction

    def next(self) -> Introduction | None:
        """Return whom to introduce now, the earliest first, None for nobody. Waits for the disk."""
        while True:
            with self._lock:
                if not self._waiting:
                    return None
                introduction = min(self._waiting.values(), key=lambda it: it.said_at)
                del self._waiting[introduction.key]
                is_deaf = introduction.base_url in self._deaf
            mark = fingerprint(introduction.person)
            known = (*self._refused, self._badge(introduction.base_url).accepted())
            if not is_deaf and mark not in known:
                return introduction

    def make(self, introduction: Introduction, client: UseroClient) -> None:
        """Introduce one person. Waits for the network, and for its own time limit at most."""
        from usero_desktop.api.replies import IDENTIFY_CODE  # the client has brought it

        user = introduction.person.user
        if user is None:
            return
        mark = fingerprint(introduction.person)
        try:
            is_accepted = client.identify(
                introduction.client_id, introduction.person.anonymous_id, user
            )
        except Refused as error:
            # Its words are left out: a server may quote what it was told.
            log.info("The server took no word of who is speaking (HTTP %d).", error.status)
            if error.code == IDENTIFY_CODE:
                self._deaf.add(introduction.base_url)
            else:
                self._refused.add(mark)
        except ApiError as error:
            log.debug("Who is speaking could not be told: %s", error)
        else:
            if is_accepted:
                self._badge(introduction.base_url).accept(mark)

    def forget(self) -> None:
        """Introduce nobody who waits for it, and know nobody any more."""
        with self._lock:
            self._waiting.clear()
            self._newest.clear()
            self._badges.clear()
            self._refused.clear()

    def _badge(self, base_url: str) -> Badge:
        with self._lock:
            if base_url not in self._badges:
                self._badges[base_url] = Badge(self._folder, short_name(base_url))
            return self._badges[base_url]
