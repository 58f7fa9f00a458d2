from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from usero_desktop.model.metadata import compact_json, to_json

if TYPE_CHECKING:
    from usero_desktop.model.user import Person


def fingerprint(person: Person) -> str:
    """Return what is another for everything that a server would be told otherwise.

    A digest, so that what is kept of it on disk says nothing of the person.
    """
    user = person.user
    traits = [] if user is None else sorted((user.traits or {}).items())
    facts = user and [user.id, user.email, user.display_name, traits]
    return sha256(compact_json(to_json([person.anonymous_id, facts]))).hexdigest()
