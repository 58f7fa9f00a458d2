import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.outbox.schedule import is_expired, retry_delay

DAY = 86_400
HOUR = 3_600


@pytest.mark.promise("B5")
@pytest.mark.parametrize(
    "attempts, longest", [(1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (5000, 3600)]
)
def test_the_wait_doubles_from_five_seconds_to_an_hour(attempts, longest, figure):
    assert retry_delay(attempts, random=lambda: 1.0) == longest
    assert retry_delay(attempts, random=lambda: 0.0) == 1.0
    figure("at most 5 s before the second attempt, doubling to 3600 s")


@given(st.integers(1, 10_000), st.floats(0, 1), st.none() | st.floats(0, 1e18))
def test_the_wait_is_never_under_a_second_nor_over_a_day(attempts, chance, wish):
    delay = retry_delay(attempts, random=lambda: chance, retry_after=wish)
    assert 1.0 <= delay <= DAY
    if wish is not None:
        assert delay >= min(wish, DAY - HOUR)


def test_programs_that_lost_the_same_server_do_not_come_back_together():
    source = random.Random(1)
    seconds = Counter(int(retry_delay(8, random=source.random)) for _ in range(10_000))
    assert max(seconds.values()) <= 200


@pytest.mark.promise("B5")
def test_a_report_gives_up_only_when_it_is_old_and_was_tried_often(figure):
    assert is_expired(31 * DAY, 10)
    assert not is_expired(31 * DAY, 9)
    assert not is_expired(29 * DAY, 1000)
    figure("given up after 30 days and 10 attempts, not before")
