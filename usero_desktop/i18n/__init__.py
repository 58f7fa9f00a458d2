"""The words a user reads, by message id, in the language asked for.

`catalogs` reads them, `tags` finds the nearest one to a locale, `plurals` knows which form a
number takes, `texts` words a message, `said` is a sentence that is not worded yet, and `own`
checks what a host says in place of ours.
"""

from __future__ import annotations

from usero_desktop.i18n.catalogs import FALLBACK
from usero_desktop.i18n.said import Said, Words
from usero_desktop.i18n.texts import Texts

__all__ = ["FALLBACK", "Said", "Texts", "Words"]
