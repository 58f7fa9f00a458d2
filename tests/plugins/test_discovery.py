"""Plugins of other distributions: found by their entry points, loaded only where allowed."""

import sys

import pytest

from usero_desktop.plugins.discovery import discover

MODULE = """

class Mail:
    name = "mail"

class Broken:
    def __init__(self):
        raise RuntimeError("no")

ready = Mail()
"""
ENTRIES = """[usero_desktop.plugins]
mail = crm_plugins:Mail
ready = crm_plugins:ready
broken = crm_plugins:Broken
missing = crm_plugins:Nothing
other = crm_other:Mail
"""


@pytest.fixture(autouse=True)
def installed(tmp_path, monkeypatch):
    """A distribution as an installer leaves it."""
    info = tmp_path / "crm_plugins-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: crm-plugins\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    (tmp_path / "crm_plugins.py").write_text(MODULE)
    (tmp_path / "crm_other.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("crm_plugins", None)


def test_nothing_is_loaded_that_is_not_allowed():
    assert discover(allowed=()) == ()
    assert "crm_plugins" not in sys.modules


@pytest.mark.parametrize("nonsense", ["mail", None, 5])
def test_what_is_no_list_of_names_is_told_in_words(nonsense):
    with pytest.raises(TypeError, match="allowed must be a list of names"):
        discover(allowed=nonsense)
    assert "crm_plugins" not in sys.modules


def test_what_is_allowed_comes_in_that_order_made_or_ready():
    ready, made = discover(allowed=("ready", "mail"))
    assert (ready.name, made.name) == ("mail", "mail")
    assert ready is sys.modules["crm_plugins"].ready
    assert "crm_other" not in sys.modules


def test_one_that_fails_or_is_not_there_is_named_and_left_out(caplog):
    assert [p.name for p in discover(allowed=("broken", "missing", "gone", "mail"))] == ["mail"]
    for name in ("broken", "missing", "gone"):
        assert f"plugin {name} " in caplog.text


def test_one_that_is_found_takes_part(feedback_for, metadata_of):
    (plugin,) = discover(allowed=["mail"])
    type(plugin).on_feedback_submit = lambda *_: {"metadata": {"crm": 7}}
    assert metadata_of(feedback_for(plugin))["crm"] == 7
