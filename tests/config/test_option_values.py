"""What each option takes, what it refuses and in which words."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest

from usero_desktop import config
from usero_desktop.config import ALIASES, FIXED, RULES, UNSET, Options, OptionValues, Unset
from usero_desktop.errors import ConfigError
from usero_desktop.model.submission import SentReport
from usero_desktop.model.user import User
from usero_desktop.plugin import Named, Plugin
from usero_desktop.theme import Theme

TYPES = {"SentReport": SentReport, "User": User, "Named": Named}
"""What config.py names for type checkers alone."""

TEXT = ["Say it", ""]
SWITCH = [True, False]
GOOD = {
    "client_id": ["client_demo", "abc"],
    "position": ["left", "right"],
    "launcher_type": ["tab", "button", "none"],
    "hide_trigger": SWITCH,
    "launcher_label": TEXT,
    "theme": ["light", "dark", "host", Theme(primary="#ff0000")],
    "title": TEXT,
    "placeholder": TEXT,
    "show_email_option": SWITCH,
    "show_screenshot_option": SWITCH,
    "mask": [(), ("account_number", "secret.*")],
    "remember_email": SWITCH,
    "keep_drafts": SWITCH,
    "keep_history": SWITCH,
    "environment": ["beta"],
    "base_url": ["https://feedback.example.com"],
    "metadata": [{}, {"plan": "pro"}],
    "required_metadata": [("order_id",), ()],
    "scrub_metadata": SWITCH,
    "disable_page_context": SWITCH,
    "plugins": [(), (Plugin(), Plugin())],
    "user": [User("u_1"), User("u_1", traits={"plan": "pro"}), None],
    "get_user": [print],
    "identify_now": SWITCH,
    "on_submit": [print],
    "on_error": [print],
    "on_open": [print],
    "on_close": [print],
    "app_name": TEXT,
    "app_version": TEXT,
    "build": TEXT,
    "page_url": ["app://demo/main", str],
    "page_title": ["Main", str],
    "data_dir": ["/tmp/a", Path("/tmp/a")],
    "outbox_reports": [1, 5000],
    "outbox_bytes": [1, 5000],
    "locale": ["de"],
    "texts": [{"panel.title": "Say it"}, {"reports.pictures": {"other": "{n}"}}, {}],
    "allow_insecure": SWITCH,
    "reduced_motion": SWITCH,
    "high_contrast": SWITCH,
}
"""Values that each option takes; one that is missing here fails."""

WRONG = {
    **dict.fromkeys(RULES, 3),
    "position": "up",
    "theme": "blue",
    "hide_trigger": 1,
    "show_email_option": "yes",
    "metadata": [1],
    "mask": "account_number",
    "required_metadata": "order_id",
    "on_submit": "print",
    "outbox_reports": 0,
    "outbox_bytes": True,
}
OPTIONAL = [name for name in RULES if name != "client_id"]


def options(**values):
    return Options.create(**{"client_id": "client_demo", **values})


def test_every_option_has_a_rule_and_values_that_this_file_tries():
    assert list(GOOD) == list(RULES) == list(Options.__dataclass_fields__)


@pytest.mark.parametrize("name, value", [(n, v) for n, values in GOOD.items() for v in values])
def test_an_option_takes_what_it_is_for(name, value):
    made = getattr(options(**{name: value}), name)
    assert made == (Path(value) if name == "data_dir" else value)


@pytest.mark.parametrize("name", RULES)
def test_a_value_of_the_wrong_kind_is_answered_with_the_kind_and_the_value(name):
    with pytest.raises(ConfigError) as caught:
        options(**{name: WRONG[name]})
    wanted = RULES[name].kind.wording
    assert str(caught.value) == f"{name} must be {wanted}, not {WRONG[name]!r}."
    assert caught.value.code == "option_type"


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize("value", [None, UNSET], ids=repr)
def test_none_and_unset_are_at_first_as_good_as_leaving_an_option_out(name, value):
    if not (value is None and RULES[name].none_counts):
        assert options(**{name: value}) == options()


@pytest.mark.parametrize("name", [name for name in OPTIONAL if name not in FIXED])
def test_later_unset_leaves_an_option_alone_and_none_restores_its_default(name):
    value = next(v for v in GOOD[name] if v != getattr(options(), name))
    set_before = options(**{name: value})
    assert set_before.updated(**{name: UNSET}) == set_before
    if not RULES[name].none_counts:
        assert set_before.updated(**{name: None}) == options()


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_letter_that_is_missing_or_a_hump_is_answered_with_the_option_that_is_meant(name):
    words = name.split("_")
    humps = words[0] + "".join(word.capitalize() for word in words[1:])
    for wrong in {name[:2] + name[3:], humps} - {name}:
        with pytest.raises(ConfigError, match=f"^There is no option {wrong}; did you mean {name}"):
            options(**{wrong: GOOD[name][0]})


def test_who_checks_types_sees_the_same_options_with_the_same_types():
    made = typing.get_type_hints(Options, localns=TYPES)
    del made["client_id"]
    named = typing.get_type_hints(OptionValues, localns=TYPES)
    for alias, own in ALIASES.items():
        assert named.pop(alias) == named[own]
    assert list(named) == list(made)
    for name, type_ in made.items():
        assert named[name] == type_ | Unset | None, name


def test_a_base_url_may_be_called_api_url_and_wins_by_its_own_name():
    here, there = "http://127.0.0.1:8787", "https://feedback.example.com"
    assert options(api_url=here).base_url == here
    assert options(api_url=there, base_url=here).base_url == here
    assert options(base_url=None, api_url=here).base_url == here
    assert options(base_url=here, api_url=None).base_url == here
    with pytest.raises(ConfigError, match="base_url cannot change"):
        options(base_url=here).updated(api_url=there)


def test_a_launcher_type_wins_over_hide_trigger():
    assert options(hide_trigger=True).launcher == "none"
    assert options(hide_trigger=True, launcher_type="button").launcher == "button"
    assert options(launcher_type="button").updated(hide_trigger=True).launcher == "button"
    assert options(hide_trigger=True).updated(hide_trigger=False).launcher == "tab"


def test_the_kinds_of_choices_are_those_of_the_annotations():
    assert typing.get_args(config.Position) == ("right", "left")
    assert typing.get_args(config.LauncherType) == ("tab", "button", "none")


def test_a_user_may_be_a_mapping_and_is_checked_to_its_last_trait():
    assert options(user={"id": "u_1", "displayName": "Ada"}).user == User("u_1", display_name="Ada")
    for wrong, named in (({}, "id"), ({"id": 1}, "id"), ({"id": "u", "traits": {"a": []}}, "'a'")):
        with pytest.raises(ConfigError, match=named):
            options(user=wrong)


def test_nobody_is_a_user_like_any_other_and_not_the_default():
    assert options().user is UNSET
    assert options(user=None).user is None
    assert options(user=User("u_1")).updated(user=None).user is None
