import pytest
from feedbacks import Heard, feedbacks


@pytest.fixture
def feedback_for(tmp_path):
    with feedbacks(tmp_path) as make:
        yield make


@pytest.fixture
def heard():
    return Heard
