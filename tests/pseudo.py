"""Two languages that nobody speaks, made of the English catalog: every text is 40% longer and
every letter another one, so that what is cut off and what is no catalog's can be seen.

`en-XA` is read from left to right, `qps` from right to left.
"""

from __future__ import annotations

import json
import re
import shutil

PLAIN, MIRRORED = "en-XA", "qps"
STRETCH = 0.4

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçðéƒĝĥíĵķļɱñóþǫŕšţúνŵχýžÁƁÇÐÉƑĜĤÍĴĶĻМÑÓÞǪŔŠŢÚṼŴΧÝŽ",
)
_PLACE = re.compile(r"(\{\w+\})")


def pseudo(text):
    """Return an English text as the pseudo-locales have it; its places stay."""
    parts = _PLACE.split(text)
    letters = "".join(p if _PLACE.fullmatch(p) else p.translate(_LETTERS) for p in parts)
    # Words and not a tail of one letter: they wrap as a longer language would.
    count = round(len(text) * STRETCH)
    return f"[{letters} {('ļóŕéɱ ' * (count // 6 + 1))[: max(count - 1, 1)].rstrip()}]"


def write_catalogs(real, folder):
    """Write the pseudo-catalogs beside copies of the real ones."""
    shutil.copytree(real, folder, dirs_exist_ok=True)
    english = json.loads((real / "en.json").read_text(encoding="utf-8"))
    texts = {key: value for key, value in english.items() if not key.startswith("@@")}
    for language, direction in ((PLAIN, "ltr"), (MIRRORED, "rtl")):
        made = {"@@locale": language, "@@x-direction": direction} | {
            key: pseudo(value)
            if isinstance(value, str)
            else {form: pseudo(text) for form, text in value.items()}
            for key, value in texts.items()
        }
        file = folder / f"{language}.json"
        file.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
