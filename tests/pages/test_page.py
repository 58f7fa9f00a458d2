"""The inbox page in a real Chromium."""

from __future__ import annotations

import ast
import json

import pytest
from pages import samples

pytestmark = pytest.mark.browser

CARDS = "document.querySelectorAll('.card').length"
FULL_IMAGE = "document.querySelector('.stage img')?.naturalWidth"


def comments(page):
    return page.texts(".comment")


def test_the_empty_inbox_shows_the_three_lines_that_attach_the_widget(page, inbox):
    tab = page()
    tab.wait("document.querySelector('.snippet code')")
    code = tab.text(".snippet code")
    ast.parse(code)
    assert len(code.splitlines()) == 3
    assert inbox.url in code
    assert 'client_id="client_demo"' in code


def test_it_says_that_it_is_a_developers_tool_and_names_hosted_usero(page):
    note = page().text(".note")
    assert "A developer" in note
    assert "hosted Usero" in note


def test_a_report_appears_without_reload(page, http):
    tab = page()
    tab.evaluate("window.sameDocument = true")
    samples.send(http, rating=4, comment="Hello from outside", userEmail="a@example.com")
    tab.wait(f"{CARDS} === 1")
    assert tab.evaluate("window.sameDocument") is True
    assert comments(tab) == ["Hello from outside"]
    assert tab.text(".card h3") == "Amazing!"
    assert tab.text(".card .email") == "a@example.com"
    assert tab.text("#announcer") == "New feedback: Amazing! from a@example.com"
    assert tab.evaluate("document.querySelector('#empty').hidden") is True


def test_the_newest_stands_first_and_time_is_told_exactly_on_hover(page, http):
    for number in range(3):
        samples.send(http, comment=f"number {number}")
    tab = page()
    assert comments(tab) == ["number 2", "number 1", "number 0"]
    assert tab.text(".card time") == "just now"
    assert "20" in tab.evaluate("document.querySelector('.card time').title")


def test_line_breaks_and_direction_of_a_comment_are_kept(page, http):
    samples.send(http, comment="one\n\ntwo")
    samples.send(http, comment="שלום")
    tab = page()
    assert comments(tab)[1] == "one\n\ntwo"
    style = "getComputedStyle(document.querySelector('.comment'))"
    assert tab.evaluate(f"{style}.direction") == "rtl"


def test_nothing_a_sender_writes_becomes_markup(page, http, inbox):
    evil = "<img src=//evil.example/x onerror=alert(1)><script>alert(2)</script>"
    shot = {"fileName": f"x\" onerror='alert(3)' {evil}", "fileSize": 3, "mimeType": evil}
    samples.send(
        http,
        rating=1,
        comment=evil,
        userEmail="<img/src='//evil.example/x'/onerror=alert(1)>@evil.example",
        pageUrl="javascript:alert(4)",
        pageTitle=evil,
        referrer=evil,
        environment=evil,
        sessionReplayId=evil[:128],
        metadata={evil: evil, "nested": {"a": [evil]}, "__proto__": {"x": evil}, "html": evil},
        screenshots=[shot | {"url": "https://evil.example/x.png"}],
    )
    tab = page()
    tab.press("j", "Enter")
    tab.wait("!document.querySelector('.details').hidden")
    assert comments(tab) == [evil]
    shown = tab.text(".card")
    for text in (evil, "javascript:alert(4)", "@evil.example", "Not stored in this inbox"):
        assert text in shown
    assert tab.text(".environments") == f"All\n1\n{evil}\n1"
    assert tab.evaluate("document.scripts.length") == 1
    sources = tab.evaluate(
        "[...document.querySelectorAll('[src],[href]')].map(n => n.src || n.href)"
    )
    assert all(source.startswith(inbox.url) for source in sources), sources
    assert tab.evaluate("document.querySelectorAll('[onerror],[style],iframe').length") == 0


def test_metadata_is_a_table_and_nested_values_are_json(page, http):
    samples.send(
        http, rating=3, metadata={"os": "Debian 12", "qt": {"v": "6.8"}, "n": 3, "no": None}
    )
    tab = page()
    tab.click(".details-toggle")
    rows = tab.evaluate(
        "[...document.querySelectorAll('table:last-of-type tr')]"
        ".map(r => [...r.children].map(c => c.textContent))"
    )
    assert rows[0] == ["os", "Debian 12"]
    assert rows[1][0] == "qt"
    assert json.loads(rows[1][1]) == {"v": "6.8"}
    assert rows[2:] == [["n", "3"], ["no", "null"]]


