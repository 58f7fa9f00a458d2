"""What nobody may find in a recording of the script."""

from replay.recorder.desk import SECRET, TYPED

NOTE = "Pays in Zanzibar"
MASKED = "4711 Quetzal"
BLOCKED = "DE89 Kontor"
PLANTED = (TYPED, SECRET, NOTE, MASKED, BLOCKED)


def hits(text):
    """Return what of the planted words, or of a part that tells them, is in `text`."""
    words = {word for planted in PLANTED for word in (planted, *planted.split())}
    # Not by digits alone: the same ones are in a time now and then.
    parts = {word for word in words if len(word) > 3 and not word.isdigit()}
    return sorted(part for part in parts if part in text)
