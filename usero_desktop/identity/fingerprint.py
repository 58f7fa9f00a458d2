from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.model.metadata import compact_json, to_json

if TYPE_CHECKING:
    from usero_desktop.model.user import Person


def fingerprint(person: Person) -> str:
    """Return what is another for everything that a server would be told otherwise.

    A digest, so that what is kept of it on disk says nothing of the person.
    """
    user = person.user
    from hashlib import sha256  # it brings OpenSSL, which sending needs anyway

    traits = [] if user is None else sorted((user.traits or {}).items())
    facts = user and [user.id, user.email, user.display_name, traits]
    return sha256(compact_json(to_json([person.anonymous_id, facts]))).hexdigest()
