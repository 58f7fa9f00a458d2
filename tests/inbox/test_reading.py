from __future__ import annotations

import httpx
import pytest

from usero_desktop.inbox.server import running

SENT = (
    {"rating": 1, "comment": "Export FREEZES", "environment": "staging"},
    {"rating": 2, "comment": "50% of it", "userEmail": "Ada@Example.com"},
    {"rating": 3, "metadata": {"path": "C:\\Temp\\x", "deep": [{"key": "Straße"}]}},
    {"rating": 4, "environment": "default", "userEmail": "bob@example.org"},
    {"comment": "only words", "environment": ""},
    {"rating": 4, "comment": "Last", "sessionReplayId": "replayQ1", "replayOffsetMs": 9},
)


@pytest.fixture(scope="module")
def read():
    """Read seqs from an inbox that holds SENT, by the parameters of the listing."""
    with running() as inbox, httpx.Client(base_url=inbox.url) as http:
        for fields in SENT:
            http.post("/api/feedback", json={"clientId": "client_demo", **fields})

        def listing(query="", *, whole=False):
            reply = http.get(f"/inbox/api/feedback?{query}")
            if whole or reply.status_code != 200:
                return reply
            return [item["seq"] for item in reply.json()["items"]]

        listing.http = http
        yield listing


def test_the_newest_comes_first(read):
    assert read() == [6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "query, seqs",
    [
        ("environment=staging", [1]),
        ("environment=default", [4]),
        ("environment=", [5]),
        ("environment=unknown", []),
        ("default=1", [6, 3, 2]),
        ("rating=4", [6, 4]),
        ("rating=1&rating=3", [3, 1]),
        ("rating=1,3", [3, 1]),
        ("email=ADA@", [2]),
        ("email=example", [4, 2]),
        ("email=%25", []),
        ("q=freezes", [1]),
        ("q=EXPORT+freezes", [1]),
        ("q=export+nothing", []),
        ("q=50%25", [2]),
        ("q=%25", [2]),
        ("q=_", []),
        ("q=C:%5CTemp", [3]),
        ("q=STRASSE", [3]),
        ("q=path", [3]),
        ("q=%27%3B+DROP+TABLE+feedback%3B", []),
        ("rating=4&default=1", [6]),
        ("replay=1", [6]),
        ("replay=0", [6, 5, 4, 3, 2, 1]),
        ("q=replayq1", [6]),
        ("before=3", [2, 1]),
        ("after=4", [6, 5]),
        ("after=2&before=5", [4, 3]),
        ("before=999999999999999", [6, 5, 4, 3, 2, 1]),
    ],
)
def test_filters_let_through_what_they_say(read, query, seqs):
    assert read(query) == seqs


def test_pages_follow_one_another_to_the_end(read):
    seqs, query = [], "limit=4"
    while query:
        page = read(query, whole=True).json()
        assert page["latest"] == 6
        seqs += [item["seq"] for item in page["items"]]
        query = f"limit=4&before={page['before']}" if page["before"] else ""
    assert seqs == [6, 5, 4, 3, 2, 1]


def test_the_total_counts_all_that_matches(read):
    page = read("rating=4&limit=1", whole=True).json()
    assert (page["total"], len(page["items"]), page["before"]) == (2, 1, 6)


@pytest.mark.parametrize(
    "query", ["rating=5", "rating=x", "before=-1", "before=x", "limit=1.5", "after=" + "9" * 40]
)
def test_a_parameter_that_says_nothing_is_refused(read, query):
    reply = read(query)
    assert reply.status_code == 400
    assert reply.json()["error"]


def test_a_single_report_has_every_field_by_its_wire_name_and_who_wrote_it(read):
    newest = read(whole=True).json()["items"][0]
    assert read.http.get(f"/inbox/api/feedback/{newest['id']}").json() == newest
    assert set(newest) == {
        *("id", "seq", "receivedAt", "duplicateOf", "clientId", "rating", "comment"),
        *("userEmail", "pageUrl", "pageTitle", "referrer", "environment", "screenshots"),
        *("metadata", "sessionReplayId", "replayOffsetMs", "person", "replay"),
    }
    assert newest["receivedAt"].endswith("+00:00")


def test_an_unknown_report_is_not_found(read):
    assert read.http.get("/inbox/api/feedback/nothing").status_code == 404


def test_environments_are_counted_and_the_default_has_no_name(read):
    assert read.http.get("/inbox/api/environments").json()["environments"] == [
        {"name": None, "count": 3},
        {"name": "", "count": 1},
        {"name": "default", "count": 1},
        {"name": "staging", "count": 1},
    ]


def test_about_names_what_a_program_needs_to_attach(read):
    about = read.http.get("/inbox/api/about").json()
    assert about == {"clients": ["client_demo"], "baseUrl": str(read.http.base_url).rstrip("/")}