def test_each_filter_narrows_the_list_and_a_reload_keeps_it(page, http):
    samples.fill(http)
    tab = page()
    tab.click("[data-rating='1']")
    tab.wait(f"{CARDS} === 1")
    assert tab.text("#count") == "1 report"
    tab.click("[data-rating='4']")
    tab.wait(f"{CARDS} === 2")
    tab.click("#email")
    tab.type("ADA@")
    tab.wait(f"{CARDS} === 1")
    tab = page(tab.evaluate("location.search"))
    assert tab.text(".card .email") == "ada@example.com"
    tab.click("#clear")
    tab.wait(f"{CARDS} === 7")
    tab.click("#only-replays")
    tab.wait(f"{CARDS} === 1")
    samples.send(http, rating=2, comment="Recorded", sessionReplayId="rep_1", replayOffsetMs=5)
    tab.wait(f"{CARDS} === 2")
    tab = page(tab.evaluate("location.search"))
    assert tab.texts(".comment")[0] == "Recorded"
    assert tab.evaluate(CARDS) == 2
    tab.click("#clear")
    tab.wait(f"{CARDS} === 8")
    tab.press("/")
    tab.type("exportseconds 63")
    tab.wait(f"{CARDS} === 1")
    assert tab.text(".card .email") == "m.okafor@harbourline.example"
    tab.press("Escape")
    tab.wait(f"{CARDS} === 8")


def test_the_environment_picker_tells_default_from_a_placeholder(page, http):
    samples.fill(http)
    tab = page()
    assert tab.texts(".choice .name") == ["All", "Default", "“default”", "staging"]
    tab.click(".choice:nth-child(4)")
    tab.wait(f"{CARDS} === 1")
    assert tab.texts(".card .tag") == ["staging"]
    tab.click(".choice:nth-child(2)")
    tab.wait(f"{CARDS} === 4")
    assert tab.texts(".card .tag") == []


def test_filters_that_let_nothing_through_offer_the_way_back(page, http):
    samples.send(http, rating=1)
    tab = page("?rating=4")
    assert "Nothing matches" in tab.text("#empty")
    tab.click("#empty button")
    tab.wait(f"{CARDS} === 1")


def test_what_arrives_is_shown_only_if_the_filters_let_it_through(page, http):
    samples.send(http, rating=4, comment="first")
    tab = page("?rating=4")
    samples.send(http, rating=1, comment="hidden", environment="new")
    samples.send(http, rating=4, comment="shown")
    tab.wait(f"{CARDS} === 2")
    assert comments(tab) == ["shown", "first"]
    tab.wait("document.querySelectorAll('.choice').length === 3")


def test_a_double_is_marked(page, http):
    for _ in range(2):
        samples.send(http, rating=1, metadata={"submissionId": "abc"})
    tab = page()
    assert tab.texts(".card .notice") == ["Double"]


def test_a_screenshot_opens_in_full_and_the_arrows_go_through_the_others(page, http):
    sizes = ((640, 400), (800, 300))
    shots = [samples.upload(http, samples.window("A", "#1c7ed6", size)) for size in sizes]
    broken = samples.upload(http, b"no picture")
    samples.send(http, rating=1, screenshots=[shots[0], broken, shots[1]])
    tab = page()
    assert tab.texts(".shot.missing") == ["Cannot be shown\nimage/png, 10 B"]
    tab.click("button.shot")
    tab.wait(f"{FULL_IMAGE} === 640")
    assert tab.text("#lightbox-caption").startswith("1 of 2 · 640 \u00d7 400")
    tab.press("ArrowRight")
    tab.wait(f"{FULL_IMAGE} === 800")
    tab.press("ArrowRight", "ArrowLeft")
    tab.wait(f"{FULL_IMAGE} === 640")
    tab.press("Escape")
    tab.wait("!document.querySelector('#lightbox').open")
    assert tab.evaluate("document.activeElement.className") == "shot"


