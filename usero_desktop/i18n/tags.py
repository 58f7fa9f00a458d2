"""Which catalog is nearest to a locale, however that is written.

Locales come as BCP 47 tags (``pt-BR``, from Qt and from hosts) and as POSIX names
(``de_AT.UTF-8@euro``, from the environment), in any casing. Where a language has one catalog
for all of its regions, that is taken: ``de_AT`` reads German, ``pt-PT`` the Portuguese of
Brazil. Chinese goes by its script: Taiwan, Hong Kong and Macau write traditional characters,
everybody else simplified ones. Who reads the traditional ones gets English and not the others,
as CLDR's parentLocales would have it; a host that knows better says ``locale="zh-Hans"``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_RENAMED: Final = {"iw": "he", "cmn": "zh"}
"""Languages by their older or longer names."""

_TRADITIONAL: Final = frozenset({"TW", "HK", "MO"})
_NOBODYS: Final = frozenset({"c", "posix"})
_SCRIPT: Final = 4
_REGION: Final = (2, 3)
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


class Tag(NamedTuple):
    """A locale taken apart: language, script ("Hans") and region ("BR", "419"), or ""."""

    language: str
    script: str = ""
    region: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.language, self.script, self.region) if part)


def tag(locale: str) -> Tag | None:
    """Take `locale` apart; None for one that names no language, such as ``C``."""
    name = locale.partition(".")[0].partition("@")[0].replace("_", "-").strip()
    first, *rest = name.split("-")
    language = _RENAMED.get(first.lower(), first.lower())
    if language in _NOBODYS or not language.isalpha() or not language.isascii():
        return None
    script = next((p.title() for p in rest if len(p) == _SCRIPT and p.isalpha()), "")
    region = next((p.upper() for p in rest if len(p) in _REGION and p.isalnum()), "")
    if language == "zh" and not script:
        script = "Hant" if region in _TRADITIONAL else "Hans"
    return Tag(language, script, region)


def nearest(wanted: Tag, catalogs: Collection[str]) -> str | None:
    """Return which of `catalogs` to read for `wanted`, or None."""
    language = wanted.language
    for name in (f"{language}-{wanted.script}", f"{language}-{wanted.region}", language):
        if name in catalogs:
            return name
    # One for all the regions of a language, but not for all of its scripts.
    regional = (c for c in sorted(catalogs) if c.startswith(f"{language}-"))
    return next((c for c in regional if len(c.rpartition("-")[2]) != _SCRIPT), None)


def system_locale(environment: Mapping[str, str] | None = None) -> str:
    """Return the locale this process runs in, as POSIX and then Python have it."""
    variables = os.environ if environment is None else environment
    named = next((variables[name] for name in _VARIABLES if variables.get(name)), "")
    if not named:
        import locale as system  # where nothing is named

        try:
            named = system.getlocale()[0] or ""
        except ValueError:  # a locale of a name that Python does not know
            named = ""
    return named
