"""What was sent from here: listed and forgotten at the command line."""

import json


def test_what_was_sent_is_listed_and_forgotten(usero, inbox):
    for comment in ("first", "second"):
        usero(
            "send", "--client-id", "client_demo", "--base-url", inbox.url, "--rating", "4",
            "--comment", comment, "--wait",
        )  # fmt: skip
    head, *rows = usero("history").stdout.decode().splitlines()
    assert head.split() == ["ID", "PROGRAM", "SENT", "RATING", "PICTURES", "COMMENT", "NUMBER"]
    told = json.loads(usero("history", "--json").stdout)["reports"]
    assert [it["comment"] for it in told] == ["second", "first"]
    assert {it["feedback_id"] for it in told} == {it.feedback_id for it in inbox.store.entries()}
    assert [row.split()[0] for row in rows] == [it["submission_id"][:8] for it in told]
    done = usero("history", "--forget", told[0]["submission_id"], "--yes")
    assert done.returncode == 0
    assert [it["comment"] for it in json.loads(usero("history", "--json").stdout)["reports"]] == [
        "first"
    ]
    assert usero("history", "--forget").returncode == 2
    assert usero("history", "--forget", "--yes").returncode == 0
    assert usero("history").stdout.decode() == (
        "Nothing is known here of reports that were sent.\n"
    )
