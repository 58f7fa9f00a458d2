"""Saving changes what was changed, beside others who save, and never a file it cannot read."""

import os
import stat
import subprocess
import sys
import tomllib
from dataclasses import replace

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.settings import Program, Settings, file, load, save, start_anew
from usero_desktop.settings.values import KEYS, PROGRAM_KEYS

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")

ONE = Program("client_a1", "Ledger", "2.4")
TWO = Program("client_b2", base_url="http://127.0.0.1:9", environment="staging")
FULL = Settings((ONE, TWO), "client_b2", "Ctrl+Alt+F", True, False, "de", "dark")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "settings.toml"


def names(folder):
    return [its.name for its in folder.iterdir()]


def written(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return load(path).settings


def test_what_is_saved_is_what_is_loaded(path):
    assert save(FULL, path) == FULL
    loaded = load(path)
    assert (loaded.settings, loaded.problems) == (FULL, ())
    for settings in (FULL._replace(programs=(TWO,)), Settings(), FULL):
        save(settings, path)
        assert load(path).settings == settings


def test_programs_keep_the_files_order_and_new_ones_come_behind(path):
    save(FULL._replace(programs=(TWO,)), path)
    assert save(FULL, path).programs == (TWO, ONE)
    assert load(path).settings.programs == (TWO, ONE)


@posix
def test_a_new_file_is_for_its_user_alone_and_leaves_nothing_beside_it(path):
    save(FULL, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert names(path.parent) == ["settings.toml"]


def test_a_new_file_says_what_every_key_is_for(path):
    save(Settings(), path)
    text = path.read_text()
    for name, default in list(Settings._field_defaults.items())[1:]:
        assert name in KEYS
        assert tomllib.loads(text)[name] == default
    for name in PROGRAM_KEYS:
        assert f"\n# {name} = " in text


MINE = """\
# My own words.
theme = "dark"   # at night
future_key = [1, 2]

  [[programs]]  # the first
  client_id = 'client_a1'
  sparkle = true  # a newer version's
  [programs.deep]
  x = 1

# about the second
[[programs]]
client_id = "client_b2"
name = "B"

[other]
y = 2
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["posix", "windows"])
def test_comments_order_and_what_a_newer_version_keeps_stay(path, ends):
    settings = written(path, MINE.replace("\n", ends))
    first = replace(settings.programs[0], name="A")
    save(settings._replace(theme="light", programs=(first, settings.programs[1])), path)

    text = path.read_bytes().decode()
    assert "\n" not in text.replace(ends, "")
    lines = text.split(ends)
    was = MINE.split("\n")
    assert 'theme = "light"   # at night' in lines
    kept = [line for line in was if line and not line.startswith("theme")]
    assert [line for line in lines if line in kept] == kept
    assert load(path).settings.programs[0].name == "A"


def test_a_file_that_says_all_of_it_already_is_not_touched(path):
    settings = written(path, MINE)
    os.utime(path, ns=(1, 1))
    save(settings, path)
    assert path.stat().st_mtime_ns == 1


def test_a_byte_order_mark_stays(path):
    settings = written(path, '\ufefftheme = "dark"\r\n')
    save(settings._replace(notify=False), path)
    assert path.read_bytes().startswith(b'\xef\xbb\xbftheme = "dark"\r\n')
    assert load(path).settings == settings._replace(notify=False)


def test_programs_in_one_line_stay_in_one_line(path):
    settings = written(path, 'programs = [{client_id = "client_a1"}] # mine\n')
    save(settings._replace(programs=(*settings.programs, TWO)), path)
    assert path.read_text().count("\n") == 1
    assert load(path).settings.programs == (Program("client_a1"), TWO)
    save(settings._replace(programs=(TWO,)), path)
    assert load(path).settings.programs == (TWO,)


def test_a_wrong_value_stays_until_it_is_changed_itself(path):
    settings = written(path, 'theme = "blue"\n')
    save(settings._replace(notify=False), path)
    assert 'theme = "blue"' in path.read_text()
    save(settings._replace(theme="dark"), path)
    assert load(path).problems == ()


def test_a_program_that_could_not_be_used_is_mended_in_its_place(path):
    text = '[[programs]]\nclient_id = "client_b2"\nbase_url = "usero" # hm\nenvironment = ""\n'
    settings = written(path, text)
    assert settings.programs == ()
    save(settings._replace(programs=(Program("client_b2", "B"),)), path)
    loaded = load(path)
    assert (loaded.problems, loaded.settings.programs) == ((), (Program("client_b2", "B"),))
    assert path.read_text().count("[[programs]]") == 1


@pytest.mark.parametrize("raw", [b"theme = dark\n", b"\xff\xfe", b"x" * 300_000])
def test_a_file_that_cannot_be_read_is_left_alone_and_can_be_moved_away(path, raw):
    path.parent.mkdir()
    path.write_bytes(raw)
    with pytest.raises(ConfigError) as caught:
        save(FULL, path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == raw

    aside = start_anew(path)
    assert aside == path.with_name("settings.toml.broken-1")
    assert aside.read_bytes() == raw
    save(FULL, path)
    assert load(path).settings == FULL

    path.write_bytes(raw)
    assert start_anew(path) == path.with_name("settings.toml.broken-2")
    assert aside.read_bytes() == raw


def test_a_folder_in_its_place_can_be_moved_away_too(path):
    path.mkdir(parents=True)
    with pytest.raises(ConfigError, match="is not a file"):
        save(FULL, path)
    assert start_anew(path).is_dir()
    save(FULL, path)
    assert load(path).settings == FULL


@posix
def test_a_link_stays_a_link_and_what_it_leads_to_is_changed(path, tmp_path):
    real = tmp_path / "dotfiles" / "usero.toml"
    real.parent.mkdir()
    real.write_text("# mine\n")
    path.parent.mkdir()
    path.symlink_to(real)
    save(FULL, path)
    assert path.is_symlink()
    assert real.read_text().startswith("# mine\n")
    assert load(path).settings == FULL
    assert names(real.parent) == ["usero.toml"]


@posix
def test_where_nothing_can_be_written_it_is_said(tmp_path):
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("")
    path = in_the_way / "settings.toml"
    assert load(path).settings == Settings()
    with pytest.raises(ConfigError, match="cannot be written"):
        save(FULL, path)


@posix
def test_what_breaks_off_in_the_middle_leaves_the_old_file(path, monkeypatch):
    save(FULL, path)
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file.os, "fsync", full)
    with pytest.raises(ConfigError, match=r"cannot be written \(No space left on device\)"):
        save(Settings(), path)
    assert path.read_bytes() == before
    assert names(path.parent) == ["settings.toml"]


def test_what_a_killed_writer_left_goes_with_the_next_save_and_nothing_else_does(path):
    save(FULL, path)
    left, young = (path.with_name(f".settings.toml-{name}") for name in ("left", "young"))
    mine = path.with_name("settings.toml-mine")
    for file_ in (left, young, mine):
        file_.touch()
    for file_ in (left, mine):
        os.utime(file_, (1, 1))
    save(Settings(), path)
    assert sorted(names(path.parent)) == [".settings.toml-young", "settings.toml", mine.name]


def test_two_who_change_different_things_lose_nothing(path):
    base = save(FULL, path)
    save(base._replace(theme="light", programs=(*base.programs, Program("client_c3"))), path)
    mine = base._replace(notify=True, programs=(replace(ONE, version="3"), TWO))

    now = save(mine, path, since=base)

    third = Program("client_c3")
    programs = (replace(ONE, version="3"), TWO, third)
    assert now == base._replace(theme="light", notify=True, programs=programs)
    assert load(path).settings == now


def test_what_one_removes_stays_removed_unless_the_other_changed_it(path):
    base = save(FULL, path)
    save(base._replace(programs=(), current=""), path)
    now = save(base._replace(programs=(ONE, replace(TWO, name="B"))), path, since=base)
    assert now.programs == (replace(TWO, name="B"),)


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from usero_desktop.settings import Program, load, save
path = Path(sys.argv[1])
for number in range(12):
    base = load(path).settings
    program = Program(f"client_{sys.argv[2]}_{number}")
    save(base._replace(programs=(*base.programs, program)), path, since=base)
"""


def test_writers_in_several_processes_lose_nothing_of_each_other(path):
    processes = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, str(who)]) for who in range(3)
    ]
    assert [process.wait(100) for process in processes] == [0, 0, 0]
    loaded = load(path)
    wanted = {f"client_{who}_{number}" for who in range(3) for number in range(12)}
    assert {program.client_id for program in loaded.settings.programs} == wanted
    assert loaded.problems == ()


@posix
def test_a_writer_that_hangs_is_not_waited_for_for_ever(path, monkeypatch):
    monkeypatch.setattr(file, "PATIENCE_SECONDS", 0.1)
    save(FULL, path)
    with file.alone(path), pytest.raises(ConfigError, match="changed by another program"):
        save(Settings(), path)
    save(Settings(), path)
