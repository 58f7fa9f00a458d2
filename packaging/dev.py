"""The developer's one door.

    python3 packaging/dev.py demo     the demo: a host application with the feedback button
    python3 packaging/dev.py test     every test, on both Qt bindings; --faults: the long ones too
    python3 packaging/dev.py fuzz     throws broken replies and pictures at the program
    python3 packaging/dev.py check    format, lint, layers, types; seconds
    python3 packaging/dev.py bench    measures, each beside its baseline
    python3 packaging/dev.py build    wheel and sdist into build/
    python3 packaging/dev.py lock     write packaging/constraints.txt anew

It needs nothing but Python 3.11: what else there is to have, it gets (see environment.py
and system.py beside it). `-v` before the verb shows what pip and apt-get say.
"""

from __future__ import annotations

import argparse
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is to read this far and no further
    sys.exit(
        f"Python 3.11 or newer is needed; this is {sys.version_info[0]}.{sys.version_info[1]}."
    )

import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import promises
import system
from environment import Environment, clean_environment
from steps import Stop, become, run, say, step

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"

BINDINGS = ("pyside6", "pyqt6")
# The binding does not matter to the rest of the tests, so the second run is these alone.
QT_TESTS = ("tests/ui", "tests/host", "tests/flows")
NO_TESTS = 5  # pytest's exit code
BEHIND = "behind"

CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "layers": ("lint-imports", "--no-logo"),
    "types": ("mypy",),
    "types of packaging": ("mypy", "--no-incremental", "packaging/dev.py"),
}

LOCK_HEADER = """\
# Every version this project is developed and tested with, and the hash of every file of it.
# Written by `python3 packaging/dev.py lock`; not by hand.
"""
LOCK_OPTIONS = (
    "--all-extras",
    "--universal",
    "--python-version=3.11",
    # One version of each for every Python: the set that is tested is the set that is used.
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-header",
    # Where this machine fetches packages is nobody else's business.
    "--no-emit-index-url",
    "--no-emit-find-links",
)


def demo(env: Environment, arguments: list[str]) -> int:
    env.prepare()
    platforms = []  # with none, the demo runs off screen, and says so itself
    if os.environ.get("DISPLAY"):
        platforms.append("xcb")
    if os.environ.get("WAYLAND_DISPLAY"):
        platforms.append("wayland")
    system.prepare(env.site_packages, platforms=platforms, verbose=env.verbose)
    return become([env.program("usero-desktop"), "demo", *arguments], clean_environment())


def test(env: Environment, arguments: list[str]) -> int:
    parser = _parser("test", "All other arguments go to pytest.")
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


def check(env: Environment, arguments: list[str]) -> int:
    _parser("check").parse_args(arguments)
    env.prepare()
    running = {
        name: subprocess.Popen(
            [str(env.program(tool)), *rest],
            cwd=ROOT,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, (tool, *rest) in CHECKS.items()
    }
    bad = 0
    for name, process in running.items():
        told, _ = process.communicate()
        say(f"{name}: {'ok' if process.returncode == 0 else 'FAILED'}")
        if process.returncode:
            bad += 1
            say(told.rstrip())
    return 1 if bad else 0


def bench(env: Environment, arguments: list[str]) -> int:
    program = ROOT / "packaging" / "bench" / "run.py"
    if not program.exists():
        raise Stop(f"There are no measures yet: {program.relative_to(ROOT)} is missing.")
    env.prepare()
    system.prepare(env.site_packages, platforms=["xcb"], verbose=env.verbose)
    BUILD.mkdir(exist_ok=True)
    return become([env.python, program, *arguments], clean_environment())


def fuzz(env: Environment, arguments: list[str]) -> int:
    env.prepare()
    BUILD.mkdir(exist_ok=True)
    return become([env.python, ROOT / "tests" / "fuzz" / "run.py", *arguments], clean_environment())


def build(env: Environment, arguments: list[str]) -> int:
    _parser("build").parse_args(arguments)
    env.prepare()
    for old in [*BUILD.glob("usero_desktop-*.whl"), *BUILD.glob("usero_desktop-*.tar.gz")]:
        old.unlink()
    with step("building wheel and sdist"):
        run(
            [env.python, "-m", "hatchling", "build", "-d", BUILD],
            failed="The build failed (above is what hatchling said).",
            verbose=env.verbose,
            env=clean_environment(),
            cwd=ROOT,
        )
    (wheel,) = BUILD.glob("usero_desktop-*.whl")
    lacking = not_in_wheel(wheel)
    if lacking:
        raise Stop(f"{wheel.name} lacks {', '.join(lacking)}.")
    for made in [wheel, *BUILD.glob("usero_desktop-*.tar.gz")]:
        say(f"  {made.relative_to(ROOT)}  {made.stat().st_size / 1000:.0f} kB")
    return 0


def not_in_wheel(wheel: Path) -> list[str]:
    """Return the files of the package and its resources that the wheel does not hold."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = {"usero_desktop/py.typed"}
    for folder, place in (("usero_desktop", ""), ("resources", "usero_desktop/")):
        files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        expected |= {
            place + file.relative_to(ROOT).as_posix()
            for file in files
            if file.suffix != ".pyc" and not file.name.startswith(".")
        }
    return sorted(expected - held)


def lock(env: Environment, arguments: list[str]) -> int:
    parser = _parser("lock", "Without options, only what pyproject.toml asks for changes.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest of everything")
    parser.add_argument("--upgrade-package", action="append", default=[], metavar="NAME")
    options = parser.parse_args(arguments)
    upgrade = ["--upgrade"] if options.upgrade else []
    for name in options.upgrade_package:
        upgrade += ["--upgrade-package", name]
    output = f"--output-file={env.constraints}"
    uv = _uv(env)
    with step("resolving for Python 3.11 to 3.13 on Linux, macOS and Windows"):
        run(
            [uv, "pip", "compile", "pyproject.toml", *LOCK_OPTIONS, *upgrade, output],
            failed="The versions could not be resolved (above is what uv said).",
            verbose=env.verbose,
            env=clean_environment(),
            cwd=ROOT,
        )
    pins = env.constraints.read_text(encoding="utf-8")
    env.constraints.write_text(LOCK_HEADER + pins.removeprefix(LOCK_HEADER), encoding="utf-8")
    return 0


def _uv(env: Environment) -> Path:
    """Return the resolver, which only `lock` needs: the machine's own, or one fetched for it."""
    own = shutil.which("uv")
    if own:
        return Path(own)
    env.prepare()
    folder = BUILD / "tools"
    fetched = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if not fetched.exists():
        with step("fetching uv"):
            run(
                [env.python, "-m", "pip", "install", "--upgrade", "--target", folder, "uv"],
                failed="pip could not fetch uv (above is what it said).",
                verbose=env.verbose,
                env=clean_environment(),
            )
    return fetched


VERBS = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "fuzz": fuzz,
    "build": build,
    "lock": lock,
}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="show what tools say")
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="for the verb")
    options = parser.parse_args(words)
    # A plain kill is to end a run as Ctrl-C does: children first, nothing left behind. A shell
    # starts background jobs deaf to Ctrl-C, and so would pytest be.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return VERBS[options.verb](Environment(ROOT, verbose=options.verbose), options.arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # `dev.py check | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(verb: str, note: str = "") -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"dev.py {verb}", description=note, allow_abbrev=False)


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
