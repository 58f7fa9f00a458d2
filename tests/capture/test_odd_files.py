"""Files that are odd, endless, or change under the hand: a sentence or a picture, and soon."""

from __future__ import annotations

import os
import pty
import random
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

import PIL.Image
import pytest
from capture.pictures import encoded, painted

from usero_desktop.capture.load import load_picture
from usero_desktop.capture.source import read_file
from usero_desktop.errors import ImageError
from usero_desktop.model.picture import Picture

pytestmark = [
    pytest.mark.promise("G5"),
    pytest.mark.timeout(30),
    pytest.mark.skipif(sys.platform != "linux", reason="these files are a Unix matter"),
]


@pytest.mark.parametrize(
    "place", ["/dev/zero", "/dev/null", "/dev/random", "/dev/full", "/proc/self", "/dev/stdin"]
)
def test_a_device_is_no_picture(place):
    with pytest.raises(ImageError, match=r"is not an ordinary file|could not be"):
        load_picture(place)


@pytest.mark.parametrize("place", ["/proc/self/environ", "/proc/self/maps", "/proc/cpuinfo"])
def test_a_file_without_a_size_is_read_and_is_no_picture(place):
    with pytest.raises(ImageError, match="is not a picture"):
        load_picture(place)


def test_a_terminal_is_no_picture_and_does_not_become_ours():
    leader, follower = pty.openpty()
    try:
        with pytest.raises(ImageError, match="is not an ordinary file"):
            load_picture(os.ttyname(follower))
    finally:
        os.close(leader)
        os.close(follower)


def test_a_pipe_with_a_slow_writer_is_refused_without_waiting_for_it(tmp_path):
    pipe = tmp_path / "slow.png"
    os.mkfifo(pipe)
    over = threading.Event()

    def dribble():
        with suppress(OSError), pipe.open("wb", buffering=0) as end:
            for byte in encoded("PNG"):
                end.write(bytes([byte]))
                if over.wait(0.05):
                    return

    writer = threading.Thread(target=dribble, daemon=True)
    writer.start()
    reader = os.open(pipe, os.O_RDONLY)  # from here on it writes
    try:
        with pytest.raises(ImageError, match=r"^slow\.png is not an ordinary file"):
            load_picture(pipe)
        assert writer.is_alive()
    finally:
        over.set()
        writer.join(10)
        os.close(reader)


def test_a_socket_is_no_picture(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("shot.png")
        server.listen()
        with pytest.raises(ImageError, match=r"^shot\.png "):
            load_picture("shot.png")


@pytest.mark.parametrize("links", [40, 100])
def test_a_chain_of_links_too_long_for_the_system_is_refused(tmp_path, links):
    (tmp_path / "0").write_bytes(encoded("PNG"))
    for number in range(links):
        (tmp_path / str(number + 1)).symlink_to(tmp_path / str(number))

    if links == 40:
        assert load_picture(tmp_path / "40").width == 40
        return
    with pytest.raises(ImageError, match="could not be read"):
        load_picture(tmp_path / str(links))


@pytest.mark.parametrize("cut", ["truncated", "emptied", "removed"])
def test_a_file_that_shrinks_while_it_is_read_is_a_damaged_one(tmp_path, monkeypatch, cut):
    file = tmp_path / "shot.png"
    file.write_bytes(encoded("PNG", PIL.Image.effect_noise((300, 300), 90)))
    read = os.read

    def shrink_and_read(handle, size):
        if cut == "removed":
            file.unlink(missing_ok=True)  # what is open stays readable
        else:
            os.truncate(file, 9000 if cut == "truncated" else 0)
        return read(handle, size)

    monkeypatch.setattr(os, "read", shrink_and_read)

    if cut == "removed":
        assert load_picture(file).width == 300
        return
    with pytest.raises(ImageError, match=r"^shot\.png is (damaged|not a picture)"):
        load_picture(file)


def test_a_file_that_another_thread_rewrites_all_the_time_gives_one_of_the_two(tmp_path, figure):
    file = tmp_path / "busy.png"
    noise = PIL.Image.effect_noise((200, 150), 90)
    contents = [encoded("PNG", noise), encoded("JPEG"), b"", b"<svg/>", encoded("GIF")[:40]]
    file.write_bytes(contents[0])
    over = threading.Event()
    chance = random.Random(4)

    def rewrite():
        while not over.is_set():
            data = chance.choice(contents)
            with file.open("r+b") as target:
                target.write(data)
                target.truncate(chance.randrange(len(data) + 1))

    writer = threading.Thread(target=rewrite, daemon=True)
    writer.start()
    seen = {"picture": 0, "sentence": 0}
    try:
        for _ in range(400):
            try:
                assert isinstance(load_picture(file), Picture)
                seen["picture"] += 1
            except ImageError:
                seen["sentence"] += 1
    finally:
        over.set()
        writer.join(10)
    assert sum(seen.values()) == 400
    assert seen["sentence"]
    figure("400 reads of a file that is rewritten meanwhile: each a picture or a sentence")


def test_a_file_on_a_disk_that_fails_is_said_to_be_unreadable(tmp_path, monkeypatch):
    file = tmp_path / "shot.png"
    file.write_bytes(encoded("PNG"))

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", fail)

    with pytest.raises(ImageError, match=r"^shot\.png could not be read"):
        load_picture(file)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_file_cut_anywhere_gives_a_sentence_or_what_is_whole(form):
    whole = encoded(form, painted(size=(23, 17)))
    told = 0
    for length in range(len(whole)):
        try:
            picture = load_picture(whole[:length])
        except ImageError:
            told += 1
        else:
            assert (picture.width, picture.height) == (23, 17)
    assert told > len(whole) // 3


@pytest.mark.bites("G5")
def test_a_reader_that_opens_and_reads_hangs_at_a_pipe_and_is_found_out(tmp_path):
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)

    def ends(reader):
        done = threading.Event()

        def read():
            with suppress(ImageError):
                reader(pipe)
            done.set()

        threading.Thread(target=read, daemon=True).start()
        return done.wait(2)

    assert ends(read_file)
    assert not ends(Path.read_bytes)
    os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))  # lets it go
