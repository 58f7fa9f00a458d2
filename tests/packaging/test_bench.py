"""The bench's own workings, on measures that take no time."""

from __future__ import annotations

import importlib
import json
import sys
from types import SimpleNamespace

import pytest

PARTS = (
    "registry", "summary", "table", "rounds", "facts",
    "server", "local_inbox", "floor", "bench", "run",
)  # fmt: skip


@pytest.fixture
def parts(root, monkeypatch):
    """The modules of packaging/bench/, loaded as the script loads them."""
    monkeypatch.syspath_prepend(root / "packaging" / "bench")
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in PARTS})
    for name in [*PARTS, *(name for name in sys.modules if name.split(".")[0] == "measures")]:
        sys.modules.pop(name, None)


@pytest.fixture
def made(parts):
    """Make a measure that gives these (value, baseline) pairs, a round each."""

    def make(name, *pairs, goal=None, notes=()):
        figure = parts.registry.Figure(name, "ms", "nothing", goal)

        def one(bench):
            pair = pairs[bench.round % len(pairs)]
            note = notes[bench.round] if notes else ""
            return {name: parts.registry.Sample(*pair, note)}

        return parts.registry.Measure(name, (figure,), one)

    return make


@pytest.fixture
def run_rounds(parts):
    def run(*measures, rounds):
        said = []
        bench = SimpleNamespace(round=0)
        return parts.rounds.run_rounds(measures, bench, rounds, said.append), said

    return run


def test_a_row_has_median_spread_and_the_median_of_the_ratios_of_its_rounds(made, run_rounds):
    # The machine is ten times slower in the second round, for both alike.
    (row,), _ = run_rounds(made("speed", (2, 1), (30, 10), (2, 1)), rounds=3)

    assert (row.median, row.spread, row.baseline, row.ratio) == (2, (2, 30), 1, 2.0)


@pytest.mark.parametrize(
    "limit, of, met", [(2, "value", True), (1.9, "value", False), (0.5, "ratio", True)]
)
def test_a_goal_is_met_by_the_median_or_by_the_ratio(parts, made, run_rounds, limit, of, met):
    goal = parts.registry.Goal(limit, of)

    (row,), _ = run_rounds(made("speed", (2, 4), goal=goal), rounds=3)

    assert row.met is met


def test_a_figure_without_a_goal_neither_meets_nor_misses_it(made, run_rounds):
    (row,), _ = run_rounds(made("speed", (2, 4)), rounds=1)

    assert row.met is None


def test_a_baseline_of_nothing_gives_no_ratio(parts, made, run_rounds):
    (row,), _ = run_rounds(made("speed", (2, 0)), rounds=1)

    assert row.ratio is None
    assert " - " in parts.table.table([row])


def test_all_measures_have_their_turn_in_each_round(made, run_rounds):
    _, said = run_rounds(made("a", (1, 1)), made("b", (1, 1)), rounds=2)

    turns = [line.split(": ")[0] for line in said]
    assert turns == [f"round {n} of 2, {name}" for n in (1, 2) for name in "ab"]


def test_a_measure_that_fails_is_told_with_its_sentence_and_the_others_go_on(
    parts, made, run_rounds
):
    def breaks(_bench):
        raise RuntimeError("There is no such screen.")

    figure = parts.registry.Figure("broken", "ms", "nothing")
    broken = parts.registry.Measure("broken", (figure,), breaks)

    rows, said = run_rounds(broken, made("speed", (2, 1)), rounds=2)

    table = parts.table.table(rows)
    assert "FAILED. There is no such screen." in table
    assert len(rows[1].samples) == 2
    assert sum("broken" in line for line in said) == 1, "it has no second turn"


def test_a_measure_that_forgets_a_figure_fails(parts, run_rounds):
    figure = parts.registry.Figure("speed", "ms", "nothing")

    (row,), _ = run_rounds(parts.registry.Measure("speed", (figure,), lambda _: {}), rounds=1)

    assert "'speed'" in row.failure


def test_the_table_says_what_was_measured_beside_what_and_whether_the_goal_is_met(
    parts, made, run_rounds
):
    goal = parts.registry.Goal(1.5, "ratio")
    rows, _ = run_rounds(
        made("slow", (2, 1), goal=goal, notes=("in the disk", "in the disk")),
        made("fast", (1.25, 1), goal=goal),
        rounds=2,
    )

    lines = [" ".join(line.split()) for line in parts.table.table(rows).splitlines()]

    assert lines[0] == "measure median spread baseline ratio goal met"
    assert lines[2] == "slow 2 ms 2 to 2 1 ms 2 x <= 1.5 x no"
    assert lines[3] == "fast 1.25 ms 1.25 to 1.25 1 ms 1.25 x <= 1.5 x yes"
    assert "nothing: slow, fast" in lines
    assert "slow: in the disk (2 of 2)" in lines


