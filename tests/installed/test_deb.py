"""The Debian package: what strict readers say of it, and its life on a clean Debian 12."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from flows.desk import newest
from installed.debian import HOME, ROOT, debian
from installed.session import session
from installed.story import PROJECT, configure, report_by_hand

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [pytest.mark.deb, pytest.mark.faults, pytest.mark.timeout(1800)]

PROGRAM = "usero-desktop"
APP_ID = "io.usero.Desktop"
OUTBOX = f"{HOME}/.local/state/usero-desktop"

# What a package's coming and going leaves everywhere: logs, caches, dpkg's own backup.
KEPT_BY_DEBIAN = r"^/(proc|dev|sys|tmp|run|root|var/(cache|log|lib/(apt|dpkg/.*-old)))(/|$)"


@pytest.fixture(scope="module")
def deb():
    """The package of this checkout: what has not changed is not made again."""
    door = [sys.executable, "packaging/dev.py", "build", "deb"]
    made = subprocess.run(door, cwd=ROOT, check=False, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    (package,) = (ROOT / "build").glob("usero-desktop_*.deb")
    return package


@pytest.fixture(scope="module")
def door():
    """The modules of packaging/, as dev.py has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "packaging")
        yield SimpleNamespace(deb=import_module("deb"), shlibs=import_module("shlibs"))


@pytest.fixture(scope="module")
def laid_out(deb):
    return ROOT / "build" / "deb"


@pytest.fixture
def tree(tmp_path):
    with debian(tmp_path) as tree:
        yield tree


def told(*command):
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, (done.stdout + done.stderr).strip()


def bring(tree, package, name="usero-desktop.deb"):
    """Put a package into the tree; return what apt is to be told."""
    shutil.copy(package, tree.path(f"/tmp/{name}"))
    return f"/tmp/{name}"


def files(tree):
    listed = tree.run("find", "/", "-xdev", "-printf", "%p\n").stdout.splitlines()
    return {path for path in listed if not re.search(KEPT_BY_DEBIAN, path)}


# ------------------------------------------------------------------ the package as a file


def test_lintian_has_nothing_to_say(deb):
    assert told("lintian", "--allow-root", "--tag-display-limit", "0", deb) == (0, "")


def test_what_lies_in_it_is_valid_together(laid_out):
    status, said = told("appstreamcli", "validate-tree", "--no-net", "--no-color", laid_out)
    assert status == 0, said
    entry = laid_out / "usr/share/applications" / f"{APP_ID}.desktop"
    assert told("desktop-file-validate", entry) == (0, "")
    assert told("md5sum", "--quiet", "--check", "DEBIAN/md5sums") != (0, "")  # elsewhere: no file
    sums = subprocess.run(
        ["md5sum", "--quiet", "--check", "DEBIAN/md5sums"], cwd=laid_out, check=False
    )
    assert sums.returncode == 0


