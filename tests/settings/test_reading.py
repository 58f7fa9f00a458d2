"""A wrong settings file: which file, which line, which key, and defaults in its place."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.settings import Program, Settings, load

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, pipes and links of POSIX")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.toml"


def only(loaded):
    (problem,) = loaded.problems
    assert problem.sentence.startswith(f"{loaded.path}, line {problem.line}: ")
    assert problem.sentence.endswith((".", "?"))
    return problem


def test_no_file_is_as_good_as_an_empty_one(path):
    assert load(path).settings == Settings()
    assert load(path).problems == ()
    assert not path.exists()
    path.touch()
    assert load(path).settings == Settings()


def test_all_that_can_be_set_is_read(path):
    path.write_text(
        """
        current = "client_b2"
        hotkey = "Ctrl+Alt+F"
        offer_window_title = true
        notify = false
        locale = "pt-BR"
        theme = "dark"

        [[programs]]
        client_id = "client_a1"
        [[programs]]
        client_id = "client_b2"
        name = "Ledger"
        version = "2.4"
        base_url = "http://usero.test/"
        environment = "staging"
        allow_insecure = true
        """
    )
    loaded = load(path)

    second = Program("client_b2", "Ledger", "2.4", "http://usero.test", "staging", True)
    assert loaded.problems == ()
    assert loaded.settings == Settings(
        (Program("client_a1"), second), "client_b2", "Ctrl+Alt+F", True, False, "pt-BR", "dark"
    )
    assert loaded.settings.program == second


BROKEN = [
    ("theme = dark\n", 1, "theme", "Invalid value"),
    ("notify = true\n\n# a\ntheme = 'dark\n", 4, "theme", "theme"),
    ('hotkey = """\n[[programs]]\nname = "x"\n', 1, "hotkey", "Unterminated string"),
    ("notify = true\nx = [1,\n 2\n# no end\n", 2, "x", "Unclosed array"),
    ("notify = true\nnotify = false\n", 2, "notify", "Cannot overwrite a value"),
    ("[[programs]]\nclient_id = 'a'\n[[programs]\n", 3, "programs", "]]"),
    ("[[programs]]\nclient_id 'a'\n", 2, "programs", "Expected '='"),
    ("= 3", 1, "", "Invalid"),
    ("a = 1\nb = " + "9" * 5000 + "\nc = 2\n", 2, "b", "too many digits"),
    ("a = 1\nb = " + "[" * 90_000 + "\nc = 2\n", 2, "b", "brackets"),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["posix", "windows"])
@pytest.mark.parametrize("text, line, key, why", BROKEN)
def test_what_is_no_toml_is_told_with_its_line_and_key(path, text, line, key, why, ends):
    raw = text.replace("\n", ends).encode()
    path.write_bytes(raw)
    loaded = load(path)

    problem = only(loaded)
    assert (problem.line, problem.key) == (line, key)
    assert why in problem.sentence
    assert loaded.settings == Settings()
    assert not loaded.is_readable
    assert path.read_bytes() == raw


def test_a_key_of_thousands_of_parts_keeps_nobody_waiting(path):
    path.write_text("notify = false\n" + "a." * 120_000 + "a = 1\n")
    loaded = load(path)
    assert only(loaded).sentence == f"{path}, line 2: a key of more than 32 parts cannot be read."
    assert (loaded.settings, loaded.is_readable) == (Settings(), False)


def test_a_text_without_quotes_is_answered_with_what_it_needs(path):
    path.write_text("locale = de\n")
    assert only(load(path)).sentence == (
        f"{path}, line 1: this is not TOML, at locale (Invalid value); a text needs quotes "
        "around it."
    )


WRONG = [
    ('theme = "blue"', 'theme must be "light", "dark" or "", not \'blue\'.'),
    ("theme = 3", 'theme must be "light", "dark" or "", not 3.'),
    ('notify = "yes"', "notify must be true or false, not 'yes'."),
    ("offer_window_title = 1", "offer_window_title must be true or false, not 1."),
    ("hotkey = true", "hotkey must be a text, not true."),
    ("hotkey = ['F1']", "hotkey must be a text, not an array."),
    ('locale = "!!"', 'locale must be a language such as "de" or "pt-BR", or "", not \'!!\'.'),
    ("notfy = false", "there is no setting notfy; did you mean notify?"),
    ('language = "de"', "there is no setting language; did you mean locale?"),
    ("colors = 'dark'", "there is no setting colors; did you mean theme?"),
    ("frobnicate = 1", "there is no setting frobnicate."),
    ('current = "nope"', "current is 'nope', and no program here has that client_id."),
    ("programs = 3", "programs must be a list of tables, each beginning with [[programs]], not 3."),
]


@pytest.mark.parametrize("text, told", WRONG)
def test_a_wrong_value_alone_has_its_default_and_the_others_count(path, text, told):
    hotkey = "" if text.startswith("hotkey") else 'hotkey = "Ctrl+F9"'
    path.write_text(f"# mine\n{hotkey}\n\n{text}  # here\n")
    loaded = load(path)

    assert only(loaded).sentence == f"{path}, line 4: {told}"
    assert only(loaded).key == text.split(" ")[0]
    assert loaded.is_readable
    if hotkey:
        assert loaded.settings.hotkey == "Ctrl+F9"


