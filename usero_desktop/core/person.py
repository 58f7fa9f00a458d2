"""Who is speaking, by what the host has said."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.core.host import call_host
from usero_desktop.identity.anonymous import Alias, Badge, remove_all
from usero_desktop.logs import guest_logger
from usero_desktop.model import limits
from usero_desktop.model.metadata import stringified_size, to_json
from usero_desktop.model.text import without_lone_surrogates
from usero_desktop.model.unset import UNSET
from usero_desktop.model.user import Person, User, user_of
from usero_desktop.paths import may_exist, outbox_path, short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.config import Options
    from usero_desktop.model.submission import JsonValue

log = guest_logger()

TRAITS_BYTES: Final = limits.METADATA_BUDGET
"""The most that a user's traits may take, as compact JSON; larger ones are left out."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who was speaking at one moment; what comes later does not change it."""

    user: User | None
    alias: Alias
    scrubs: bool = True

    def person(self) -> Person | None:
        """Return the person as they are sent, None for one nobody has named.

        What looks like a secret in the traits is taken out, where the host wants that for its
        metadata. Waits for the disk.
        """
        if self.user is None:
            return None
        return Person(self.alias.id(), _fit(self.user, scrubs=self.scrubs))


class Speaker:
    """Knows who is speaking: the host's newest word counts. Any thread; none of it raises.

    The host says it with the `user` option, with `identify`, or where it has not supplied a
    `user`, by what its `get_user` answers. A logout, a user and then none, gives the
    installation another anonymous id.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        folder = outbox_path(options.client_id, options.data_dir).parent
        self._folder = folder
        self._alias = Alias(Badge(folder, short_name(options.base_url)))
        self._lock = threading.Lock()
        self._user: User | None = options.user if isinstance(options.user, User) else None
        self._has_failed = False
        self._introduce: Callable[[Person], None] | None = None
        self._settling: threading.Thread | None = None

    def user(self) -> User | None:
        """Return who is speaking, None for one nobody has named."""
        return self._user

    def anonymous_id(self) -> str | None:
        """Return what this installation goes by until the next logout. Waits for the disk.

        None where the administrator of the machine lets nobody be told from others.
        """
        return self._alias.id() if policy.read().identity else None

    def now(self) -> Speaking:
        """Return who is speaking now, to be held on to. Returns at once."""
        with self._lock:
            return Speaking(self._user, self._alias, self._options.scrub_metadata)

    def introduce_by(self, introduce: Callable[[Person], None]) -> None:
        """Call `introduce` for each who is named, on a thread of its own, with `identify_now`.

        Also for the one who is known already.
        """
        self._introduce = introduce
        self._introduce_now()

    def identify(self, user: User | None) -> None:
        """Take the host's word of who is speaking; None is a logout. Waits for nothing.

        It counts for nothing where the administrator of the machine wants nobody named.
        """
        if not policy.read().identity:
            return
        with self._lock:
            if user == self._user:
                return
            self._user = user
            if user is None:
                self._alias = self._alias.next()
        self._introduce_now()
        if user is None:
            # It counts from now on; that the disk forgets it as well need not be waited for.
            thread = threading.Thread(target=self.settle, name="usero-logout", daemon=True)
            self._settling = thread
            thread.start()

    def ask(self, *, patience: float | None = None) -> Speaking:
        """Ask the host's `get_user`, where its word counts, and return who is speaking.

        To be called on the thread that the host's code is used to. One that fails or answers
        nonsense changes nothing; that is logged, once.
        """
        get_user = self._options.get_user
        if get_user is not None and self._options.user is UNSET:
            answer = call_host(
                "get_user",
                lambda: _user_or_none(get_user()),
                patience=patience,
                failed=UNSET,
                quietly=self._has_failed,
            )
            if answer is UNSET:
                self._has_failed = True
            else:
                self.identify(answer if isinstance(answer, User) else None)
        return self.now()

    def _introduce_now(self) -> None:
        introduce, speaking = self._introduce, self.now()
        if introduce is None or speaking.user is None or not self._options.identify_now:
            return

        def work() -> None:
            person = speaking.person()
            if person is not None:
                introduce(person)

        threading.Thread(target=work, name="usero-identify", daemon=True).start()

    def take_options(self, options: Options, *, has_user: bool) -> None:
        """Use changed options; a `user` among the changes is the newest word (`has_user`).

        Also one that the options had before: meanwhile another may have been identified.
        """
        self._options = options
        if has_user:
            self.identify(options.user if isinstance(options.user, User) else None)

    def settle(self) -> None:
        """Take the ids of earlier people off the disk, where that is not done yet."""
        self._alias.settle()

    def close(self, timeout: float) -> None:
        """Wait up to `timeout` seconds until the disk has forgotten who has logged out."""
        if self._settling is not None:
            self._settling.join(timeout)

    def forget(self) -> None:
        """Take another anonymous id and delete what is kept; raises OutboxError.

        Who is speaking stays known: that is the host's word, and not kept here.
        """
        with self._lock:
            self._alias = self._alias.next()
        self.settle()
        if not may_exist(self._folder):
            return
        try:
            remove_all(self._folder)
        except OSError as error:
            from usero_desktop.outbox.trouble import sentence

            raise sentence(error, self._folder) from error

    def forked(self) -> None:
        """Go on in a forked child with locks of its own."""
        self._lock = threading.Lock()
        self._settling = None
        self._alias.forked()


def _user_or_none(answer: object) -> User | None:
    return None if answer is None else user_of(answer)


def _fit(user: User, *, scrubs: bool) -> User:
    """Return `user` as it can be kept and sent."""
    from usero_desktop.model.scrub import scrub_items  # not before there is something to keep

    traits = {without_lone_surrogates(k): to_json(v) for k, v in (user.traits or {}).items()}
    if scrubs:
        traits = scrub_items(traits)
    if stringified_size(dict(traits)) > TRAITS_BYTES:
        log.warning("The user's traits take more than %d bytes and are left out.", TRAITS_BYTES)
        traits = {}
    return replace(
        user,
        id=without_lone_surrogates(user.id),
        email=_clean(user.email),
        display_name=_clean(user.display_name),
        traits=_flat(traits) or None,
    )


def _flat(traits: Mapping[str, JsonValue]) -> dict[str, str | int | float | bool | None]:
    return {k: v for k, v in traits.items() if not isinstance(v, list | dict)}


def _clean(text: str | None) -> str | None:
    return (text and without_lone_surrogates(text)) or None