def test_everything_in_it_belongs_to_root_and_nobody_else_may_write(deb):
    listed = subprocess.run(
        ["dpkg-deb", "--contents", deb], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert len(listed) > 200
    rights = {tuple(line.split()[:2]) for line in listed}
    assert {owner for _, owner in rights} == {"root/root"}
    assert {mode for mode, _ in rights} == {"drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x", "lrwxrwxrwx"}
    programs = [line.split()[5] for line in listed if line.startswith("-rwx")]
    assert programs == ["./usr/lib/usero-desktop/usero-desktop"]


def test_no_library_looks_for_others_where_it_was_built(laid_out, door):
    bundle = ROOT / "build" / "frozen" / "usero-desktop"
    files = [*laid_out.rglob("*"), *bundle.rglob("*")]
    libraries = [file for file in files if door.shlibs.is_elf(file)]
    assert len(libraries) > 100
    for library in libraries:
        asked = subprocess.run(
            ["patchelf", "--print-rpath", library], check=False, capture_output=True, text=True
        )
        places = asked.stdout.strip()
        assert all(place.startswith("$ORIGIN") for place in places.split(":") if place), library


def test_the_same_files_make_the_same_package_whoever_wrote_them_and_when(laid_out, door, tmp_path):
    packages = []
    for mode in (0o600, 0o664):
        tree = tmp_path / f"tree-{mode:o}"
        shutil.copytree(laid_out, tree, symlinks=True)
        for file in tree.rglob("*.svg"):
            file.chmod(mode)
            file.touch()
        door.deb.settle(tree, 1_700_000_000)
        made = tmp_path / f"{mode:o}.deb"
        door.deb.pack(tree, made, 1_700_000_000, verbose=False, how="none")
        packages.append(made.read_bytes())
        shutil.rmtree(tree)
    assert packages[0] == packages[1]


def test_the_licences_of_all_that_is_in_it_are_told(laid_out):
    words = (laid_out / "usr/share/doc/usero-desktop/copyright").read_text(encoding="utf-8")
    for name in ("Qt, PySide6, shiboken6", "pillow", "httpx", "python", "rrweb", "cryptography"):
        assert re.search(rf"^{name}$", words, re.MULTILINE), name
    assert "/usr/share/common-licenses/LGPL-3" in words
    bill = next((ROOT / "build").glob("usero-desktop_*.deb.cdx.json"))
    named = {part["name"] for part in json.loads(bill.read_text("utf-8"))["components"]}
    told_of = set(re.findall(r"^-{78}\n(.+)\n-{78}$", words, re.MULTILINE))
    assert named - told_of <= {"qt", "pyside6-essentials", "shiboken6"}


def test_the_folder_that_an_appimage_is_made_of_starts(laid_out, tmp_path):
    folder = tmp_path / "AppDir"
    packing = ROOT / "packaging" / "appimage" / "pack.sh"
    subprocess.run([packing, "--only-folder", folder], check=True)

    started = subprocess.run(
        [folder / "AppRun", "--version"], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert started.stdout.startswith("usero-desktop ")
    entry = folder / f"{APP_ID}.desktop"
    assert told("desktop-file-validate", entry) == (0, "")
    icon = re.search(r"^Icon=(.+)$", entry.read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert (folder / f"{icon}.png").exists()


# ------------------------------------------------------------------ its life


@pytest.mark.installed
@pytest.mark.screen
@pytest.mark.keyring
def test_apt_installs_it_and_a_report_is_sent_by_hand_with_a_picture_of_the_screen(deb, tree):
    tree.install(bring(tree, deb))

    assert tree.run(PROGRAM, "--version").stdout.startswith("usero-desktop ")
    asked = tree.run(PROGRAM, "doctor", "--json", "--offline", check=False)
    checks = {one["name"]: one for one in json.loads(asked.stdout)["checks"]}
    assert checks["program"]["facts"]["place"].startswith("/usr/lib/usero-desktop/")
    assert {"qt", "trust", "keyring"} <= set(checks)

    with running(InboxConfig()) as inbox:
        configure(tree, inbox.url)
        with session(tree) as user, tree.running(PROGRAM, "open", "feedback", env=user.env):
            # By this a desktop knows that the menu's entry and the window are one program.
            entry = tree.path(f"/usr/share/applications/{APP_ID}.desktop").read_text("utf-8")
            by_class = re.search(r"^StartupWMClass=(.+)$", entry, re.MULTILINE)[1]
            window = user.window(PROJECT)
            found = user.xdotool("search", "--onlyvisible", "--class", f"^{by_class}$")
            assert window in found.split()
            shown = report_by_hand(user, inbox, "from the package")
        report, [picture] = newest(inbox)
    assert report["comment"] == "from the package"
    assert picture.size == shown.size


@pytest.mark.installed
def test_removed_and_purged_it_leaves_the_system_as_it_was_and_users_what_is_theirs(deb, tree):
    control = subprocess.run(
        ["dpkg-deb", "--field", deb, "Depends"], check=True, capture_output=True, text=True
    ).stdout
    tree.install(*(re.split(r"[ (]", need.strip())[0] for need in control.split(",")))
    before = files(tree)

    tree.install(bring(tree, deb))
    written = files(tree) - before
    assert "/usr/bin/usero-desktop" in written
    assert f"/usr/share/icons/hicolor/48x48/apps/{APP_ID}.png" in written
    keep_a_report(tree, "http://127.0.0.1:9", "mine")
    tree.run("apt-get", "purge", "--yes", "usero-desktop")

    assert files(tree) == before
    assert list(tree.path(OUTBOX).rglob("reports.sqlite3"))


@pytest.mark.installed
def test_what_waits_is_sent_by_the_version_that_comes_after(deb, laid_out, door, tree, tmp_path):
    with older(laid_out, door, tmp_path) as package:
        tree.install(bring(tree, package, "older.deb"))
    port = free_port()
    keep_a_report(tree, f"http://127.0.0.1:{port}", "written before the upgrade")

    tree.install(bring(tree, deb))

    newer = tree.run("dpkg-query", "--show", "--showformat=${Version}", "usero-desktop").stdout
    assert newer == door.deb.version()
    with running(port=port) as inbox:
        sent = tree.run(PROGRAM, "outbox", "retry", "--all", "--wait", check=False, timeout=120)
        assert sent.returncode == 0, sent.stderr
        report, _ = newest(inbox)
    assert report["comment"] == "written before the upgrade"


def keep_a_report(tree, url, comment):
    words = ("--client-id", "client_demo", "--base-url", url, "--rating", "3", "--comment", comment)
    done = tree.run(PROGRAM, "send", *words, check=False)
    assert done.returncode == 75, done.stdout + done.stderr


@contextmanager
def older(laid_out, door, folder):
    """Yield the same program as a package of a version before it."""
    tree, package = folder / "older", folder / "older.deb"
    shutil.copytree(laid_out, tree, symlinks=True)
    control = tree / "DEBIAN" / "control"
    words = control.read_text(encoding="utf-8")
    control.write_text(re.sub(r"^Version: .*$", "Version: 0.0.1-1", words, flags=re.MULTILINE))
    door.deb.settle(tree, 1_600_000_000)
    door.deb.pack(tree, package, 1_600_000_000, verbose=False, how="none")
    shutil.rmtree(tree)
    yield package
    package.unlink()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
