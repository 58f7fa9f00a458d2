"""An outbox that the modes of its folders forbid."""

import sys

import pytest
from rights import run_as_ordinary

from usero_desktop.paths import outbox_path

KEEP_ONE = """
import sys
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError
feedback = Feedback("client_demo", base_url="http://127.0.0.1:9", data_dir=sys.argv[1])
try:
    print(feedback.flush(5))
except OutboxError as error:
    print(error.code, error)
ticket = feedback.submit(rating=1)
print(ticket.not_kept.code, ticket.not_kept)
feedback.start()
feedback.retry_now()
feedback.close()
"""


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_may_not_be_written_is_one_sentence(tmp_path, mode):
    folder = tmp_path / "data"
    folder.mkdir(mode=mode)
    done = run_as_ordinary([sys.executable, "-c", KEEP_ONE, str(folder)])
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    sentence = f"The outbox {outbox_path('client_demo', folder)} cannot be written"
    assert second.startswith(f"outbox_unwritable {sentence} (Permission denied); choose")
    assert first == ("True" if mode else second)  # what may not be looked at may hold reports
    assert "Traceback" not in done.stderr


def test_a_file_of_ours_that_lost_its_rights_gets_them_back(tmp_path):
    file = outbox_path("client_demo", tmp_path)
    file.parent.mkdir()
    file.touch(mode=0o400)
    keep = KEEP_ONE.replace("print(ticket.not_kept.code, ticket.not_kept)", "print(ticket.kept)")
    done = run_as_ordinary([sys.executable, "-c", keep, str(tmp_path)])
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "True"]
    assert "Traceback" not in done.stderr
