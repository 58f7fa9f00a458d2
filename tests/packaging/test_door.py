"""dev.py decides: what to install, what to say, what to run."""

from __future__ import annotations

import ast
import shlex
import threading
import types

import pytest

LDD = """\
/venv/PySide6/QtWidgets.abi3.so:
\tlinux-vdso.so.1 (0x00007ffd)
\tlibQt6Core.so.6 => /venv/PySide6/Qt/lib/libQt6Core.so.6 (0x00007f)
\tlibGL.so.1 => not found
/venv/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlibGL.so.1 => not found
\tlibxcb-cursor.so.0 => not found
"""


class Apt:
    """Stands for apt-get: notes what it is asked, and fails as often as it is told."""

    def __init__(self, door, monkeypatch, failures=0):
        self.calls = []
        self.failures = failures
        self.stop = door.steps.Stop
        monkeypatch.setattr(door.system, "_apt_get", self)

    def __call__(self, verb, *packages, **_):
        self.calls.append((verb, *packages))
        if verb == "install" and self.failures:
            self.failures -= 1
            raise self.stop("Unable to locate package")


@pytest.fixture
def machine(door, monkeypatch):
    def be(*, root, apt=True, linux=True):
        monkeypatch.setattr(door.system, "is_root", lambda: root)
        monkeypatch.setattr(door.system, "has_apt", lambda: apt)
        monkeypatch.setattr(door.system, "is_linux", lambda: linux)

    return be


def test_ldd_tells_what_qt_lacks(door):
    assert door.system.not_found(LDD) == {"libGL.so.1", "libxcb-cursor.so.0"}


def test_root_on_debian_gets_the_packages_installed(door, machine, monkeypatch):
    machine(root=True)
    apt = Apt(door, monkeypatch)
    door.system.provide({"libgl1": "Qt"}, verbose=False)
    assert apt.calls == [("install", "libgl1")]


def test_empty_package_lists_are_fetched_and_the_installation_tried_again(
    door, machine, monkeypatch
):
    machine(root=True)
    apt = Apt(door, monkeypatch, failures=1)
    door.system.provide({"libgl1": "Qt"}, verbose=False)
    assert apt.calls == [("install", "libgl1"), ("update",), ("install", "libgl1")]


def test_without_root_there_is_one_line_to_run_and_nothing_is_installed(door, machine, monkeypatch):
    machine(root=False)
    apt = Apt(door, monkeypatch)
    with pytest.raises(door.steps.Stop) as stop:
        door.system.provide({"libgl1": "Qt", "xvfb": "a server"}, verbose=False)
    lines = [line for line in str(stop.value).splitlines() if "sudo" in line]
    assert lines == ["  sudo apt-get install --no-install-recommends libgl1 xvfb"]
    assert apt.calls == []


def test_where_there_is_no_apt_the_names_are_told(door, machine):
    machine(root=True, apt=False)
    with pytest.raises(door.steps.Stop, match="names are Debian's") as stop:
        door.system.provide({"libgl1": "libGL.so.1, which Qt loads"}, verbose=False)
    assert "sudo" not in str(stop.value)


def test_libraries_and_tools_are_asked_for_at_once(door, machine, monkeypatch, tmp_path):
    machine(root=True)
    lacks = iter([{"libGL.so.1"}, set()])
    monkeypatch.setattr(door.system, "missing_libraries", lambda *_: next(lacks))
    apt = Apt(door, monkeypatch)
    tool = door.system.Tool("xvfb", "screen", "a server", ("no-such-program",))
    door.system.prepare(tmp_path, platforms=["xcb"], tools=[tool], verbose=False)
    assert apt.calls == [("install", "libgl1", "xvfb")]


def test_a_library_in_no_package_of_ours_is_named(door, machine, monkeypatch, tmp_path):
    machine(root=True)
    monkeypatch.setattr(door.system, "missing_libraries", lambda *_: {"libodd.so.3"})
    with pytest.raises(door.steps.Stop, match=r"libodd\.so\.3"):
        door.system.prepare(tmp_path, verbose=False)


