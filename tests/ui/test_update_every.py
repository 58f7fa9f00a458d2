"""update() changes every option that is not fixed while the panel is open, to be seen at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from ui.form import Form

from usero_desktop.config import FIXED, RULES

NOTE = "password=hunter2hunter2"
CUT = "password=[redacted]"
ROOM = Path(__file__).parent


class Stage:
    """An open panel: what is seen of it, and what a report from it says."""

    def __init__(self, qtbot, window, widget, inbox):
        self._qtbot, self._inbox = qtbot, inbox
        self.window, self.widget = window, widget
        self.form = Form(qtbot, window)

    def sent(self):
        with self._qtbot.waitSignal(self.widget.delivered, timeout=20_000):
            self.form.choose(4)
            self.form.send()
        return self._inbox.new()[-1]

    @property
    def side(self):
        middle = self.form.panel.geometry().center().x()
        return "left" if middle < self.window.width() / 2 else "right"

    @property
    def color(self):
        image, ratio = self.form.panel.grab().toImage(), self.form.panel.devicePixelRatio()
        return image.pixelColor(round(8 * ratio), round(68 * ratio)).name()

    def note_sent(self):
        self.widget.update(metadata={"note": NOTE})
        return self.sent().metadata["note"]

    def closes_at_once(self):
        self.widget.close()
        return not self.form.panel.isVisible()


def tag(name):
    return lambda stage: stage.sent().metadata.get(name)


def has(name):
    return lambda stage: stage.form.has(name)


def shows_launcher(stage):
    return stage.form.launcher.isVisible()


class Adds:
    """A plugin that says it was here."""

    name = "adds"

    def on_feedback_submit(self, context, submission):
        return {"metadata": {"added": True}}


# A new value, how to see it, and what is seen then and by default.
def edge(look):
    return look.colors.edge.name()


EFFECTS = {
    "position": ("left", lambda s: s.side, "left", "right"),
    "launcher_type": ("none", shows_launcher, False, True),
    "hide_trigger": (True, shows_launcher, False, True),
    "launcher_label": (
        "Say it", lambda s: s.form.launcher.toolTip(), "Say it", "Share Feedback"
    ),
    "theme": ("dark", lambda s: s.color, "#1f2937", "#ffffff"),
    "title": ("Well?", lambda s: s.form.panel.accessibleName(), "Well?", "Share Feedback"),
    "placeholder": (
        "Go on", lambda s: s.form.comment.placeholderText(), "Go on",
        "Tell us what you think... (optional)",
    ),
    "show_email_option": (False, has("share_email"), False, True),
    "show_screenshot_option": (False, has("add_screenshot"), False, True),
    "environment": ("beta", lambda s: s.sent().environment, "beta", None),
    "plugins": ([Adds()], tag("added"), True, None),
    "metadata": ({"plan": "pro"}, tag("plan"), "pro", None),
    "scrub_metadata": (False, Stage.note_sent, NOTE, CUT),
    "disable_page_context": (True, lambda s: s.sent().page_url is None, True, False),
    "app_name": ("Demo", tag("appName"), "Demo", None),
    "app_version": ("1.2", tag("appVersion"), "1.2", None),
    "build": ("a1b2", tag("build"), "a1b2", None),
    "page_url": ("app://x/y", lambda s: s.sent().page_url == "app://x/y", True, False),
    "page_title": (lambda: "Other", lambda s: s.sent().page_title, "Other", None),
    "locale": ("qps", lambda s: s.form.panel.isRightToLeft(), True, False),
    "texts": (
        {"panel.send": "Off it goes"}, lambda s: s.form.send_button.text(), "Off it goes",
        "Send Feedback",
    ),
    "reduced_motion": (True, Stage.closes_at_once, True, False),
    "high_contrast": (True, lambda s: edge(s.widget._front.look), "#000000", "#858c96"),
}  # fmt: skip

# What a host's function is called after.
CALLS = {
    "on_submit": Stage.sent,
    "on_error": lambda s: s.widget.update(position="up"),
    "on_open": lambda s: (s.widget.close(), s.widget.open()),
    "on_close": lambda s: s.widget.close(),
}

# What no open panel shows, and the tests that see it.
ELSEWHERE = {
    "required_metadata": "test_what_the_host_needs_has_no_switch_and_travels",
    "mask": "test_names_that_are_updated_count_for_the_next_picture",
    "remember_email": "test_the_host_can_change_its_mind",
    "keep_drafts": "test_the_option_can_be_switched_on_with_words_in_the_form",
    "user": "test_a_user_that_is_updated_is_the_newest_word",
    "get_user": "test_get_user_is_asked_when_the_panel_opens_and_at_send",
    "identify_now": "test_identify_now_tells_the_server_at_once_and_at_each_change",
    "allow_insecure": "test_leave_to_send_in_the_clear_can_be_taken_back_only_with_the_address",
}


@pytest.fixture
def stage(qtbot, window, attach, inbox):
    # In English and without motion, as the tests want it, are not the defaults.
    widget = attach(window, reduced_motion=None)
    widget.open()
    made = Stage(qtbot, window, widget, inbox)
    qtbot.waitUntil(lambda: window.rect().contains(made.form.panel.geometry()))
    return made


def test_every_option_that_can_change_is_changed_here_or_in_a_test_of_its_own():
    assert {*EFFECTS, *CALLS, *ELSEWHERE} == set(RULES) - set(FIXED)
    tests = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("test_*.py"))
    assert all(f"def {name}(" in tests for name in ELSEWHERE.values())


@pytest.mark.parametrize("name", EFFECTS)
def test_an_option_that_is_updated_is_seen_with_the_panel_open(stage, name):
    value, look, seen, _ = EFFECTS[name]
    stage.widget.update(**{name: value})
    assert stage.widget.is_open
    assert look(stage) == seen


@pytest.mark.parametrize("name", EFFECTS)
def test_an_option_that_is_updated_with_none_is_as_at_first(stage, name):
    value, look, _, default = EFFECTS[name]
    stage.widget.update(**{name: value})
    stage.widget.update(**{name: None})
    assert look(stage) == default


@pytest.mark.parametrize("name", CALLS)
def test_a_function_that_is_updated_is_called_and_taken_away_it_is_not(stage, name):
    heard = []
    stage.widget.update(**{name: lambda *values: heard.append(values)})
    CALLS[name](stage)
    assert len(heard) == 1
    stage.widget.update(**{name: None})
    stage.widget.open()
    CALLS[name](stage)
    assert len(heard) == 1


def test_leave_to_send_in_the_clear_can_be_taken_back_only_with_the_address(window, attach):
    errors = []
    widget = attach(
        window, base_url="http://192.0.2.1", allow_insecure=True, on_error=errors.append
    )
    widget.update(allow_insecure=None)
    assert [error.code for error in errors] == ["base_url_insecure"]
    widget.update(allow_insecure=True)
    assert len(errors) == 1