def test_a_picture_that_breaks_after_its_header_says_so(page, http):
    content = samples.window("A", "#1c7ed6")
    samples.send(http, rating=1, screenshots=[samples.upload(http, content[: len(content) // 2])])
    tab = page()
    tab.wait("document.querySelector('.shot.missing')")
    assert "Cannot be shown" in tab.text(".shot.missing")
    tab.errors.clear()  # the browser logs the picture that was refused


def test_every_key_does_what_the_help_says(page, http):
    for number in range(3):
        shots = [samples.upload(http, samples.window("A", "#1c7ed6"))]
        samples.send(http, rating=2 + number, comment=f"number {number}", screenshots=shots)
    tab = page()
    current = "document.activeElement.querySelector?.('.comment')?.textContent"
    opened = "document.querySelectorAll('.details:not([hidden])').length"

    for keys, expected in ((("j",), 2), (("j",), 1), (("ArrowDown",), 0), (("k",), 1)):
        tab.press(*keys)
        assert tab.evaluate(current) == f"number {expected}"
    tab.press("ArrowUp", "ArrowUp")
    assert tab.evaluate(current) == "number 2", "the first is the first"
    tab.press("Enter")
    assert tab.evaluate(opened) == 1
    tab.press("Enter", "Enter", "Escape")
    assert tab.evaluate(opened) == 0
    tab.press("s")
    tab.wait("document.querySelector('#lightbox').open")
    tab.press("j", "Escape")
    tab.wait("!document.querySelector('#lightbox').open")
    tab.press("?")
    assert tab.evaluate("document.querySelector('#keys').open") is True
    assert "Next report" in tab.text("#keys")
    tab.press("Escape")
    tab.wait("!document.querySelector('#keys').open")
    tab.press("4")
    tab.wait(f"{CARDS} === 1")
    tab.press("4", "/")
    assert tab.evaluate("document.activeElement.id") == "search"
    tab.type("j?4")
    assert tab.evaluate("document.querySelector('#search').value") == "j?4"
    tab.press("Escape", "Escape")
    assert tab.evaluate("document.activeElement === document.body") is True


def test_news_do_not_move_what_is_being_read(page, http):
    for number in range(12):
        samples.send(http, rating=3, comment=f"number {number}\n" * 6)
    tab = page()
    top = "document.querySelector('[data-seq=\"6\"]').getBoundingClientRect().top"
    tab.evaluate("document.querySelector('[data-seq=\"6\"]').scrollIntoView()")
    before = tab.evaluate(top)
    samples.send(http, rating=4, comment="news\n" * 20)
    tab.wait(f"{CARDS} === 13")
    assert tab.evaluate(top) == pytest.approx(before, abs=1)
    assert tab.text("#arrivals") == "1 new report"
    tab.click("#arrivals")
    tab.wait("scrollY === 0")
    assert tab.evaluate("document.querySelector('#arrivals').hidden") is True
    assert comments(tab)[0].startswith("news")


def test_an_open_report_stays_in_place_even_at_the_top(page, http):
    samples.send(http, rating=3, comment="read me", metadata=samples.SYSTEM)
    tab = page()
    tab.press("j", "Enter")
    top = "document.querySelector('[data-seq=\"1\"]').getBoundingClientRect().top"
    before = tab.evaluate(top)
    samples.send(http, rating=4, comment="news")
    tab.wait(f"{CARDS} === 2")
    assert tab.evaluate(top) == pytest.approx(before, abs=1)


def test_an_open_report_stays_open_when_a_filter_changes(page, http):
    for rating in (1, 2):
        samples.send(http, rating=rating, comment=f"rated {rating}")
    tab = page()
    tab.press("j", "Enter", "2")
    tab.wait(f"{CARDS} === 1")
    assert tab.evaluate("document.activeElement.dataset.seq") == "2"
    assert tab.evaluate("document.querySelector('.details').hidden") is False


def test_older_reports_come_as_the_end_draws_near(page, http):
    for number in range(70):
        samples.send(http, comment=f"number {number}")
    tab = page()
    assert tab.text("#count") == "70 reports"
    tab.wait(f"(scrollTo(0, 1e6), {CARDS} === 70)")
    assert comments(tab) == [f"number {number}" for number in reversed(range(70))]
    assert tab.evaluate("document.querySelector('#older').hidden") is True
