"""What travels along by itself is this list, on every system, and the README says so."""

from __future__ import annotations

import platform
import re
from pathlib import Path

import pytest

from usero_desktop.config import Options
from usero_desktop.core import context

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

GIVEN = {"appName", "appVersion", "build"}  # by the host, where it does
MACHINE = {"os", "osVersion", "arch", "python", "sdk", "sdkVersion", "locale"}
QT = {"qt", "binding", "platform", "screens", "scale", "window"}
ALWAYS = {"submissionId"}
PERSON = {"userId", "anonymousId"}  # of one whom the host has named; in session.py it has not
POINTED = {"pointed"}  # of a picture in which the user has pointed at a control
LEFT_OUT = {"_truncated"}  # where something did not fit
HOSTS_OWN = {"plan", "started"}  # the metadata of session.py

SHAPES = {
    "os": r"[A-Za-z][\w .]{1,40}",
    "osVersion": r"[\w.]{1,20}",
    "arch": r"\w{2,12}",
    "python": r"3\.\d+\.\d+\w*",
    "sdk": r"usero-desktop",
    "sdkVersion": r"[\w.+]+",
    "locale": r"C|[a-z]{2,3}(_[A-Z]{2})?",
    "qt": r"6\.\d+\.\d+",
    "binding": r"(PySide6|PyQt6) 6\.\d+(\.\d+)?",
    "platform": r"\w+",
    "screens": r"\['\d+x\d+ @[\d.]+'(, '\d+x\d+ @[\d.]+')*\]",
    "scale": r"[\d.]+",
    "window": r"\d+x\d+",
    "submissionId": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "appName": "Ledger",
    "appVersion": r"2\.1",
    "build": "77",
}
"""What may stand in each: nothing that a name, a path or an address fits into."""


@pytest.mark.promise("I1")
def test_what_arrives_has_these_keys_and_no_other(observed, request, figure):
    metadata = observed.report["metadata"]
    with_qt = "headless" not in request.node.name

    expected = GIVEN | MACHINE | ALWAYS | HOSTS_OWN | (QT if with_qt else set())
    if platform.freedesktop_os_release().get("VERSION_ID") is None:
        expected -= {"osVersion"}  # a distribution without versions
    assert set(metadata) == expected
    for key in set(metadata) - HOSTS_OWN:
        assert re.fullmatch(SHAPES[key], str(metadata[key])), (key, metadata[key])
    figure(f"{'with' if with_qt else 'without'} Qt: {len(metadata) - len(HOSTS_OWN)} keys")


@pytest.mark.promise("I1")
def test_the_report_itself_has_these_fields_and_no_other(observed):
    assert set(observed.report) == {
        "clientId", "rating", "comment", "userEmail", "pageUrl", "pageTitle", "screenshots",
        "metadata",
    }  # fmt: skip


@pytest.mark.promise("I1")
@pytest.mark.parametrize("system", ["Windows", "Darwin", "Linux", "FreeBSD"])
def test_every_system_has_the_same_keys(monkeypatch, system):
    context._machine.cache_clear()
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "mac_ver", lambda: ("15.2", ("", "", ""), "arm64"))
    monkeypatch.setattr(context, "_windows", lambda: ("Windows 11", "23H2"))
    try:
        facts = context.automatic_metadata(Options.create("client_demo", locale="de"))
    finally:
        context._machine.cache_clear()

    assert set(facts) | {"osVersion"} == MACHINE


@pytest.mark.promise("I1")
def test_the_readme_lists_these_keys_and_no_other():
    paragraph = README.partition("This travels along as metadata")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", paragraph))

    assert named == GIVEN | MACHINE | QT | ALWAYS | PERSON | POINTED | LEFT_OUT


@pytest.mark.bites("I1")
def test_a_key_that_stands_in_no_list_is_found_out(wrong):
    assert set(wrong.report["metadata"]) - (GIVEN | MACHINE | ALWAYS | HOSTS_OWN) == {"who", "argv"}
