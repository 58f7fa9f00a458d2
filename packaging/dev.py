"""The developer's one door.

    python3 packaging/dev.py demo     the demo: a host application with the feedback button
    python3 packaging/dev.py test     the tests, on both Qt bindings; --faults: the long ones too
    python3 packaging/dev.py fuzz     throws broken replies, pictures and recordings at the program
    python3 packaging/dev.py check    format, lint, layers, types; seconds
    python3 packaging/dev.py bench    measures, each beside its baseline
    python3 packaging/dev.py build    wheel and sdist into build/; `build bundle` and others: what
                                      is installed without Python
    python3 packaging/dev.py player   fetch rrweb, which plays session replays, into build/
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
import signal
import subprocess

import building
import player
import system
from environment import BUILD, ROOT, Environment, clean_environment
from lock import lock
from steps import Stop, become, say, verb_parser
from suite import test

CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "layers": ("lint-imports", "--no-logo"),
    "types": ("mypy",),
    # The bench's children and screenshots.py lean on the tests, which have no types.
    "types of packaging": (
        "mypy",
        "--no-incremental",
        "packaging/dev.py",
        "packaging/closure.py",
        "packaging/icons.py",
        "packaging/manpage.py",
        "packaging/bench/run.py",
        "packaging/bill/make.py",
        "packaging/pyinstaller/enums.py",
        "packaging/pyinstaller/lazily.py",
        "packaging/pyinstaller/program.py",
    ),
}


def demo(env: Environment, arguments: list[str]) -> int:
    env.prepare()
    platforms = []  # with none, the demo runs off screen, and says so itself
    if os.environ.get("DISPLAY"):
        platforms.append("xcb")
    if os.environ.get("WAYLAND_DISPLAY"):
        platforms.append("wayland")
    system.prepare(env.site_packages, platforms=platforms, verbose=env.verbose)
    player.offer(verbose=env.verbose)
    return become([env.program("usero-desktop"), "demo", *arguments], clean_environment())


def check(env: Environment, arguments: list[str]) -> int:
    verb_parser("check").parse_args(arguments)
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
    tools = [tool for tool in system.TOOLS if tool.marker in {"screen", "browser"}]
    system.prepare(env.site_packages, platforms=["xcb"], tools=tools, verbose=env.verbose)
    player.offer(verbose=env.verbose)
    BUILD.mkdir(exist_ok=True)
    return become([env.python, program, *arguments], clean_environment())


def fuzz(env: Environment, arguments: list[str]) -> int:
    env.prepare()
    BUILD.mkdir(exist_ok=True)
    return become([env.python, ROOT / "tests" / "fuzz" / "run.py", *arguments], clean_environment())


VERBS = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "fuzz": fuzz,
    "build": building.build,
    "player": player.player,
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