@pytest.fixture
def bench_run(parts, monkeypatch, tmp_path):
    """Run the command with these measures and no others; return status and JSON."""

    def run(*measures, words=()):
        registry = parts.registry.Registry()
        registry.measures += measures
        monkeypatch.setattr(parts.run, "REGISTRY", registry)
        monkeypatch.setattr(parts.run, "load_measures", lambda: None)
        monkeypatch.setattr(parts.run.compileall, "compile_dir", lambda *_, **__: True)
        output = tmp_path / "build" / "bench.json"
        status = parts.run.main([*words, "--output", str(output)])
        return status, json.loads(output.read_text("utf-8")) if output.exists() else None

    return run


def test_the_json_holds_every_sample_and_the_machine(made, bench_run):
    status, told = bench_run(made("speed", (2, 1), (4, 1)), words=["--rounds", "2"])

    (figure,) = told["figures"]
    assert status == 0
    assert figure["samples"] == [[2, 1], [4, 1]]
    assert {"cpus", "python", "qt", "binding", "load"} <= told["machine"].keys()


def test_nothing_in_the_json_names_the_machine_or_its_user(made, bench_run):
    import getpass
    import platform

    _, told = bench_run(made("speed", (2, 1)), words=["--quick"])

    words = {str(value) for value in told["machine"].values()}
    assert not words & {platform.node(), getpass.getuser()}


def test_a_missed_goal_is_no_error_and_a_measure_that_cannot_run_is(parts, made, bench_run):
    missed = made("speed", (2, 1), goal=parts.registry.Goal(1, "ratio"))
    gone = parts.registry.Measure("gone", missed.figures, lambda _: {})

    assert bench_run(missed, words=["--quick"])[0] == 0
    assert bench_run(missed, gone, words=["--quick"])[0] == 1


def test_only_the_named_measures_run(made, bench_run):
    _, told = bench_run(made("a", (1, 1)), made("b", (1, 1)), words=["--quick", "--only", "b"])

    assert [figure["measure"] for figure in told["figures"]] == ["b"]


def test_an_unknown_name_is_refused_with_the_names_there_are(made, bench_run, capsys):
    status, told = bench_run(made("speed", (1, 1)), words=["--only", "sped"])

    assert (status, told) == (2, None)
    assert "There is no measure sped; there are speed." in capsys.readouterr().err


def test_every_measure_of_the_project_has_its_own_name_and_figures(parts):
    parts.run.load_measures()

    measures = parts.registry.REGISTRY.measures
    figures = [figure.name for measure in measures for figure in measure.figures]
    assert measures
    assert len({measure.name for measure in measures}) == len(measures)
    assert len(set(figures)) == len(figures)


def test_a_child_that_fails_is_quoted_in_one_sentence(parts):
    with (
        parts.bench.Bench("pyside6") as bench,
        pytest.raises(RuntimeError, match="ValueError: no such thing"),
    ):
        bench.python("-c", "raise ValueError('no such thing')")


def test_a_child_sees_none_of_the_users_qt_settings(parts, monkeypatch):
    monkeypatch.setenv("QT_SCALE_FACTOR", "3")
    monkeypatch.setenv("DISPLAY", ":99")
    with parts.bench.Bench("pyqt6") as bench:
        code = "import os, json; print(json.dumps(dict(os.environ)))"
        seen = bench.python("-c", code)

    assert seen["QT_API"] == "pyqt6"
    assert "QT_SCALE_FACTOR" not in seen
    assert "DISPLAY" not in seen


def test_the_floor_sends_again_what_the_server_kept(parts, tmp_path):
    shots = [{"fileName": "a.png", "url": "/a.png"}]
    report = {"clientId": "client_demo", "rating": 4, "screenshots": shots}
    recording = parts.floor.Recording((("image/png", b"pixels"),), report)
    with parts.server.Server(0.0) as server:
        parts.floor.send_by_hand(server.port, recording, pictures=True, kept_in=tmp_path)
        log = server.take_log()

    again = parts.floor.Recording.of(log)
    assert [request["path"] for request in log] == ["/api/screenshots", "/api/feedback"]
    assert again.uploads == recording.uploads
    assert again.report["screenshots"][0]["fileSize"] == len(b"pixels")
    assert all(request["first_byte"] for request in log)
