"""A command that is called wrongly says so in one sentence and ends with status 2."""

import json
import os
import subprocess
import sys

import pytest

from usero_desktop.cli.command_line import build_parser
from usero_desktop.cli.main import main
from usero_desktop.cli.wording import on_command_line

SEE = "see usero-desktop send --help."


@pytest.mark.parametrize(
    "words, told",
    [
        ("--verison", "usero-desktop: There is no option --verison; did you mean --version?"),
        ("send --wiat", "usero-desktop send: There is no option --wiat; did you mean --wait?"),
        ("send --zzzz=1", f"usero-desktop send: There is no option --zzzz; {SEE}"),
        ("send hello", f"usero-desktop send: 'hello' is not expected here; {SEE}"),
        ("send --rating", f"usero-desktop send: --rating: expected one argument; {SEE}"),
        ("inbox --prot 5", "usero-desktop inbox: There is no option --prot; did you mean --port?"),
        ("demo --dakr", "usero-desktop demo: There is no option --dakr; did you mean --dark?"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence(capsys, words, told):
    with pytest.raises(SystemExit) as caught:
        main(words.split())
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{told}\n"


@pytest.mark.parametrize(
    "words, told",
    [
        ("send --json --wiat", "There is no option --wiat; did you mean --wait?"),
        ("send --json --rating", "--rating: expected one argument"),
        ("send --js --zzzz=1", f"There is no option --zzzz; {SEE}"),
        ("outbox --json", "There is no option --json"),
        ("outbox list more --json", "'more' is not expected here"),
        ("outbox retry --json --al --lal", "There is no option --lal; did you mean --all?"),
        ("doctor --offlien --json", "There is no option --offlien; did you mean --offline?"),
        ("history --limt 3 --json", "There is no option --limt"),
        ("sned --json", "COMMAND: invalid choice: 'sned'"),
    ],
)
def test_a_script_that_asked_for_json_is_told_its_mistake_in_json(capsys, words, told):
    with pytest.raises(SystemExit) as caught:
        main(words.split())
    assert caught.value.code == 2
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert (answer["status"], answer["code"]) == ("invalid", "usage")
    assert answer["error"].startswith(told)
    assert said.err.endswith(f": {answer['error']}\n")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "words", ["send --comment --json= --zzzz", "send --zzzz -- --json", "send -- --"]
)
def test_json_that_is_no_option_there_is_not_asked_for(capsys, words):
    with pytest.raises(SystemExit):
        main(words.split())
    assert capsys.readouterr().out == ""


def test_an_option_that_is_told_to_nobody_is_suggested_to_nobody(capsys):
    with pytest.raises(SystemExit):
        main(["inbox", "--until-input-end_"])
    assert "did you mean" not in capsys.readouterr().err


def test_asking_for_the_version_loads_no_command():
    code = (
        "import sys; from usero_desktop.cli.command_line import build_parser;"
        "build_parser(only='');"
        "print([name for name in sys.modules if name.startswith('usero_desktop.core')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_every_command_can_be_described_whole():
    for name, parser in build_parser().commands.items():
        assert parser.description, name
        assert callable(parser.get_default("run")), name


FLAGS = {"data_dir": "--data-dir", "allow_insecure": "--allow-insecure"}


@pytest.mark.parametrize(
    "sentence, here",
    [
        ("choose another data_dir.", "choose another --data-dir."),
        ("set allow_insecure=True if", "set --allow-insecure if"),
        ("data_dir 'data_dir' is", "--data-dir 'data_dir' is"),
        ("/a/data_dir/b cannot be written", "/a/data_dir/b cannot be written"),
        ("my_data_dir and data_dirs", "my_data_dir and data_dirs"),
    ],
)
def test_an_option_is_called_as_it_is_typed_and_the_users_own_words_stay(sentence, here):
    assert on_command_line(sentence, FLAGS) == here


@pytest.mark.parametrize("words", [(), ("open", "feedback"), ("open", "region", "--background")])
def test_what_a_click_starts_waits_for_no_parser(words):
    code = (
        "import sys; from usero_desktop.cli.main import main;"
        f"status = main({list(words)!r}); print(status, 'argparse' in sys.modules)"
    )
    unseen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in unseen}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True
    )
    assert done.stdout == "69 False\n"
    assert "no screen" in done.stderr
