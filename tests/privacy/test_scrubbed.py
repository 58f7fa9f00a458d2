"""What is scrubbed on its way out, what is not, and that a host may switch it off."""

from __future__ import annotations

import json

import pytest
from model.hostile import BadItems, BadKeys, EndlessItems
from model.secrets import SECRETS, is_hidden
from servers import serving

import usero_desktop as usero

TYPED = "My password=hunter2 does not work, see https://ann:pw@example.com/?token=x"
PAGE = "https://ann:planted@example.com/shop?session=planted#/cart?token=planted"


def sent(tmp_path, *, submit=None, **options):
    """Return the JSON of a report as it arrives."""
    with (
        serving() as server,
        usero.Feedback(
            "client_demo", base_url=server.url, data_dir=tmp_path, app_name="Ledger", **options
        ) as feedback,
    ):
        feedback.submit(comment=TYPED, **(submit or {})).result(timeout=30)
        return json.loads(server.requests[-1].body)


@pytest.mark.promise("I3")
def test_every_planted_secret_of_the_hosts_stays_here(tmp_path, figure):
    texts = [text for text, _ in SECRETS.values()]
    body = sent(
        tmp_path,
        metadata={"log": texts, "nested": [{"deep": {"er": texts[0]}}], "password": "planted"},
        page_url=PAGE,
        page_title=f"Shop - {texts[1]}",
        submit={"metadata": {"last": texts[-1], "plan": "pro"}},
    )

    host = json.dumps({k: v for k, v in body.items() if k != "comment"}, ensure_ascii=False)
    assert [name for name, (_, secret) in SECRETS.items() if not is_hidden(secret, host)] == []
    assert body["pageUrl"] == "https://example.com/shop#/cart"
    assert body["metadata"]["plan"] == "pro"
    figure(f"{len(SECRETS)} secrets in metadata, page and title: 0 arrive")


@pytest.mark.promise("I3")
def test_what_the_user_typed_is_theirs(tmp_path):
    assert sent(tmp_path)["comment"] == TYPED


@pytest.mark.promise("I3")
def test_a_host_that_wants_all_of_it_gets_all_of_it(tmp_path):
    metadata = {"password": "planted", "log": ["token=planted"]}

    body = sent(
        tmp_path, metadata=metadata, page_url=PAGE, page_title="token=planted",
        scrub_metadata=False,
    )  # fmt: skip

    assert {key: body["metadata"][key] for key in metadata} == metadata
    assert (body["pageUrl"], body["pageTitle"]) == (PAGE, "token=planted")


@pytest.mark.promise("B3")
@pytest.mark.parametrize("kind", [BadItems, BadKeys, EndlessItems])
def test_a_report_arrives_whatever_its_metadata_is(tmp_path, kind):
    body = sent(tmp_path, submit={"metadata": kind(a=1)})

    assert body["comment"] == TYPED
    assert body["metadata"]["submissionId"]


@pytest.mark.bites("I3")
def test_a_program_that_does_not_scrub_is_found_out(tmp_path):
    texts = [text for text, _ in SECRETS.values()]
    body = sent(tmp_path, metadata={"log": texts}, scrub_metadata=False)

    host = json.dumps(body["metadata"], ensure_ascii=False)
    assert len([name for name, (_, secret) in SECRETS.items() if not is_hidden(secret, host)]) > 30