PROGRAMS = [
    ('base_url = "usero"', "base_url", "base_url 'usero' is not a web address"),
    ('base_url = "http://a.example"', "base_url", "or set allow_insecure = true"),
    ('base_ulr = "https://a.example"', "base_ulr", "did you mean base_url?"),
    ('environment = "default"', "environment", "would make a separate environment"),
    ("version = 2.4", "version", "programs.version must be a text, not 2.4."),
    ('allow_insecure = "yes"', "allow_insecure", "true or false"),
]


@pytest.mark.parametrize("text, key, told", PROGRAMS)
def test_a_program_with_something_wrong_is_not_used_so_no_report_goes_astray(path, text, key, told):
    path.write_text(
        '[[programs]]\nclient_id = "client_a1"\n\n'
        f'[[programs]]\nclient_id = "client_b2"\nname = """\nLedger\n\n"""\n{text}\n'
    )
    loaded = load(path)

    problem = only(loaded)
    assert (problem.line, problem.key) == (10, f"programs.{key}")
    assert told in problem.sentence
    assert [its.client_id for its in loaded.settings.programs] == ["client_a1"]


def test_what_a_newer_version_keeps_in_a_program_does_not_stop_its_use(path):
    path.write_text('[[programs]]\nclient_id = "client_a1"\nsparkle_level = 3\n')
    loaded = load(path)

    assert only(loaded).line == 3
    assert loaded.settings.programs == (Program("client_a1"),)


def test_ids_that_are_missing_or_stand_twice_are_told(path):
    path.write_text(
        '[[programs]]\nname = "x"\n[[programs]]\nclient_id = "client_a1"\n'
        '[[programs]]\nname = "y"\nclient_id = "client_a1"\n'
    )
    loaded = load(path)

    assert [(its.line, its.key) for its in loaded.problems] == [
        (1, "programs.client_id"),
        (7, "programs.client_id"),
    ]
    assert loaded.settings.programs == (Program("client_a1"),)


def test_programs_may_be_written_in_one_line_too(path):
    path.write_text(
        'programs = [{client_id = "client_a1", name = "[[x]]"},\n  # }\n'
        '  {client_id = "client_b2",\n   name = 3}]\n'
        if sys.version_info >= (3, 15)
        else 'programs = [{client_id = "client_a1", name = "[[x]]"},\n  # }\n\n'
        '  {client_id = "client_b2", name = 3}]\n'
    )
    loaded = load(path)
    assert (only(loaded).line, only(loaded).key) == (4, "programs.name")


def test_a_byte_order_mark_is_no_part_of_the_text(path):
    path.write_bytes(b'\xef\xbb\xbfhotkey = "F9"\r\ntheme = "x"\r\n')
    loaded = load(path)
    assert only(loaded).line == 2
    assert loaded.settings.hotkey == "F9"


@pytest.mark.parametrize(
    "raw, line",
    [
        (b'hotkey = "F9"\nname = "caf\xe9"\n', 2),
        ('hotkey = "F9"\n'.encode("utf-16"), 1),
        (b"a = 1\n\n\n" + b"\xff" * 9, 4),
    ],
    ids=["latin1", "utf16", "noise"],
)
def test_what_is_not_utf_8_is_told(path, raw, line):
    path.write_bytes(raw)
    loaded = load(path)
    assert only(loaded).line == line
    assert "UTF-8" in only(loaded).sentence
    assert not loaded.is_readable


def test_a_folder_in_its_place_is_told(path):
    path.mkdir()
    loaded = load(path)
    assert loaded.problems[0].sentence == f"{path} is not a file."
    assert (loaded.settings, loaded.is_readable) == (Settings(), False)


@posix
def test_nobody_waits_for_the_other_end_of_a_pipe(path):
    os.mkfifo(path)
    assert load(path).problems[0].sentence == f"{path} is not a file."


NOBODY = """
import os
from pathlib import Path
from usero_desktop.settings import Settings, load
load(Path("none"))
if os.geteuid() == 0:
    os.setuid(65534)
loaded = load(Path("settings.toml"))
print(loaded.problems[0].sentence, loaded.is_readable, loaded.settings == Settings())
"""
"""Root may read everything, so it becomes nobody."""


@posix
def test_a_file_that_may_not_be_read_is_told(path):
    path.write_text('hotkey = "F9"')
    path.chmod(0)
    path.parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", NOBODY], cwd=path.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == "settings.toml cannot be read (Permission denied). False True\n"


@posix
def test_links_in_a_circle_are_told(path):
    path.symlink_to(path)
    loaded = load(path)
    assert "cannot be read (Too many levels" in loaded.problems[0].sentence
    assert not loaded.is_readable


def test_reading_needs_no_library(path):
    path.write_text('hotkey = "F9"')
    code = (
        "import sys; sys.modules['tomlkit'] = None\n"
        "from pathlib import Path\nfrom usero_desktop.settings import load\n"
        "print(load(Path(sys.argv[1])).settings.hotkey)"
    )
    command = [sys.executable, "-c", code, path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "F9\n"


def test_ten_megabytes_are_no_settings_and_not_read(path):
    with path.open("wb") as file:
        file.truncate(10_000_000)
    loaded = load(path)
    assert "larger than 256 KB" in loaded.problems[0].sentence
    assert not loaded.is_readable


@given(st.text(alphabet="[]{}=.,#\"'\\\n ab1", max_size=60))
def test_whatever_stands_there_is_answered(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "settings.toml"
    path.write_text(text, newline="")
    loaded = load(path)
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in loaded.problems)
    assert path.read_bytes() == text.encode()
