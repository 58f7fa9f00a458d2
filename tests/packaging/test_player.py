"""rrweb comes from npm at a fixed version, and only if it is what was meant."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import stat
import sys
import tarfile

import pytest

SOURCES = {
    "package/dist/rrweb.umd.min.cjs": b"window.rrweb = {}",
    "package/dist/style.min.css": b".replayer-wrapper {}",
    "package/package.json": b'{"name": "rrweb"}',
    "package/dist/rrweb.js": b"not wanted",
}


def package(files):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(target.getvalue(), mtime=0)  # the same bytes in each second


def integrity(content):
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


@pytest.fixture
def one(door, tmp_path):
    return door.player.Player(tmp_path / "player", "1.2.3", integrity(package(SOURCES)))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_every_version_stands_with_its_hash(door):
    pinned = door.player.players()
    assert [one.folder.name for one in pinned] == ["player", "player-of-the-web"]
    for one in pinned:
        assert one.version.count(".") >= 2
        assert len(base64.b64decode(one.integrity.removeprefix("sha512-"))) == 64


def test_what_is_meant_is_put_in_its_place_with_its_licence(door, one):
    assert not one.ready()
    door.player.install(one, package(SOURCES))
    assert one.ready()
    assert names(one.folder) == ["LICENSE", "integrity", "package.json", "rrweb.css", "rrweb.js"]
    assert (one.folder / "rrweb.js").read_bytes() == b"window.rrweb = {}"
    assert "Copyright (c) 2018" in (one.folder / "LICENSE").read_text(encoding="utf-8")


def test_another_package_under_that_name_is_refused_and_what_was_there_stays(door, one):
    door.player.install(one, package(SOURCES))
    other = package(SOURCES | {"package/dist/rrweb.umd.min.cjs": b"steal()"})
    with pytest.raises(door.steps.Stop, match=r"not what player\.toml names"):
        door.player.install(one, other)
    assert (one.folder / "rrweb.js").read_bytes() == b"window.rrweb = {}"


def test_a_package_without_a_file_leaves_nothing_that_looks_ready(door, tmp_path):
    files = {name: content for name, content in SOURCES.items() if "css" not in name}
    one = door.player.Player(tmp_path / "player", "1.2.3", integrity(package(files)))
    with pytest.raises(door.steps.Stop, match=r"has no file package/dist/style\.min\.css"):
        door.player.install(one, package(files))
    assert not one.ready()


def test_a_new_version_takes_the_place_of_the_old(door, one):
    door.player.install(one, package(SOURCES))
    files = SOURCES | {"package/dist/rrweb.umd.min.cjs": b"window.rrweb = 2"}
    newer = door.player.Player(one.folder, "1.2.4", integrity(package(files)))
    assert not newer.ready()
    door.player.install(newer, package(files))
    assert (newer.ready(), one.ready()) == (True, False)
    assert (one.folder / "rrweb.js").read_bytes() == b"window.rrweb = 2"


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a shell script here")
def test_npm_is_asked_for_that_version_by_name(door, one, tmp_path, monkeypatch):
    programs = tmp_path / "programs"
    programs.mkdir()
    (tmp_path / "rrweb.tgz").write_bytes(package(SOURCES))
    npm = programs / "npm"
    npm.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncp {tmp_path}/rrweb.tgz "$4/rrweb-1.2.3.tgz"\n',
        encoding="utf-8",
    )
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    assert door.player.fetch(one, verbose=False) == package(SOURCES)
    asked = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert asked[:3] == ["pack", "rrweb@1.2.3", "--pack-destination"]


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a shell script here")
def test_the_demo_goes_on_without_what_npm_does_not_give(door, one, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(door.player, "players", lambda: [one])
    monkeypatch.setattr(door.player, "BUILD", tmp_path)
    npm = tmp_path / "npm"
    monkeypatch.setenv("PATH", str(tmp_path))
    door.player.offer(verbose=False)
    assert capsys.readouterr().out == "", "without npm there is nothing to say"
    npm.write_text("#!/bin/sh\necho no network; exit 1\n", encoding="utf-8")
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    door.player.offer(verbose=False)
    assert "cannot be watched until `dev.py player`" in capsys.readouterr().out
    assert not one.ready()


@pytest.mark.skipif(sys.platform == "win32", reason="a program is a shell script here")
def test_what_npm_says_is_shown_when_it_fails(door, one, tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network; exit 1\n", encoding="utf-8")
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(door.steps.Stop, match=r"(?s)no network.*npm could not fetch rrweb 1\.2\.3"):
        door.player.fetch(one, verbose=False)


def test_a_machine_without_npm_is_told_what_to_install(door, one, tmp_path, monkeypatch):
    monkeypatch.setattr(door.player, "players", lambda: [one])
    monkeypatch.setattr(door.player, "BUILD", tmp_path)
    monkeypatch.setattr(door.system, "is_root", lambda: False)
    monkeypatch.setattr(door.system, "has_apt", lambda: True)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(door.steps.Stop, match="apt-get install --no-install-recommends npm"):
        door.player.prepare(verbose=False)