def test_other_systems_need_nothing_from_apt(door, machine, tmp_path, capsys):
    machine(root=False, apt=False, linux=False)
    door.system.prepare(tmp_path, verbose=False)
    tools, left_out = door.system.test_tools(without=False, faults=True)
    assert tools == []
    assert left_out == [
        *("browser", "compiler", "deb", "faults", "installed", "keyring"),
        *("reader", "recipes", "replay", "screen", "wayland"),
    ]
    assert "Linux alone" in capsys.readouterr().out


def test_without_tools_the_tests_that_need_missing_ones_are_left_out(
    door, machine, monkeypatch, capsys
):
    machine(root=False)
    absent = door.system.Tool("chromium", "browser", "reads pages", ("no-such-program",))
    present = door.system.Tool("shell", "screen", "is everywhere", ("sh",))
    monkeypatch.setattr(door.system, "TOOLS", (absent, present))
    assert door.system.test_tools(without=True, faults=True) == ([], ["browser"])
    assert "chromium" in capsys.readouterr().out


def test_the_long_tests_and_what_they_need_come_only_when_asked_for(door, machine, monkeypatch):
    machine(root=False)
    long = door.system.Tool("strace", "faults", "makes calls fail", ("no-such-program",))
    quick = door.system.Tool("shell", "screen", "is everywhere", ("sh",))
    monkeypatch.setattr(door.system, "TOOLS", (long, quick))
    assert door.system.test_tools(without=False, faults=False) == ([quick], ["faults"])
    assert door.system.test_tools(without=False, faults=True) == ([long, quick], [])
    assert door.system.test_tools(without=True, faults=False) == ([], ["faults"])


def test_every_tool_has_a_reason_and_a_way_to_be_found(door):
    for tool in door.system.TOOLS:
        assert tool.reason
        assert tool.programs or tool.file


