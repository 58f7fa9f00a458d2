"""What is for other systems: compiled, or read as strictly as can be where they are not."""

from __future__ import annotations

import ast
import importlib
import plistlib
import re
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.recipes

FLATPAK_MAY = {
    "--socket=wayland", "--socket=fallback-x11", "--share=ipc", "--device=dri", "--share=network",
    "--talk-name=org.freedesktop.secrets", "--talk-name=org.kde.StatusNotifierWatcher",
}  # fmt: skip


@pytest.fixture
def payload(tmp_path):
    """Stands in for the bundle of Windows, which is made there."""
    folder = tmp_path / "payload"
    (folder / "_internal" / "PySide6").mkdir(parents=True)
    (folder / "_internal" / "PySide6" / "Qt6Core.dll").write_bytes(bytes(100_000))
    for name in ("usero-desktop.exe", "usero-desktopw.exe"):
        shutil.copy("/bin/true", folder / name)
    return folder


@pytest.fixture
def icon(tmp_path):
    from PIL import Image

    Image.new("RGBA", (32, 32), "blue").save(tmp_path / "app.ico")
    return tmp_path / "app.ico"


def test_the_installer_for_windows_is_compiled_without_a_warning(door, payload, icon, tmp_path):
    made = tmp_path / "usero-desktop-setup.exe"
    door.setup_exe.pack(payload, icon, made, verbose=False)

    content = made.read_bytes()
    assert content[:2] == b"MZ"
    assert b"NullsoftInst" in content
    version = "usero".encode("utf-16-le")
    assert version in content.lower()
    assert b'level="asInvoker"' in content  # no administrator is asked for


def test_a_fault_in_the_installers_script_stops_the_build(
    door, payload, icon, tmp_path, monkeypatch
):
    broken = tmp_path / "broken.nsi"
    words = door.setup_exe.SCRIPT.read_text(encoding="utf-8")
    broken.write_text(words.replace("Call MakeShortcut", "Call MakeShortcuts"), encoding="utf-8")
    monkeypatch.setattr(door.setup_exe, "SCRIPT", broken)
    with pytest.raises(door.steps.Stop, match="MakeShortcuts"):
        door.setup_exe.pack(payload, icon, tmp_path / "usero-setup.exe", verbose=False)


def test_an_empty_payload_is_no_installer(door, icon, tmp_path):
    (tmp_path / "payload").mkdir()
    with pytest.raises(door.steps.Stop, match="NSIS did not succeed"):
        door.setup_exe.pack(tmp_path / "payload", icon, tmp_path / "usero-setup.exe", verbose=False)


@pytest.mark.parametrize(
    "version, four",
    [("1.2.3", "1.2.3.0"), ("0.2.0.dev3", "0.2.0.0"), ("2.0rc1", "2.0.0.0"), ("1", "1.0.0.0")],
)
def test_windows_gets_four_numbers(door, version, four):
    assert door.setup_exe.of_four(version) == four


def test_the_installer_removes_what_the_program_switches_on(root):
    script = (root / "packaging/windows/usero-desktop.nsi").read_text(encoding="utf-8")
    autostart = (root / "usero_desktop/app/autostart/windows.py").read_text(encoding="utf-8")
    names = {
        node.target.id: node.value.value
        for node in ast.walk(ast.parse(autostart))
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
    }
    assert f'!define NAME "{names["VALUE"]}"' in script
    assert 'DeleteRegValue HKCU "${RUN}" "${NAME}"' in script
    assert 'DeleteRegValue HKCU "${APPROVED}" "${NAME}"' in script


def test_windows_and_macos_know_the_app_by_the_name_it_gives_itself(root):
    script = (root / "packaging/windows/usero-desktop.nsi").read_text(encoding="utf-8")
    info = plistlib.loads((root / "packaging/macos/Info.plist").read_bytes())
    app = importlib.import_module("usero_desktop.app.run")
    assert f'!define APP_ID "{app.DESKTOP_FILE}"' in script
    assert info["CFBundleIdentifier"] == app.DESKTOP_FILE


def test_nothing_below_a_folder_that_others_may_use_is_removed_blindly(root):
    script = (root / "packaging/windows/usero-desktop.nsi").read_text(encoding="utf-8")
    removed = re.findall(r'^\s*RMDir /r "([^"]+)"', script, re.MULTILINE)
    assert removed
    assert set(removed) == {r"$INSTDIR\_internal", r"$INSTDIR\licenses"}


def test_macos_is_told_why_the_screen_is_taken_and_that_the_app_has_no_dock_icon(root):
    info = plistlib.loads((root / "packaging/macos/Info.plist").read_bytes())
    assert info["CFBundleIdentifier"] == "io.usero.Desktop"
    assert info["LSUIElement"] is True
    assert len(info["NSScreenCaptureUsageDescription"]) > 40
    languages = {file.stem for file in (root / "resources/locales").glob("*.json")}
    assert set(info["CFBundleLocalizations"]) == languages
    rights = plistlib.loads((root / "packaging/macos/entitlements.plist").read_bytes())
    assert rights == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize("script", ["macos/pack.sh", "appimage/pack.sh", "appimage/AppRun"])
def test_the_scripts_are_clean(root, script):
    done = subprocess.run(
        ["shellcheck", root / "packaging" / script], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("script", ["macos/pack.sh", "appimage/pack.sh"])
def test_a_script_without_arguments_says_how_it_is_called(root, script):
    done = subprocess.run(
        [root / "packaging" / script], check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: ")


def test_flatpak_gets_no_hole_that_a_portal_makes_needless(root):
    manifest = (root / "packaging/flatpak/io.usero.Desktop.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"^  - (--\S+)", manifest, re.MULTILINE))
    assert asked == FLATPAK_MAY
    assert re.search(r"^id: io\.usero\.Desktop$", manifest, re.MULTILINE)


def test_the_workflow_builds_by_the_door_on_three_systems(root):
    workflow = (root / ".github/workflows/build.yml").read_text(encoding="utf-8")
    systems = re.findall(r"^            os: (\w+)-", workflow, re.MULTILINE)
    assert set(systems) == {"ubuntu", "windows", "macos"}
    assert workflow.count("packaging/dev.py build all") == 2
    assert "doctor --json" in workflow
