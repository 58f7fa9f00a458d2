"""What a command has said and left behind."""

from __future__ import annotations


def sentence(done):
    [line] = done.stderr.decode().splitlines()
    return line


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
