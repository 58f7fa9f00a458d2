"""Which form of a message a number takes: CLDR's cardinal rules, for whole numbers.

The rules are those of `common/supplemental/plurals.xml` of Unicode CLDR 46, shown at
https://www.unicode.org/cldr/charts/46/supplemental/language_plural_rules.html. Whole numbers
without an exponent are all that is counted here, so that its operands v, f, t and e are 0
and i is n.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS: Final = ("zero", "one", "two", "few", "many", "other")
"""Every form there is; each message with forms has at least "other"."""

_MILLION: Final = 1_000_000


def _like_english(n: int) -> str:
    return "one" if n == 1 else "other"


def _like_spanish(n: int) -> str:
    return "one" if n == 1 else _of_millions(n)


def _like_french(n: int) -> str:
    return "one" if n in {0, 1} else _of_millions(n)


def _of_millions(n: int) -> str:
    return "many" if n and n % _MILLION == 0 else "other"


def _like_japanese(_n: int) -> str:
    return "other"


def _like_hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, "other")


def _like_arabic(n: int) -> str:
    if n in {0, 1, 2}:
        return ("zero", "one", "two")[n]
    rest = n % 100
    if 3 <= rest <= 10:  # noqa: PLR2004 - as they stand in CLDR
        return "few"
    return "many" if rest >= 11 else "other"  # noqa: PLR2004


_RULES: Final[dict[str, Callable[[int], str]]] = {
    "ar": _like_arabic,
    "es": _like_spanish,
    "fr": _like_french,
    "he": _like_hebrew,
    "it": _like_spanish,
    "ja": _like_japanese,
    "pt": _like_french,
    "zh": _like_japanese,
}


def form(language: str, n: int) -> str:
    """Return the form that `n` takes in `language` ("pt-BR"); what is not known counts as English.

    Any thread.
    """
    rule = _RULES.get(language.partition("-")[0], _like_english)
    return rule(abs(n))