def test_tests_run_away_from_the_users_screen_home_and_keyring(door, monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus")
    monkeypatch.setenv("HTTPS_PROXY", "a proxy")
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    env = door.suite.test_environment("pyqt6", tmp_path)
    gone = {"DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "HTTPS_PROXY", "QT_SCALE_FACTOR", "PYTHONPATH"}
    assert gone.isdisjoint(env)
    assert env["QT_API"] == env["PYTEST_QT_API"] == "pyqt6"
    assert env["QT_QPA_PLATFORM"] == "offscreen"
    places = [name for name in env if name == "HOME" or name.startswith("XDG_")]
    assert len(places) == 6
    assert all(env[name].startswith(str(tmp_path)) for name in places)


@pytest.mark.parametrize(
    "words, named",
    [
        ([], False),
        (["-x", "-q"], False),
        (["-k", "launcher"], False),
        (["tests/packaging"], True),
        (["-x", "tests/packaging/test_door.py::test_x"], True),
    ],
)
def test_files_named_by_the_user_replace_ours(door, words, named):
    assert door.suite.names_tests(words) is named


@pytest.mark.parametrize(
    "codes, code",
    [([0, 0], 0), ([0, 5], 0), ([5, 5], 5), ([0, 1], 1), ([2, 0], 2), ([-11, 0], 1)],
)
def test_one_failed_run_fails_both_and_an_empty_one_alone_does_not(door, codes, code):
    assert door.suite.verdict(codes) == code


def test_the_closing_line_counts_what_pytest_counted(door, monkeypatch, tmp_path):
    monkeypatch.setattr(door.suite, "BUILD", tmp_path)
    suite = '<testsuite tests="9" failures="1" errors="1" skipped="2"/>'
    (tmp_path / "test-pyqt6.xml").write_text(f"<testsuites>{suite}</testsuites>", "utf-8")
    assert door.suite.closing_line("pyqt6", 1) == "pyqt6: 5 passed, 2 failed, 2 skipped"


def test_a_crash_is_not_taken_for_a_pass(door, monkeypatch, tmp_path):
    monkeypatch.setattr(door.suite, "BUILD", tmp_path)
    assert "did not come to its end" in door.suite.closing_line("pyside6", -11)


def test_an_expected_failure_is_one_sentence_and_no_traceback(door, monkeypatch, capsys):
    def fail(*_):
        raise door.steps.Stop("The disk is full.")

    monkeypatch.setitem(door.dev.VERBS, "check", fail)
    assert door.dev.main(["check"]) == 1
    assert capsys.readouterr().err == "The disk is full.\n"


def test_a_failing_tool_is_quoted_before_our_sentence(door):
    with pytest.raises(door.steps.Stop, match=r"its own words\nIt failed\."):
        door.steps.run(
            ["sh", "-c", "echo its own words; exit 3"], failed="It failed.", verbose=False, env={}
        )


def test_an_old_python_can_read_as_far_as_the_sentence_for_it(root):
    ast.parse((root / "packaging" / "dev.py").read_text("utf-8"), feature_version=(3, 8))


def test_packaging_never_hides_the_library_of_that_name(root):
    assert not (root / "packaging" / "__init__.py").exists()
    assert not (root / "tests" / "packaging" / "__init__.py").exists()


def test_ci_runs_what_a_developer_runs_and_nothing_else(root):
    script = (root / ".ci" / "run").read_text("utf-8")
    lines = [line for line in script.splitlines() if line and not line.startswith("#")]
    work = [line for line in lines if shlex.split(line)[0] not in {"set", "cd"}]
    assert work == ["python3 packaging/dev.py check", "python3 packaging/dev.py test --faults"]


# ---------------------------------------------------------------- .venv


@pytest.fixture
def project(root, tmp_path):
    """A project of its own, as far as its environment depends on it."""
    (tmp_path / "packaging").mkdir()
    for name in ("pyproject.toml", "packaging/constraints.txt"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    return tmp_path


@pytest.fixture
def env(door, project):
    env = door.environment.Environment(project)
    env.python.parent.mkdir(parents=True)
    env.python.touch()
    return env


def stamp(env, text):
    (env.folder / "usero-desktop.stamp").write_text(text, "utf-8")


def test_an_environment_made_for_this_state_is_left_alone(env, monkeypatch):
    monkeypatch.setattr(env, "_install", lambda: pytest.fail("there was nothing to do"))
    stamp(env, env.digest())
    env.prepare()


def test_new_pins_or_dependencies_renew_it_and_a_linters_settings_do_not(env, project):
    before = env.digest()
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[tool.other]\nx = 1\n", "utf-8")
    assert env.digest() == before
    env.constraints.write_text("anyio==1\n", "utf-8")
    assert env.digest() != before


def test_one_that_was_interrupted_is_made_anew(env, door, monkeypatch):
    done = []
    monkeypatch.setattr(env, "_make", lambda: done.append("make"))
    monkeypatch.setattr(env, "_install", lambda: done.append("install"))
    stamp(env, door.environment.INSTALLING)
    env.prepare()
    assert done == ["make", "install"]


def test_the_stamp_says_so_while_the_work_goes_on_and_tells_the_end_last(env, door, monkeypatch):
    seen = []
    monkeypatch.setattr(env, "_pip", lambda *_: seen.append(env._state()))
    env._install()
    assert seen == [door.environment.INSTALLING] * 2
    assert env.ready()


def test_pip_failing_in_good_order_is_tried_again_in_place(env, door, monkeypatch):
    def fail(*_):
        raise door.steps.Stop("no network")

    monkeypatch.setattr(env, "_pip", fail)
    with pytest.raises(door.steps.Stop):
        env._install()
    assert env._state() == ""


def test_a_debian_without_venv_is_told_its_package(env, door, machine, monkeypatch):
    machine(root=False)
    nothing = types.SimpleNamespace(find_spec=lambda _: None)
    monkeypatch.setattr(door.environment.importlib, "util", nothing)
    with pytest.raises(door.steps.Stop, match=r"sudo apt-get install .*python3\.\d+-venv"):
        env._make()


def test_two_at_once_wait_for_one_another(door, tmp_path):
    path = tmp_path / "build" / "dev.lock"
    entered = threading.Event()

    def second():
        with door.environment.only_one(path):
            entered.set()

    with door.environment.only_one(path):
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.3)
    assert entered.wait(5)
    thread.join()
