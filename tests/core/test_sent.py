"""What a report was is still known once the server has it, whoever sent it."""

import subprocess
import sys

import pytest
from servers import serving

from usero_desktop.core.events import Delivered
from usero_desktop.errors import InvalidFeedback
from usero_desktop.model.picture import Picture
from usero_desktop.model.user import Person, User
from usero_desktop.model.written import Written

PATIENCE = 30
PICTURE = Picture(b"\x89PNG" * 10, "image/png", 4, 3)
MIRA = Person("anonymous-1", User("user-1", email="mira@example.org", traits={"plan": "pro"}))

WRITTEN = Written(
    rating=4,
    comment=" It works ",
    user_email="mira@example.org",
    screenshots=(PICTURE,),
    metadata={"order": 7},
    page_url="app://ledger/orders",
    page_title="Orders",
    referrer="app://ledger/start?token=abc",
    environment="staging",
    session_replay_id="replay-1",
    replay_offset_ms=1500,
    person=MIRA,
)


def check(report):
    assert (report.rating, report.comment) == (4, "It works")
    assert report.user_email == "mira@example.org"
    assert report.metadata["order"] == 7
    assert (report.page_url, report.page_title) == ("app://ledger/orders", "Orders")
    assert report.environment == "staging"
    assert report.person == MIRA


def test_the_event_tells_what_was_sent_and_the_wire_names_the_person_in_the_metadata_alone(
    feedback_for, heard
):
    with serving() as server:
        feedback = feedback_for(server.url)
        story = heard(feedback)
        ticket = feedback.submit_written(WRITTEN)
        event = story.next(Delivered)
        report = next(iter(server.requests[1:]))
    check(event.report)
    assert event.report.receipt == event.receipt == ticket.result(0)
    assert ticket.report == event.report
    assert [shot.mime_type for shot in event.report.screenshots] == ["image/png"]
    body = report.json
    assert (body["sessionReplayId"], body["replayOffsetMs"]) == ("replay-1", 1500)
    assert body["referrer"].startswith("app://ledger/start")
    assert "token=abc" not in body["referrer"]
    metadata = body.pop("metadata")
    assert (metadata["userId"], metadata["anonymousId"]) == ("user-1", "anonymous-1")
    assert not any("nonymous" in name or "user-1" in str(body[name]) for name in body)


def test_a_report_of_an_earlier_run_is_known_as_well(feedback_for, heard, tmp_path):
    with serving() as server:
        program = f"""
import usero_desktop as usero
from usero_desktop.model.clock import SystemClock
from usero_desktop.core.assemble import assemble
from usero_desktop.model.written import Written
from usero_desktop.outbox.store import Outbox
from usero_desktop.paths import outbox_path
from pathlib import Path

# It kept the report and died before it had sent it.
folder = Path({str(tmp_path)!r})
options = usero.Options.create("client_demo", base_url={server.url!r}, data_dir=folder)
written = Written(rating=2, comment="Earlier.", metadata={{"order": 7}})
outbox = Outbox(outbox_path("client_demo", folder), SystemClock())
outbox.put(assemble(options, SystemClock(), written))
"""
        subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
        feedback = feedback_for(server.url)
        story = heard(feedback)
        feedback.start()
        event = story.next(Delivered)
    assert event.ticket is None
    assert (event.report.rating, event.report.comment) == (2, "Earlier.")
    assert event.report.metadata["order"] == 7


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"referrer": 5}, "referrer must be a text or None, not 5."),
        ({"session_replay_id": ""}, "session_replay_id must be a text of 1 to 128 characters"),
        ({"session_replay_id": "x" * 129}, "session_replay_id must be a text of 1 to 128"),
        ({"replay_offset_ms": -1}, "replay_offset_ms must be a number of milliseconds that is not"),
        ({"replay_offset_ms": True}, "replay_offset_ms must be a number of milliseconds"),
        ({"person": "mira"}, "person must be a Person or None, not 'mira'."),
    ],
)
def test_what_the_server_would_refuse_is_refused_here(feedback_for, tmp_path, wrong, sentence):
    with pytest.raises(InvalidFeedback) as caught:
        feedback_for().submit_written(Written(rating=4, **wrong))
    assert str(caught.value).startswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_without_page_context_the_referrer_stays_here_too(feedback_for):
    with serving() as server:
        feedback = feedback_for(server.url, disable_page_context=True)
        feedback.submit(rating=4, referrer="app://ledger/start").result(PATIENCE)
    assert not {"referrer", "pageUrl", "pageTitle"} & set(server.requests[-1].json)
