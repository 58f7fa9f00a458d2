"""Drafts on disk: one for each form, whole or not at all, and never in anybody's way."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from outbox.smalldisk import small_disk

from usero_desktop.errors import OutboxError
from usero_desktop.model.draft import Draft
from usero_desktop.model.picture import Picture, PictureSource
from usero_desktop.model.rating import Rating
from usero_desktop.model.submission import Receipt
from usero_desktop.outbox import rows
from usero_desktop.outbox.drafts import KEPT_SECONDS, KeptDraft, KeptSheet
from usero_desktop.outbox.store import Outbox

NAME = "https://usero.io client_demo"


def picture(number):
    return Picture(b"\x89PNG" + bytes([number]) * 3000, "image/png", 4, 3, PictureSource.SCREEN)


WORDS = Draft(Rating.GOOD, "Half a \ud83d sentence 😀", True, "mira@example.org")


def kept(*drafts, writer="me", **more):
    return KeptDraft(writer, tuple(KeptSheet(draft, **more) for draft in drafts))


def with_pictures(*numbers, comment="With pictures."):
    return Draft(comment=comment, pictures=tuple(picture(n) for n in numbers))


def sheet(**facts):
    whole = {"rating": 1, "comment": "", "email": None, "pictures": [], "replaces": None}
    return json.dumps({"writer": "me", "sheets": [whole | facts]})


def content(path, statement):
    with closing(sqlite3.connect(path)) as db:
        return db.execute(statement).fetchall()


def spoil(path, statement):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


@pytest.fixture
def drafts(outbox):
    return outbox.drafts


def test_what_was_kept_is_read_by_the_next_program(outbox, path, clock):
    whole = kept(with_pictures(1, 2), WORDS)
    outbox.drafts.save(NAME, whole)
    outbox.close()
    another = Outbox(path, clock)

    assert another.drafts.load(NAME) == whole
    assert another.drafts.load("https://usero.io client_other") is None
    another.close()


def test_the_last_one_wins_with_its_own_pictures_alone(drafts):
    drafts.save(NAME, kept(with_pictures(1, 2, comment="First."), writer="one"))
    drafts.save(NAME, kept(with_pictures(3, comment="Second."), writer="two"))

    assert drafts.load(NAME) == kept(with_pictures(3, comment="Second."), writer="two")


@pytest.mark.parametrize("numbers", [(1, 2), (2,), (2, 1), (2, 3), (1, 1), ()])
def test_pictures_come_back_in_their_order_whatever_was_taken_out(drafts, numbers):
    drafts.save(NAME, kept(with_pictures(1, 2, 3)))
    drafts.save(NAME, kept(with_pictures(*numbers)))

    assert drafts.load(NAME) == kept(with_pictures(*numbers))


def test_pictures_are_not_written_again_when_the_words_change(drafts, path):
    written = "SELECT rowid, position FROM draft_picture ORDER BY rowid"
    drafts.save(NAME, kept(with_pictures(1, 2)))
    before = content(path, written)
    large = kept(with_pictures(1, 2, comment="Longer."))

    size = changed_pages(path, lambda: drafts.save(NAME, large))
    assert content(path, written) == before
    drafts.save(NAME, kept(with_pictures(2, 3)))
    after = content(path, written)
    assert before[1] in after, "one that stays is not written again, though its place changes"
    assert size <= 4096 * 4


def changed_pages(path, work):
    """How many bytes of the file `work` changes."""
    before = path.read_bytes()
    work()
    after = path.read_bytes()
    pages = range(0, max(len(before), len(after)), 4096)
    return sum(before[i : i + 4096] != after[i : i + 4096] for i in pages) * 4096


def test_only_who_wrote_it_deletes_it(drafts):
    drafts.save(NAME, kept(WORDS, writer="me"))
    drafts.drop(NAME, {"another"})
    assert drafts.load(NAME) is not None
    drafts.drop(NAME, {"another", "me"})

    assert drafts.load(NAME) is None


def test_an_address_that_is_not_shared_is_not_kept(drafts, path):
    drafts.save(NAME, kept(Draft(comment="Words.", email="mira@example.org")))

    assert b"mira@example.org" not in path.read_bytes()
    assert drafts.load(NAME).sheets[0].draft == Draft(comment="Words.")


@pytest.mark.parametrize("seconds", [KEPT_SECONDS + 1, -KEPT_SECONDS - 1])
@pytest.mark.parametrize("by", ["load", "tidy"])
def test_a_draft_that_nobody_comes_back_to_is_let_go(outbox, clock, path, seconds, by):
    outbox.drafts.save(NAME, kept(with_pictures(1)))
    clock.time += seconds
    if by == "load":
        assert outbox.drafts.load(NAME) is None
    else:
        outbox.tidy()

    assert content(path, "SELECT * FROM draft") == []
    assert content(path, "SELECT * FROM draft_picture") == []


def test_a_draft_is_kept_for_weeks(outbox, clock):
    outbox.drafts.save(NAME, kept(WORDS))
    clock.time += KEPT_SECONDS - 1
    outbox.tidy()

    assert outbox.drafts.load(NAME) == kept(WORDS)


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "{}", '{"writer": "me"}', '{"writer": "me", "sheets": 5}',
        '{"writer": "me", "sheets": [{}]}',
        sheet(rating=9), sheet(pictures=[{}]), sheet(pictures=5), sheet(),
    ],
)  # fmt: skip
def test_a_body_that_makes_no_sense_is_dropped(drafts, path, body):
    drafts.save(NAME, kept(WORDS))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE draft SET body = ?, digest = ?", (body, rows.digest(body)))

    assert drafts.load(NAME) is None
    assert content(path, "SELECT * FROM draft") == []
    drafts.save(NAME, kept(WORDS))
    assert drafts.load(NAME) == kept(WORDS)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE draft SET body = replace(body, 'Half', 'Helf')",
        "UPDATE draft SET digest = 'text'",
        "UPDATE draft SET saved_at = 'yesterday'",
        "UPDATE draft SET body = x'00ff'",
        "UPDATE draft SET body = 7",
    ],
)
def test_a_row_that_is_not_as_it_was_written_is_dropped(drafts, path, damage):
    drafts.save(NAME, kept(WORDS))
    spoil(path, damage)

    assert drafts.load(NAME) is None
    assert content(path, "SELECT * FROM draft") == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE draft_picture SET data = x'00' WHERE position = 0",
        "UPDATE draft_picture SET width = 'wide' WHERE position = 0",
        "UPDATE draft_picture SET position = 'first' WHERE position = 0",
        "DELETE FROM draft_picture WHERE position = 0",
    ],
)
def test_a_damaged_picture_is_left_out_and_counted(drafts, path, damage):
    drafts.save(NAME, kept(with_pictures(1, 2)))
    spoil(path, damage)
    found = drafts.load(NAME)

    assert found.sheets == kept(with_pictures(2)).sheets
    assert found.lost_pictures == 1
    drafts.save(NAME, kept(with_pictures(3)))
    assert drafts.load(NAME) == kept(with_pictures(3))


def test_what_was_delivered_as_it_stood_in_the_form_does_not_come_back(outbox, clock, submission):
    sent = submission()
    outbox.put(sent)
    unchanged, changed = Draft(comment="It works 😀"), Draft(comment="It works, mostly.")
    outbox.drafts.save(NAME, kept(unchanged, replaces=sent.submission_id, is_changed=False))
    assert outbox.drafts.load(NAME) is not None
    outbox.done(Receipt(sent.submission_id, "fb_1", rows.moment(clock.now()), 0))
    assert outbox.drafts.load(NAME) is None
    outbox.drafts.save(NAME, kept(changed, replaces=sent.submission_id))

    assert outbox.drafts.load(NAME).sheets[0].draft == changed


@pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is Linux's")
def test_on_a_full_disk_what_was_kept_stays_and_the_room_for_reports_is_not_taken(tmp_path, clock):
    with small_disk(tmp_path / "disk", "24m") as disk:
        path = disk.folder / "outbox" / "reports.sqlite3"
        outbox = Outbox(path, clock)
        outbox.drafts.save(NAME, kept(WORDS))
        reserve = path.with_name("reports.sqlite3.reserve").stat().st_size
        disk.fill()
        large = Picture(os.urandom(1_000_000), "image/png", 4, 3)
        with pytest.raises(OutboxError) as caught:
            outbox.drafts.save(NAME, kept(Draft(comment="More.", pictures=(large,))))

        assert caught.value.code == "outbox_disk_full"
        assert path.with_name("reports.sqlite3.reserve").stat().st_size == reserve
        assert outbox.drafts.load(NAME) == kept(WORDS)
        disk.give_back()
        outbox.drafts.save(NAME, kept(Draft(comment="More.", pictures=(large,))))
        assert outbox.drafts.load(NAME) == kept(Draft(comment="More.", pictures=(replace(large),)))
        outbox.close()
