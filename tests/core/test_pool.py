import queue
import subprocess
import sys
import threading
import weakref
from functools import partial

import pytest

from usero_desktop.cancellation import checkpoint
from usero_desktop.core.pool import Pool

PATIENCE = 20


@pytest.fixture
def pool():
    made = Pool()
    yield made
    made.close()


def test_a_result_and_an_exception_both_come_back(pool):
    answers = queue.SimpleQueue()
    pool.run(lambda: 6 * 7, answers.put)
    assert answers.get(timeout=PATIENCE) == 42
    pool.run(lambda: 1 / 0, answers.put)
    assert isinstance(answers.get(timeout=PATIENCE), ZeroDivisionError)


def test_threads_start_when_needed_and_two_run_at_once(pool):
    before = threading.active_count()
    both = threading.Barrier(3)
    for _ in range(2):
        pool.run(lambda: both.wait(PATIENCE), lambda _: None)
    both.wait(PATIENCE)
    assert threading.active_count() <= before + 2


def test_one_job_after_another_needs_one_thread(pool):
    names = queue.SimpleQueue()
    for _ in range(5):
        pool.run(lambda: threading.current_thread().name, names.put)
        names.get(timeout=PATIENCE)
    assert len(pool._threads) <= 2


def test_an_answer_that_fails_is_logged_and_the_pool_goes_on(pool, caplog):
    answers = queue.SimpleQueue()
    pool.run(lambda: None, lambda _: 1 / 0)
    pool.run(lambda: None, lambda _: 1 / 0)
    pool.run(lambda: "still here", answers.put)
    assert answers.get(timeout=PATIENCE) == "still here"
    assert "ZeroDivisionError" in caplog.text


def test_after_closing_nothing_is_answered_any_more(pool):
    inside, go = threading.Event(), threading.Event()
    answers = queue.SimpleQueue()

    def job():
        inside.set()
        go.wait(PATIENCE)

    pool.run(job, answers.put)
    assert inside.wait(PATIENCE)
    pool.close()
    pool.run(job, answers.put)
    go.set()
    for thread in threading.enumerate():
        if thread.name.startswith("usero-pool"):
            thread.join(PATIENCE)
    assert answers.empty()


def test_what_is_cancelled_ends_at_its_next_step_and_what_waits_is_not_begun(pool):
    inside, go = threading.Event(), threading.Event()
    steps, answers = queue.SimpleQueue(), queue.SimpleQueue()

    def job():
        for step in range(3):
            checkpoint()
            steps.put(step)
            inside.set()
            go.wait(PATIENCE)

    for _ in range(2):
        pool.run(job, answers.put)
    pool.run(lambda: steps.put("begun"), answers.put)
    assert inside.wait(PATIENCE)
    pool.cancel()
    go.set()
    pool.close(PATIENCE)

    assert not any(thread.is_alive() for thread in pool._threads)
    assert {steps.get() for _ in range(steps.qsize())} == {0}
    assert answers.empty()


def test_only_threads_of_a_cancelled_pool_heed_it(pool):
    pool.cancel()

    checkpoint()


def test_a_job_that_is_done_is_held_no_longer(pool):
    class Picture:
        pass

    answers, picture = queue.SimpleQueue(), Picture()
    gone = threading.Event()
    weakref.finalize(picture, gone.set)
    pool.run(partial(id, picture), answers.put)
    answers.get(timeout=PATIENCE)
    del picture

    assert gone.wait(PATIENCE)


def test_a_stuck_job_does_not_keep_the_process_alive():
    program = """
import threading
from usero_desktop.core.pool import Pool
pool = Pool()
inside = threading.Event()
pool.run(lambda: inside.set() or threading.Event().wait(), print)
inside.wait()
pool.close()
"""
    done = subprocess.run([sys.executable, "-c", program], timeout=30, check=False)
    assert done.returncode == 0


def test_the_programs_end_cancels_what_ends_with_it_and_nothing_else():
    program = """
import threading
from usero_desktop.cancellation import Cancelled, checkpoint
from usero_desktop.core.pool import Pool

inside = threading.Barrier(3)

def job(name):
    inside.wait()
    try:
        while not over.wait(0.001):
            checkpoint()
    except Cancelled:
        print(name, "is cancelled", flush=True)

over = threading.Event()
passing, other = Pool(ends_with_program=True), Pool()
passing.run(lambda: job("passing"), print)
other.run(lambda: job("other"), print)
inside.wait()
passing.close()
other.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], timeout=30, check=True, capture_output=True, text=True
    )
    assert done.stdout == "passing is cancelled\n"
    assert done.stderr == ""
