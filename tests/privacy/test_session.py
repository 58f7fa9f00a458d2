"""Nothing of the person, the machine or the secrets leaves a whole session, or is logged."""

from __future__ import annotations

import pytest
from privacy.observed import FULL_NAME, HOST, USER, found, personal
from privacy.session import COMMENT, EMAIL, PAGE

from usero_desktop.paths import outbox_path

GIVEN = {COMMENT, "zzcomment", EMAIL, "zzaddress"}
"""What the user typed: it is sent, since they meant it, and logged nowhere."""

SECRETS = {"zzlogin", "zzpass", "zzquery", "zzmetasecret", "session="}
"""What the host gave along without thinking."""


@pytest.mark.promise("I2", "G2", "G6")
def test_no_byte_that_leaves_names_person_machine_or_file(observed, figure):
    assert found(personal(observed.identity), observed.wire) == []

    names = [line for line in observed.wire.split(b"\r\n") if b"filename=" in line]
    assert sorted({line.partition(b"filename=")[2] for line in names}) == [
        b'"screenshot-1.jpg"', b'"screenshot-2.jpg"', b'"screenshot-3.jpg"',
    ]  # fmt: skip
    figure(f"{len(personal(observed.identity))} names planted, 0 in the bytes sent")


@pytest.mark.promise("I2", "I4")
def test_no_line_of_the_debug_log_names_them_either(observed):
    assert "DEBUG" in observed.log
    words = personal(observed.identity) | SECRETS
    assert found(words, observed.log.encode() + observed.said.encode()) == []


@pytest.mark.promise("I4")
def test_the_debug_log_holds_nothing_of_the_report(observed, figure):
    assert found(GIVEN, observed.log.encode()) == []
    assert found(GIVEN, observed.wire) == sorted(GIVEN)  # it was there to be logged
    for mark in ("\\xff\\xd8\\xff", "\\x89PNG", "JFIF", "IHDR", "IDAT"):
        assert mark not in observed.log
    assert max(map(len, observed.log.splitlines())) < 2000
    figure(f"{len(observed.log.splitlines())} lines of DEBUG, 0 of them telling")


@pytest.mark.promise("I2")
def test_an_outbox_that_is_damaged_or_newer_is_told_of_without_the_home(headless, figure):
    told = headless.log + headless.said
    name = outbox_path("client_demo").parent.name.removeprefix("outbox-")
    for words in ("is damaged", "was damaged", "another version of usero-desktop"):
        assert words in told
    assert f"~/damage/outbox-{name}/reports.sqlite3" in told
    assert f"~/outdate/outbox-{name}/reports.sqlite3" in told
    assert found(personal(headless.identity), told.encode()) == []
    figure("damaged and newer outboxes: told as ~/…")


@pytest.mark.promise("I2", "G6", "I3")
def test_an_exported_report_names_nobody_either(headless):
    words = personal(headless.identity) | SECRETS

    archive, report, picture = headless.exported
    assert b'"createdAt"' in report
    assert picture.startswith(b"\xff\xd8\xff")
    assert found(words, archive + report + picture) == []


@pytest.mark.promise("I3")
def test_secrets_of_the_hosts_own_do_not_leave(observed):
    assert found(SECRETS, observed.wire) == []
    report = observed.report
    assert report["pageUrl"] == "https://intranet.example/invoices/7" != PAGE
    assert report["metadata"]["started"] == "app --api-key=[redacted] --verbose"
    assert report["metadata"]["plan"] == "pro"


@pytest.mark.faults
@pytest.mark.timeout(240)
@pytest.mark.promise("I2", "I4", "G6")
def test_nor_where_user_and_host_are_really_called_so(disguised, figure):
    identity = disguised.identity
    assert (identity["user"], identity["account"], identity["host"]) == (USER, USER, HOST)
    words = personal(identity)
    assert FULL_NAME in words

    assert found(words | SECRETS, disguised.wire) == []
    assert found(words | SECRETS | GIVEN, disguised.log.encode() + disguised.said.encode()) == []
    figure(f"as {USER} on {HOST}: 0 hits in {len(disguised.bodies)} requests and the log")


@pytest.mark.bites("I2", "I3", "I4", "G6")
def test_a_program_that_tells_is_found_out(wrong):
    words = personal(wrong.identity) | SECRETS
    assert {USER, "zzargv", "zzphotoname", "zzmetasecret"} <= set(found(words, wrong.wire))
    told = set(found(words | GIVEN, wrong.log.encode()))
    assert {USER, wrong.identity["home"], COMMENT} <= told


@pytest.mark.bites("I2")
def test_each_name_is_found_where_it_is_written(observed):
    for word in personal(observed.identity):
        assert found({word}, b"x" + word.upper().encode() + b"x") == [word]
        assert found({word}, b"x" + word.encode("utf-16-le") + b"x") == [word]
