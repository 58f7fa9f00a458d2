"""What a Linux desktop is told of the app is what strict readers accept, in every language."""

from __future__ import annotations

import json
import re
import subprocess
import time
from configparser import RawConfigParser

import pytest

pytestmark = pytest.mark.deb

CHRISTMAS = 1_798_070_400  # 2026-12-24


@pytest.fixture
def desktop_files(door):
    return door.desktop_files


@pytest.fixture
def files(desktop_files, tmp_path):
    return desktop_files.write(tmp_path, CHRISTMAS)


def read(entry):
    parsed = RawConfigParser(interpolation=None)
    parsed.optionxform = str
    parsed.read(entry, encoding="utf-8")
    return parsed


def told(*command):
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr).strip()


def test_the_menu_entry_is_valid(files):
    assert told("desktop-file-validate", files[0]) == (0, "")


def test_a_wrong_menu_entry_would_be_found(files):
    entry = files[0]
    entry.write_text(entry.read_text(encoding="utf-8").replace("Utility;", "Toys;"))
    assert told("desktop-file-validate", entry)[1]


def test_the_page_in_a_software_store_is_valid(files):
    status, said = told("appstreamcli", "validate", "--no-net", "--no-color", files[1])
    assert status == 0, said
    assert not re.search(r"^[EWI]:", said, re.MULTILINE), said


def test_each_action_is_there_and_says_what_it_does_in_ten_languages(files, root):
    entry = read(files[0])
    actions = entry["Desktop Entry"]["Actions"].rstrip(";").split(";")
    assert actions == ["feedback", "region", "outbox", "settings"]
    english = json.loads((root / "resources/locales/en.json").read_text(encoding="utf-8"))
    for action in actions:
        group = entry[f"Desktop Action {action}"]
        assert group["Exec"] == f"usero-desktop open {action}"
        assert group["Name"] == english[f"app.{action}"]
        assert {"Name[de]", "Name[pt_BR]", "Name[zh_CN]", "Name[ar]"} <= set(group)


def test_the_releases_are_those_of_the_changelog(desktop_files, root, monkeypatch, tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## 0.3.0, not released yet\n\nFaster & smaller.\n\n- a\n\n"
        "## 0.2.0, 2026-12-01\n\nTwo lines\nof it.\n- b\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(desktop_files, "ROOT", tmp_path)

    newest, older = desktop_files.releases(CHRISTMAS)

    assert (newest.version, newest.out, newest.words) == ("0.3.0", False, "Faster & smaller.")
    assert newest.day == time.strftime("%Y-%m-%d", time.gmtime(CHRISTMAS))
    assert (older.version, older.day, older.out) == ("0.2.0", "2026-12-01", True)
    assert older.words == "Two lines of it."
    assert "Faster &amp; smaller." in desktop_files.metainfo(CHRISTMAS)


def test_a_text_that_no_catalog_has_stops_the_build(desktop_files, tmp_path, monkeypatch, door):
    (tmp_path / "en.json").write_text('{"entry.comment": "x"}', encoding="utf-8")
    monkeypatch.setattr(desktop_files, "LOCALES", tmp_path)
    monkeypatch.setattr(desktop_files, "ROOT", tmp_path)
    with pytest.raises(door.steps.Stop, match=r"en\.json has no text “entry\.generic”"):
        desktop_files.desktop_entry()
