"""Secrets in what a program says about itself, taken out before anything is kept or sent.

Programs put whole settings, command lines and addresses into their metadata, and a token is
in there sooner or later. What has the unmistakable shape of a secret is replaced; ordinary
words stay. The user's own comment is never touched: what they typed is theirs.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.model import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usero_desktop.model.submission import JsonValue

REDACTED: Final = "[redacted]"

_WORD: Final = (
    r"(?:password|passwd|passphrase|pwd|secret|token|credentials?"
    r"|(?:api|access|private|auth|secret|account|encryption|signing)[_-]?key|authorization|cookie)"
)
_BEFORE: Final = (  # db_password, X-Auth-Token; clientSecret
    r"(?:(?<![A-Za-z])(?:[A-Za-z0-9]{1,40}[_-]){0,4}"
    r"|(?<=(?-i:[a-z0-9]))(?=(?-i:[A-Z])))"
)
_NEW: Final = r"(?!\[redacted\])"  # a second look leaves what the first has done
_QUOTE: Final = r"\\?[\"']"


def _is_login(match: re.Match[str]) -> str:
    # "Basic" is also an ordinary word; before a login stands nothing but base64 of name:password.
    try:
        told = base64.b64decode(match[2] + "==").decode("utf-8", "replace")
    except ValueError:
        return match[0]
    return f"{match[1]}{REDACTED}" if ":" in told else match[0]


class Shape(NamedTuple):
    """What a secret looks like, why that is one, and what stands there afterwards."""

    reason: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]


SHAPES: Final = (
    Shape(
        "a private key, in PEM",
        re.compile(
            r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----"
            r".*?(?:-----END [A-Z0-9 ]{0,60}-----|\Z)",
            re.DOTALL,
        ),
        REDACTED,
    ),
    Shape(
        "a login in an address: postgres://name:password@host",
        re.compile(r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9+.-]{0,20}://)[^\s/?#\"'<>]{1,512}@"),
        rf"\1{REDACTED}@",
    ),
    Shape(
        "an e-mail address in an address's query: who the user is",
        re.compile(r"([?&;][\w.%\[\]-]{1,80}=)[^&#\s\"'<>@]{0,256}?(?:@|%40)[^&#\s\"'<>]{1,256}"),
        rf"\1{REDACTED}",
    ),
    Shape(
        "the header that carries a login, whatever its scheme",
        re.compile(
            r"(?i)(?<![A-Za-z])((?:proxy-)?authorization"
            + _QUOTE
            + r"?\s*[:=]\s*"
            + _QUOTE
            + r"?)"
            + _NEW
            + r"(?:(?:bearer|basic|token|digest|negotiate)\s+)?[^\s\"',;\\]{4,}"
        ),
        rf"\1{REDACTED}",
    ),
    Shape(
        "a bearer token (RFC 6750); twelve letters and digits mixed are no word",
        re.compile(r"(?i)\b(bearer\s+)(?![a-z'-]+(?![\w~+/=.-]))[A-Za-z0-9._~+/-]{12,}=*"),
        rf"\1{REDACTED}",
    ),
    Shape(
        "a login by HTTP's Basic scheme",
        re.compile(r"(?i)\b(basic\s+)([A-Za-z0-9+/]{6,})={0,2}"),
        _is_login,
    ),
    Shape(
        "a JSON Web Token: two parts of base64 that begin with an opened brace, and a signature",
        re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?"),
        REDACTED,
    ),
    Shape(
        "an access key of Amazon's",
        re.compile(r"\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}\b"),
        REDACTED,
    ),
    Shape(
        "tokens that say whose they are: GitHub, GitLab, Slack, Stripe, Google, OpenAI, PyPI, npm",
        re.compile(
            r"\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
            r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}"
            r"|AIza[\w-]{30,}|sk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,}|pypi-[\w-]{30,}"
            r"|npm_[A-Za-z0-9]{30,})"
        ),
        REDACTED,
    ),
    Shape(
        "password=…, --api-key=…, &token=…, also in quotes",
        re.compile(
            rf"(?i)({_BEFORE}{_WORD}(?:{_QUOTE})?\s?=\s?)"
            rf"{_NEW}(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s&\"',;]+)"
        ),
        rf"\1{REDACTED}",
    ),
    Shape(
        '"password": "…" of JSON, and password:… without a space, which prose never has',
        re.compile(
            rf"(?i)({_BEFORE}{_WORD}(?:{_QUOTE}\s?:\s?|:(?![\s/])))"
            rf"{_NEW}(?:\\?\"(?:[^\"\\\n]|\\[^\n])*?\\?\"|'[^'\n]*'|[^\s&\"',;}}\]]+)"
        ),
        rf"\1{REDACTED}",
    ),
    Shape(
        "password: hunter2; with a space, only what mixes letters and digits as no word does",
        re.compile(
            rf"(?i)({_BEFORE}{_WORD}:\s){_NEW}(?=[^\s,;]*\d)(?=[^\s,;]*[A-Za-z])[^\s,;\"']{{6,}}"
        ),
        rf"\1{REDACTED}",
    ),
    Shape(
        "--password …, as a command line has it",
        re.compile(rf"(?i)((?<!\S)--?(?:[a-z0-9]{{1,40}}-){{0,4}}{_WORD}\s+){_NEW}(?!-)\S+"),
        rf"\1{REDACTED}",
    ),
)
PASSES: Final = 8
"""What one shape has replaced may be part of another's: two passes are usual."""

_SECRET_KEY: Final = re.compile(rf"(?:^|[_\W]){_WORD}s?$|^(?:set[_-])?cookies?$")
_LOGIN: Final = re.compile(r"://[^/\s]*@")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def scrub_text(text: str) -> str:
    """Return `text` with every secret in it replaced by ``[redacted]``. Never raises."""
    return _settled(_without_secrets, text)


def scrub(value: JsonValue) -> JsonValue:
    """Return `value` with secrets replaced at any depth, and whatever a key calls a secret.

    Texts longer than the whole metadata may be are left alone, since they never travel.
    """
    if isinstance(value, str):
        return scrub_text(value) if len(value) <= limits.METADATA_BUDGET else value
    if isinstance(value, list):
        return [scrub(item) for item in value]
    if isinstance(value, dict):
        return dict(scrub_items(value))
    return value


def scrub_items(items: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return `items` scrubbed, keys too."""
    return {str(scrub(key)): _scrub_item(key, item) for key, item in items.items()}


def _scrub_item(key: str, item: JsonValue) -> JsonValue:
    words = _HUMP.sub("_", key).lower()
    # True, False and nothing give nothing away: has_password, for one.
    if item in (None, True, False, "") or not _SECRET_KEY.search(words):
        return scrub(item)
    if words.endswith("tokens") and isinstance(item, int | float):
        return item  # how many, not which
    return REDACTED


def scrub_address(address: str) -> str:
    """Return a page's address without what is personal in it: query, login, and secrets.

    Of a fragment stays what names a place in the page; one that carries values goes.
    """
    return _settled(lambda text: _without_secrets(_place(text)), address)


def _place(address: str) -> str:
    if "://" not in address:
        return address
    page, _, fragment = address.partition("#")
    page = _LOGIN.sub("://", page.partition("?")[0])
    place = fragment.partition("?")[0]
    return f"{page}#{place}" if place and not re.search("[=&@]", place) else page


def _without_secrets(text: str) -> str:
    for shape in SHAPES:
        text = shape.pattern.sub(shape.replacement, text)
    return text


def _settled(step: Callable[[str], str], text: str) -> str:
    for _ in range(PASSES):
        before, text = text, step(text)
        if text == before:
            break
    return text
