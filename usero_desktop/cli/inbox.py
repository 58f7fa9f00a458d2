"""``usero-desktop inbox``: a local Usero to try things out with."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from usero_desktop.cli.wording import USAGE
from usero_desktop.errors import ConfigError
from usero_desktop.inbox.config import (
    DEFAULT_CLIENT,
    DEFAULT_HOST,
    DEFAULT_PORT,
    SESSION_CONTEXTS,
    InboxConfig,
    parse_client,
)


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = (
        "Run a local Usero for development: it speaks the same API and shows what was sent on a "
        "page. For many users there is hosted Usero."
    )
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="port, 0 for a free one (%(default)s)"
    )
    parser.add_argument(
        "--client",
        action="append",
        metavar="ID[=ORIGIN,…]",
        help=f"client id to accept, with an allowlist of origins if given; "
        f"may be repeated ({DEFAULT_CLIENT})",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder to keep everything in")
    parser.add_argument(
        "--allow-public",
        action="store_true",
        help="really listen on a --host that other machines can reach",
    )
    parser.add_argument(
        "--latency",
        type=float,
        default=0.0,
        metavar="MS",
        help="for development: wait this long before each API request",
    )
    parser.add_argument(
        "--session-context",
        choices=SESSION_CONTEXTS,
        default="always",
        help="what programs are told to do about session replays (%(default)s)",
    )
    parser.add_argument(
        "--no-replays", action="store_true", help="for development: accept no session replay"
    )
    parser.add_argument(
        "--player", type=Path, metavar="DIR", help="folder of rrweb's files, to watch replays with"
    )
    # For a program that starts an inbox of its own, such as the demo: however it ends, its end
    # of the pipe closes, and no inbox is left behind.
    parser.add_argument("--until-input-ends", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the inbox until Ctrl+C or SIGTERM; 2 and one sentence on standard error for bad input."""
    try:
        _serve(args)
    except ConfigError as error:
        print(f"usero-desktop inbox: {error}", file=sys.stderr)
        return USAGE
    return 0


def _serve(args: argparse.Namespace) -> None:
    # Starlette and uvicorn are an extra, and no other command should wait for them.
    try:
        from usero_desktop.inbox import server
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed; run: pip install 'usero-desktop[inbox]'"
        raise ConfigError(message) from error
    folder = _folder(args.data)
    config = InboxConfig(
        host=args.host,
        port=args.port,
        clients=tuple(parse_client(text) for text in args.client or [DEFAULT_CLIENT]),
        data_dir=folder,
        allow_public=args.allow_public,
        latency=args.latency / 1000,
        session_context=args.session_context,
        replays=not args.no_replays,
        player=args.player and _folder(args.player),
    )

    def announce(url: str) -> None:
        print(f"Inbox:   {url}")
        print(f"Clients: {', '.join(client.client_id for client in config.clients)}")
        print(f"Data:    {folder}")
        print("A developer's tool, for this machine; for many users there is hosted Usero.")
        print("Press Ctrl+C to stop.", flush=True)

    if args.until_input_ends:
        threading.Thread(target=_stop_with_input, daemon=True).start()
    server.run(config, announce)


def _stop_with_input() -> None:
    # The bare descriptor: a thread inside sys.stdin would hold its lock while Python exits.
    while os.read(0, 4096):
        pass
    # Not os.kill: on Windows that ends a process before it can close anything.
    signal.raise_signal(signal.SIGTERM)


def _folder(wish: Path | None) -> Path:
    try:
        return (wish or _default_folder()).expanduser()
    except RuntimeError as error:
        message = f"There is no home folder for {wish}; choose another folder with --data."
        raise ConfigError(message) from error


def _default_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("usero-desktop", appauthor=False) / "inbox"
