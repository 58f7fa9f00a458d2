"""What a user installs: the built wheel, used with the source tree out of reach."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile

import pytest

from usero_desktop import assets

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the environments here are made of symbolic links"
)

HEAVY = {
    *("PySide6", "PyQt6", "httpx", "truststore", "PIL", "mss", "keyring", "jeepney"),
    *("platformdirs", "sqlite3", "starlette", "uvicorn", "importlib.metadata"),
}


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_package_its_resources_and_nothing_else(names, root):
    resources = [path for path in (root / "resources").rglob("*.*") if path.is_file()]
    assert {f"usero_desktop/{path.relative_to(root).as_posix()}" for path in resources} <= names
    assert "usero_desktop/py.typed" in names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"usero_desktop", "usero_desktop-0.1.0.dist-info"}
    assert not [name for name in names if name.endswith(".pyc")]


def test_the_sdist_builds_the_same_wheel(source, names, build, tmp_path):
    build(source, "-t", "sdist", "-d", tmp_path)
    (sdist,) = tmp_path.glob("*.tar.gz")
    subprocess.run(["tar", "xf", sdist], cwd=tmp_path, check=True)
    build(tmp_path / sdist.name.removesuffix(".tar.gz"), "-t", "wheel", "-d", tmp_path)
    (again,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(again) as archive:
        assert set(archive.namelist()) == names


def test_rrweb_is_in_the_wheel_and_the_sdist_where_it_was_fetched(source, build, tmp_path):
    copy = tmp_path / "source"
    shutil.copytree(source, copy)
    (copy / ".gitignore").write_text("build/\n", encoding="utf-8")
    (copy / "build" / "player").mkdir(parents=True)
    (copy / "build" / "player-of-the-web").mkdir()
    for name in ("player/rrweb.js", "player/LICENSE", "player-of-the-web/rrweb.js", "bench.json"):
        (copy / "build" / name).write_text(name, encoding="utf-8")
    build(copy, "-t", "sdist", "-d", tmp_path)
    (sdist,) = tmp_path.glob("*.tar.gz")
    subprocess.run(["tar", "xf", sdist], cwd=tmp_path, check=True)
    build(tmp_path / sdist.name.removesuffix(".tar.gz"), "-t", "wheel", "-d", tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        parts = {name: set(name.split("/")) for name in archive.namelist()}
    wanted = {"build", "player", "player-of-the-web", "bench.json"}
    held = {name for name, found in parts.items() if found & wanted}
    folder = "usero_desktop/resources/player"
    assert held == {f"{folder}/rrweb.js", f"{folder}/LICENSE"}


def test_the_program_comes_from_the_wheel_and_not_from_here(install):
    installed = install("PySide6")
    place = installed.run("import usero_desktop; print(usero_desktop.__file__)")
    assert place.startswith(str(installed.site_packages))


def test_resources_are_found_inside_an_installed_package(install):
    installed = install("PySide6")
    code = "from usero_desktop import assets; p = assets.path('faces/rating-1.svg')"
    place = installed.run(f"{code}; assert p.is_file(); print(p)")
    assert place.startswith(str(installed.site_packages / "usero_desktop" / "resources"))


def test_resources_are_found_beside_the_package_in_a_checkout(root):
    assert assets.path("faces/rating-1.svg") == root / "resources" / "faces" / "rating-1.svg"
    assert assets.path("faces/rating-1.svg").is_file()


def test_the_import_loads_nothing_heavy(install):
    code = f"import sys, usero_desktop; print(sorted(set(sys.modules) & {HEAVY}))"
    assert install("PySide6").run(code) == "[]"


def test_the_import_of_the_core_loads_no_qt(install):
    code = "import sys, usero_desktop as u; u.Feedback; print('PySide6' in sys.modules)"
    assert install("PySide6").run(code) == "False"


def test_every_public_name_is_there(install):
    code = """
import usero_desktop as usero
missing = [name for name in usero.__all__ if getattr(usero, name, None) is None]
print(missing, dir(usero) == sorted(usero.__all__))
"""
    assert install("PySide6").run(code) == "[] True"


def test_the_version_is_the_wheels(install, wheel):
    version = install("PySide6").run("import usero_desktop; print(usero_desktop.__version__)")
    assert wheel.name.startswith(f"usero_desktop-{version}-")


def test_the_command_is_installed_and_explains_itself(install):
    command = install("PySide6").scripts / "usero-desktop"
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout
