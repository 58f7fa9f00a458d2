"""How the page looks, as far as a program can tell: contrast, narrowness, names."""

from __future__ import annotations

import pytest
from pages import samples

pytestmark = pytest.mark.browser

# Each visible text with the contrast (WCAG 2) between its colour and what lies under it.
FAINT_TEXTS = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255)
      .map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3] === 255) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    seen += 1;
    const a = light(rgba(getComputedStyle(node).color).slice(0, 3)), b = light(ground(node));
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (contrast < 4.5) faint.push([walker.currentNode.textContent.trim(), contrast]);
  }
  return {faint, seen};
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(page, tab, http, scheme):
    samples.fill(http)
    tab.scheme(scheme)
    page()
    tab.press("j", "Enter")
    tab.wait("!document.querySelector('.details').hidden")
    found = tab.evaluate(FAINT_TEXTS)
    assert found["faint"] == []
    assert found["seen"] > 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_empty_page_is_as_legible(page, tab, scheme):
    tab.scheme(scheme)
    page()
    tab.wait("document.querySelector('.snippet')")
    assert tab.evaluate(FAINT_TEXTS)["faint"] == []


def test_the_colours_follow_the_system(page, tab):
    ground = "getComputedStyle(document.body).backgroundColor"
    page()
    light = tab.evaluate(ground)
    tab.scheme("dark")
    tab.wait(f"{ground} !== '{light}'")


@pytest.mark.parametrize("width", [1600, 1280, 920, 919, 640, 400, 320])
def test_nothing_runs_out_of_the_window_at_any_width(page, tab, http, width):
    samples.fill(http)
    samples.send(http, comment="W" * 400, userEmail=f"{'w' * 120}@example.com")
    tab.size(width, 800)
    page()
    tab.press("j", "Enter")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 400])
def test_the_name_of_an_environment_takes_no_room_from_its_count(page, tab, http, width):
    samples.send(http, rating=3, environment="x" * 120)
    tab.size(width, 800)
    page()
    if width == 400:
        tab.click("#filters-toggle")
    right = """Math.max(...[...document.querySelectorAll('.choice .number')]
        .map(n => n.getBoundingClientRect().right))"""
    edge = """document.querySelector('.filters').getBoundingClientRect().right"""

    assert tab.evaluate("document.querySelectorAll('.choice .number').length") == 2
    assert tab.evaluate(right) <= tab.evaluate(edge)


def test_where_nothing_matches_there_is_one_way_back(page, tab, http):
    samples.send(http, rating=3, comment="words")
    page("?q=other")
    tab.wait("!document.querySelector('#empty').hidden")
    buttons = "[...document.querySelectorAll('button')].filter(b => b.checkVisibility())"

    assert tab.evaluate(f"{buttons}.filter(b => b.textContent === 'Clear filters').length") == 1


def test_the_name_of_the_page_stays_on_one_line_whatever_the_state(page, tab):
    page()
    height = "document.querySelector('.brand h1').getBoundingClientRect().height"
    before = tab.evaluate(height)
    tab.evaluate("document.querySelector('#state').textContent = 'Reconnecting for long now'")

    assert tab.evaluate(height) == before


def test_the_filters_fold_away_on_a_narrow_screen(page, tab, http):
    samples.fill(http)
    tab.size(400, 800)
    page()
    shown = "document.querySelector('#ratings').checkVisibility()"
    assert tab.evaluate(shown) is False
    tab.click("#filters-toggle")
    assert tab.evaluate(shown) is True


def test_everything_that_can_be_used_has_a_name(page, tab, http):
    samples.fill(http)
    page()
    tab.press("?")
    names = {}
    for node in tab.send("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        names.setdefault(role, []).append(node.get("name", {}).get("value", ""))
    for role in ("button", "searchbox", "textbox", "radio", "dialog", "article", "link"):
        assert all(names.get(role, [])), (role, names.get(role))
    tab.press("Escape")
    roles = {
        node.get("role", {}).get("value")
        for node in tab.send("Accessibility.getFullAXTree")["nodes"]
    }
    assert {"main", "complementary", "search", "list", "heading", "status"} <= roles


def test_the_focus_can_be_seen_wherever_it_goes(page, tab, http):
    samples.send(http, rating=1, comment="x")
    page()
    invisible = []
    for _ in range(14):
        tab.press("Tab")
        style = tab.evaluate(
            """(() => { const node = document.activeElement;
            const seen = [node, node.closest('label')].filter(Boolean)
              .map(n => getComputedStyle(n));
            return [node.id || node.className || node.tagName,
              seen.some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)]; })()"""
        )
        if not style[1] and style[0] != "BODY":
            invisible.append(style[0])
    assert invisible == []
