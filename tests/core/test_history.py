"""What was sent is there to be looked up, from this run and earlier ones, and to be forgotten."""

from datetime import UTC, datetime

import pytest
from servers import accepted, free_port, reply, serving

from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError, Refused
from usero_desktop.model.picture import Picture
from usero_desktop.paths import outbox_path

PATIENCE = 30
PICTURE = Picture(b"\x89PNG" * 10, "image/png", 4, 3)


@pytest.fixture
def server():
    with serving(accepted) as running:
        yield running


def send(feedback, **report):
    return feedback.submit(**report).result(PATIENCE)


def ids(feedback):
    return [entry.submission_id for entry in feedback.history()]


def test_what_was_sent_is_found_by_the_next_run_the_last_first(feedback_for, server):
    began = datetime.now(UTC)
    earlier = feedback_for(server.url)
    first = send(earlier, comment="One", rating=2, user_email="ada@example.org")
    earlier.close()
    feedback = feedback_for(server.url)
    second = send(feedback, rating=4, screenshots=[PICTURE])
    last, before = feedback.history()
    assert (before.submission_id, before.feedback_id) == (first.submission_id, first.feedback_id)
    assert (before.comment, before.rating, before.picture_count) == ("One", 2, 0)
    assert (last.submission_id, last.comment, last.picture_count) == (
        second.submission_id, None, 1,
    )  # fmt: skip
    assert began <= before.sent_at <= last.sent_at <= datetime.now(UTC)
    assert before.sent_at.tzinfo is UTC


def test_screenshots_that_the_server_would_not_take_are_counted(feedback_for):
    def answer(request, connection):
        if request.path.endswith("screenshots"):
            return reply(400, {"error": "File must be an image"})
        return accepted(request, connection)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        send(feedback, rating=1, screenshots=[PICTURE, PICTURE])
        [entry] = feedback.history()
    assert (entry.picture_count, entry.pictures_left_out) == (2, 2)


def test_what_waits_or_was_refused_is_not_in_it(feedback_for):
    with serving(lambda *_: reply(400, {"error": "No"})) as server:
        feedback = feedback_for(server.url)
        with pytest.raises(Refused):
            send(feedback, rating=1)
        assert feedback.history() == ()
        assert len(feedback.reports()) == 1


def test_one_is_forgotten_or_all(feedback_for, server):
    feedback = feedback_for(server.url)
    names = [send(feedback, rating=n).submission_id for n in (1, 2, 3)]
    assert feedback.forget(names[1])
    assert not feedback.forget(names[1])
    assert not feedback.forget("no such report")
    assert ids(feedback) == [names[2], names[0]]
    assert feedback.forget()
    assert not feedback.forget()
    assert feedback.history() == ()


@pytest.mark.promise("B8")
def test_deleting_all_data_deletes_it_too(feedback_for, server, tmp_path):
    feedback = feedback_for(server.url)
    send(feedback, comment="the secret comment")
    assert len(feedback.history()) == 1
    feedback.delete_my_data()
    assert feedback.history() == ()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"the secret comment" in raw for raw in files)


def test_who_wants_none_has_none(feedback_for, server, tmp_path):
    feedback = feedback_for(server.url, keep_history=False)
    send(feedback, comment="the secret comment")
    assert feedback.history() == ()
    feedback.close(PATIENCE)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"the secret comment" in raw for raw in files)


def test_one_project_does_not_see_the_history_of_another(server, tmp_path):
    with (
        Feedback("client_one", base_url=server.url, data_dir=tmp_path) as one,
        Feedback("client_other", base_url=server.url, data_dir=tmp_path) as other,
    ):
        send(one, rating=1)
        name = send(other, rating=2).submission_id
        assert ids(other) == [name]
        assert other.forget()
        assert len(one.history()) == 1


def test_where_nothing_can_be_kept_it_lasts_as_long_as_the_program(feedback_for, server, tmp_path):
    (tmp_path / "a file").write_bytes(b"")
    feedback = feedback_for(server.url, data_dir=tmp_path / "a file")
    ticket = feedback.submit(comment="From memory")
    ticket.result(PATIENCE)
    assert not ticket.kept
    assert [entry.comment for entry in feedback.history()] == ["From memory"]
    assert feedback.forget(ticket.submission_id)
    assert feedback.history() == ()


def test_looking_makes_no_file(feedback_for, tmp_path):
    feedback = feedback_for(f"http://127.0.0.1:{free_port()}")
    assert feedback.history() == ()
    assert not feedback.forget()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_somebody_elses_is_a_sentence(feedback_for, server, tmp_path):
    outbox_path("client_demo", tmp_path).parent.symlink_to(tmp_path)
    (tmp_path / "reports.sqlite3").write_bytes(b"")
    feedback = feedback_for(server.url)
    for look in (feedback.history, feedback.forget):
        with pytest.raises(OutboxError) as caught:
            look()
        assert caught.value.code == "outbox_foreign"
