"""The numbers of the product, each with its source, each written once."""

from __future__ import annotations

from typing import Final

COMMENT_UNITS: Final = 1000
"""UTF-16 units a comment may have (the web client's cap; JavaScript counts in these)."""

COMMENT_WARN_UNITS: Final = 50
"""Units left at which the counter turns red (web widget)."""

EMAIL_CHARACTERS: Final = 254
"""Longest address the API takes (API reference, userEmail)."""

SCREENSHOTS: Final = 3
"""Screenshots a feedback (web widget and API reference)."""

SCREENSHOT_BYTES: Final = 10_485_760
"""Largest screenshot the API takes (API reference, "max 10MB")."""

PICTURE_BYTES: Final = 10_000_000
"""Largest picture we produce: safe whether the server's 10 MB is 1000- or 1024-based."""

PICTURE_PIXELS: Final = 50_000_000
"""Most pixels a picture from outside may have: a 9 KB file can unpack to hundreds of MB."""

DECODED_BYTES: Final = 270_000_000
"""Memory that the pixels of a picture from outside may take: twice an 8K screen's."""

PICTURE_SIDE: Final = 16_384
"""Longest side, in pixels, of a picture from outside."""

PREVIEW_SIDE: Final = 192
"""Shorter side, in pixels, of a picture's preview: the 64 px thumbnail at three times scale."""

INPUT_BYTES: Final = 50_000_000
"""Largest file that is opened as a picture at all."""

METADATA_BYTES: Final = 10_240
"""Largest metadata the API takes, as serialised UTF-8 JSON (API reference, "max 10KB")."""

METADATA_BUDGET: Final = 10_000
"""What we keep metadata within: safe whether 10 KB is 1000- or 1024-based."""

REPLAY_ID_CHARACTERS: Final = 128
"""Longest sessionReplayId (API reference)."""

CHUNK_BYTES: Final = 4 * 1024 * 1024
"""Largest chunk of a recording, gzipped (contract of the replay calls, "at most 4 MiB")."""

RECORDING_BYTES: Final = 16 * 1024 * 1024
"""Largest recording that goes with a report: thirty seconds take some 100 KB, at most 500."""

RECORDING_CHUNKS: Final = 1_000
"""Most chunks of a recording: each is a request of its own."""

CLIENT_ID_CHARACTERS: Final = 3
"""Shortest client id the web widget takes; hosted ids start with ``client_``."""

OUTBOX_REPORTS: Final = 1_000
"""Reports that wait or were refused which an outbox holds at most, unless the host says more."""

OUTBOX_BYTES: Final = 250_000_000
"""The most those take with their pictures, unless the host says more."""

REPLY_BYTES: Final = 65_536
"""A server's reply is read this far and no further."""

FEEDBACK_SECONDS: Final = 30.0
"""Total time limit of POST /api/feedback: it runs in the background, the web has 10 s."""

SCREENSHOT_SECONDS: Final = 120.0
"""Total time limit of POST /api/screenshots: it runs in the background, the web has 30 s."""

IDENTIFY_SECONDS: Final = 5.0
"""Total time limit of POST /api/identify: what comes later is not worth waiting for."""

PING_SECONDS: Final = 5.0
"""Total time limit of GET /api/ping, as the web's."""

REPLAY_SESSION_SECONDS: Final = 5.0
"""Total time limit of POST /api/replay-sessions: somebody waits for the report behind it, and it
goes without its recording then. An answer of a hundred bytes takes no longer, as with identify."""

CHUNK_SECONDS: Final = 60.0
"""Total time limit of a chunk: 4 MiB take that long at 0.6 Mbit/s; nobody waits for it."""

FINALISE_SECONDS: Final = 10.0
"""Total time limit of the end of a recording: a few words, as a feedback of the web's 10 s."""

DEFAULT_BASE_URL: Final = "https://usero.io"
"""Hosted Usero (contract, "Default origin")."""
