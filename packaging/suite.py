"""Runs pytest: once with each binding, the long tests behind the others, and tells how it went."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import player
import promises
import system
from environment import BUILD, ROOT, clean_environment
from steps import say, verb_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from environment import Environment

BINDINGS = ("pyside6", "pyqt6")
# The binding does not matter to the rest of the tests, so the second run is these alone.
QT_TESTS = (
    "tests/ui",
    "tests/editor",
    "tests/host",
    "tests/flows",
    "tests/replay/recorder",
    "tests/replay/session",
)
NO_TESTS = 5  # pytest's exit code
BEHIND = "behind"
PLAYING = "replay"  # the marker of what wants rrweb


def test(env: Environment, arguments: list[str]) -> int:
    parser = verb_parser("test", "All other arguments go to pytest.")
    parser.add_argument("--binding", choices=BINDINGS, help="run with this one alone")
    parser.add_argument(
        "--without-tools", action="store_true", help="leave out tests whose programs are missing"
    )
    parser.add_argument(
        "--faults", action="store_true", help="the long ones too: power cuts, kills, broken disks"
    )
    options, rest = parser.parse_known_args(arguments)
    env.prepare()
    tools, left_out = system.test_tools(without=options.without_tools, faults=options.faults)
    system.prepare(env.site_packages, platforms=["xcb"], tools=tools, verbose=env.verbose)
    if PLAYING not in left_out:
        if not options.without_tools:
            player.prepare(verbose=env.verbose)
        elif not player.ready():
            say(f"Not here: rrweb (`dev.py player`). Left out: tests marked {PLAYING}.")
            left_out.append(PLAYING)

    BUILD.mkdir(exist_ok=True)
    whole = options.faults and not (options.binding or rest or left_out)
    if left_out:
        rest = ["-m", " and ".join(f"not {marker}" for marker in left_out), *rest]
    if whole:
        codes = _run_whole(env)
    else:
        bindings = [options.binding] if options.binding else list(BINDINGS)
        alone = len(bindings) == 1
        codes = {
            binding: _pytest(env, binding, rest if alone else [*rest, *_chosen(binding, rest)])
            for binding in bindings
        }
    print()
    for name, code in codes.items():
        say(closing_line(name, code))
    if whole and not any(codes.values()):
        promises.write_table(ROOT / "tests", [promises.figures(BUILD, name) for name in codes])
    return verdict(list(codes.values()))


def _run_whole(env: Environment) -> dict[str, int]:
    """Run everything: the long tests that want no binding behind the others, to save time.

    They wait for disks and processes more than they compute, and what they say comes last.
    """
    first = BINDINGS[0]
    log = BUILD / f"test-{BEHIND}.log"
    say(f"\npytest --part={BEHIND} with {first}, behind the others; it is shown when it has ended")
    with _started(env, first, [f"--part={BEHIND}"], name=BEHIND, log=log) as behind:
        try:
            codes = {
                binding: _pytest(env, binding, ["--part=front", *tests_for(binding)])
                for binding in BINDINGS
            }
        except BaseException:
            behind.send_signal(signal.SIGINT)
            behind.wait()
            raise
        codes[BEHIND] = _wait(behind)
    print(f"\n{log.read_text(encoding='utf-8', errors='replace')}", flush=True)
    return codes


def _pytest(env: Environment, binding: str, arguments: list[str]) -> int:
    say(f"\n{' '.join(['pytest', *arguments])} with {binding}")
    with _started(env, binding, arguments, name=binding) as child:
        return _wait(child)


@contextmanager
def _started(
    env: Environment,
    binding: str,
    arguments: list[str],
    *,
    name: str,
    log: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start pytest with a home of its own, for as long as the block lasts."""
    report = _report(name)
    report.unlink(missing_ok=True)
    with ExitStack() as stack:
        home = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="usero-", ignore_cleanup_errors=True)
        )
        output = stack.enter_context(log.open("wb")) if log else None
        command = [env.python, "-m", "pytest", f"--junitxml={report}", *arguments]
        yield subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=test_environment(binding, Path(home))
            | {"USERO_TEST_FIGURES": str(promises.file(BUILD, name))},
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )


def _chosen(binding: str, arguments: list[str]) -> list[str]:
    return [] if names_tests(arguments) else tests_for(binding)


def tests_for(binding: str) -> list[str]:
    """Return the paths to give to pytest; none means all tests."""
    if binding == BINDINGS[0]:
        return []
    return [name for name in QT_TESTS if (ROOT / name).exists()]


def names_tests(arguments: list[str]) -> bool:
    """Whether pytest is told which files to run, so that ours are not added to them."""
    return any((ROOT / word.split("::")[0]).exists() for word in arguments if word[:1] != "-")


def test_environment(binding: str, home: Path) -> dict[str, str]:
    """Return the variables tests run with: no screen, outbox, keyring or proxy of the user's."""
    unwanted = ("QT_", "XDG_", "USERO_", "DBUS_", "DISPLAY", "WAYLAND_", "XAUTHORITY", "LANGUAGE")
    env = {
        name: value
        for name, value in clean_environment().items()
        if not name.startswith(unwanted) and not name.lower().endswith("_proxy")
    }
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, exist_ok=True)
    return (
        env
        | {name: str(folder) for name, folder in folders.items()}
        | {
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PYTEST_QT_API": binding,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "QT_API": binding,
            "QT_QPA_PLATFORM": "offscreen",
        }
    )


def closing_line(binding: str, code: int) -> str:
    """Say how a run ended, in the form "pyside6: 12 passed, 0 failed, 1 skipped"."""
    try:
        suite = next(ET.parse(_report(binding)).getroot().iter("testsuite"))
    except (OSError, ET.ParseError, StopIteration):
        return f"{binding}: pytest did not come to its end (exit status {code})"
    count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    passed = count["tests"] - failed - count["skipped"]
    skipped = f", {count['skipped']} skipped" if count["skipped"] else ""
    return f"{binding}: {passed} passed, {failed} failed{skipped}"


def verdict(codes: list[int]) -> int:
    """Fail if a run failed, or if there was nothing to run in any of them."""
    failed = [code for code in codes if code not in (0, NO_TESTS)]
    if failed:
        return failed[0] if failed[0] > 0 else 1
    return NO_TESTS if all(code == NO_TESTS for code in codes) else 0


def _report(binding: str) -> Path:
    return BUILD / f"test-{binding}.xml"


def _wait(child: subprocess.Popen[bytes]) -> int:
    """Wait for pytest; when we are told to end, it ends first, and the servers it started."""
    try:
        return child.wait()
    except KeyboardInterrupt:  # Ctrl-C has reached it as well as us
        child.wait()
        raise
    except SystemExit:
        child.send_signal(signal.SIGINT)
        child.wait()
        raise
