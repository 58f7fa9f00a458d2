"""Who wrote a report, on the inbox's page: where the server was told, and as soon as it is."""

from __future__ import annotations

import pytest
from pages import samples
from pages.samples import ADA

pytestmark = pytest.mark.browser

NAMES = "[...document.querySelectorAll('.card')].map(c => c.querySelector('.person')?.textContent)"
PERSON = (
    "[...document.querySelectorAll('.who tr')].map(r => [...r.children].map(c => c.textContent))"
)
USER, ANONYMOUS = ADA.values()


def test_a_report_shows_the_name_and_its_details_all_that_was_said(page, http):
    samples.identify(http, USER, ANONYMOUS, displayName="Ada", email="ada@old.example")
    samples.identify(http, USER, ANONYMOUS, email="ada@example.com", traits={"plan": "pro"})
    samples.send(http, rating=4, metadata=ADA)
    samples.send(http, rating=3)
    samples.send(http, rating=2, metadata={"userId": USER})
    samples.send(http, rating=1, metadata={**ADA, "anonymousId": "somebody-elses"})
    tab = page()
    assert tab.evaluate(NAMES) == [None, None, None, "Ada"]
    assert USER in tab.evaluate("document.querySelector('.person').title")
    assert tab.evaluate(PERSON) == [
        ["User id", USER], ["Name", "Ada"], ["Account", "ada@example.com"], ["plan", "pro"],
    ]  # fmt: skip


def test_the_name_appears_on_an_open_card_without_reload_and_leaves_it_open(page, http):
    samples.send(http, rating=4, comment="Mine", userEmail="ada@home.example", metadata=ADA)
    tab = page()
    tab.press("j", "Enter")
    tab.wait("!document.querySelector('.details').hidden")
    assert tab.evaluate(NAMES) == [None]
    samples.identify(http, USER, ANONYMOUS, displayName="Ada", traits={"seats": 3})
    tab.wait("document.querySelector('.person')")
    assert tab.texts(".card-head > *")[:3] == ["Amazing!", "Ada", "ada@home.example"]
    samples.identify(http, USER, ANONYMOUS, displayName="Ada L.")
    tab.wait("document.querySelector('.person').textContent === 'Ada L.'")
    assert tab.evaluate("document.querySelectorAll('.who, .person').length") == 2
    assert tab.evaluate("document.querySelector('.details').hidden") is False
    assert tab.evaluate("document.activeElement.className") == "card"


def test_without_a_name_it_is_the_address_and_without_that_the_id(page, http):
    for number, fields in enumerate(({"email": "ada@example.com"}, {})):
        user, anonymous = f"u_{number}", f"anonymous-{number}"
        samples.identify(http, user, anonymous, **fields)
        samples.send(http, rating=1, metadata={"userId": user, "anonymousId": anonymous})
    samples.send(
        http, rating=1, userEmail="ada@example.com",
        metadata={"userId": "u_0", "anonymousId": "anonymous-0"},
    )  # fmt: skip
    tab = page()
    assert tab.evaluate(NAMES) == ["u_0", "u_1", "ada@example.com"]


def test_nothing_that_was_said_of_somebody_becomes_markup(page, http):
    evil = "<img src=//evil.example/x onerror=alert(1)>"
    samples.identify(http, evil, ANONYMOUS, displayName=evil, email=evil, traits={evil: evil})
    samples.send(http, rating=4, metadata={"userId": evil, "anonymousId": ANONYMOUS})
    tab = page()
    assert tab.evaluate(NAMES) == [evil]
    assert tab.evaluate("document.querySelectorAll('[onerror], img[src*=evil]').length") == 0
