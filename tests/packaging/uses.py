"""The whole public surface as a host's program uses it: read by type checkers, never run.

A line with "type: ignore" is a mistake that a checker has to find: one that is no mistake to it
is reported as an ignore that is not needed.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Literal, assert_type

import usero_desktop as usero

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QMainWindow, QWidget

log = logging.getLogger(__name__)


def on_submit(report: usero.SentReport) -> None:
    assert_type(report.receipt, usero.Receipt)
    assert_type(report.receipt.feedback_id, str)
    assert_type(report.screenshots, tuple[usero.UploadedScreenshot, ...])
    assert_type(report.rating, int | None)


def on_delivered(receipt: usero.Receipt) -> None:
    log.info("%s, by %s", receipt.feedback_id, usero.__version__)


def on_error(error: usero.UseroError) -> None:
    if isinstance(error, usero.Refused):
        assert_type(error.status, int)
        assert_type(error.issues, dict[str, tuple[str, ...]])
    elif isinstance(error, usero.InvalidFeedback):
        assert_type(error.problems, dict[str, tuple[str, ...]])
    assert_type(error.code, str)


class Build(usero.Plugin):
    name = "build"

    def on_init(self, context: usero.PluginContext) -> None:
        assert_type(context.client_id, str)

    def on_feedback_submit(
        self, context: usero.PluginContext, submission: usero.Submission
    ) -> Mapping[str, object]:
        assert_type(submission.comment, str | None)
        return {"metadata": {"commit": "3f2a9c1", "client": context.client_id}}


class Plain:
    """A plugin need not derive from anything."""

    name = "plain"


def attached(window: QMainWindow) -> usero.FeedbackWidget:
    widget = usero.attach(
        window,
        "client_demo",
        position="left",
        launcher_type="button",
        theme=usero.Theme(primary="#0a7"),
        title=None,
        metadata={"plan": "pro", "seats": 3},
        environment=usero.UNSET,
        page_url=lambda: "app://demo/main",
        data_dir=Path("state"),
        plugins=[Build(), Plain()],
        on_submit=on_submit,
        on_error=on_error,
        on_open=lambda: None,
    )
    assert_type(widget, usero.FeedbackWidget)
    widget.update(theme="dark", title=usero.UNSET, metadata=None)
    widget.open()
    widget.toggle()
    widget.close()
    assert_type(widget.is_open, bool)
    assert_type(widget.is_inert, bool)
    assert_type(widget.options, usero.Options | None)
    widget.opened.connect(lambda: None)
    widget.delivered.connect(on_delivered)
    widget.prepare()
    widget.delete_my_data()
    widget.destroy()
    return widget


def shared_options(theme: Literal["light", "dark"]) -> usero.OptionValues:
    options: usero.OptionValues = {"theme": theme, "app_name": "Demo"}
    return options


def button(parent: QWidget) -> usero.FeedbackButton:
    made = usero.FeedbackButton(parent)
    made.configure(client_id="client_demo", **shared_options("dark"))
    assert_type(made.handle, usero.FeedbackWidget | None)
    made.clicked.connect(lambda: None)
    return made


def headless(picture: bytes) -> str:
    with usero.Feedback("client_demo", app_version="1.2", outbox_reports=20) as feedback:
        assert_type(feedback, usero.Feedback)
        feedback.update(environment="beta")
        assert_type(feedback.options, usero.Options)
        ticket = feedback.submit(
            rating=usero.Rating.AMAZING,
            comment="From a script",
            screenshots=[picture, Path("main.png")],
            metadata={"step": 3},
            page_title=None,
        )
        assert_type(ticket, usero.Ticket)
        assert_type(ticket.state, usero.TicketState)
        assert_type(ticket.kept, bool)
        assert_type(ticket.cancel(), bool)
        assert_type(ticket.report, usero.SentReport | None)
        assert_type([entry.comment for entry in feedback.history()], list[str | None])
        assert_type(feedback.forget(ticket.submission_id), bool)
        try:
            receipt = ticket.result(timeout=30)
        except (usero.Unreachable, usero.Busy) as error:
            return str(error)
        except usero.Refused as error:
            return error.error
        assert_type(feedback.flush(5), bool)
        return receipt.feedback_id


def two_requests(picture: bytes) -> str:
    with usero.UseroClient(allow_insecure=False) as client:
        shot = client.upload_screenshot("client_demo", picture, "image/png", "main.png")
        assert_type(shot, usero.UploadedScreenshot)
        return client.send_feedback({"clientId": "client_demo", "screenshots": [shot]})


def checked() -> usero.Options:
    user = usero.User("42", email="mira@example.org", traits={"plan": "pro", "seats": 3})
    assert_type(user.id, str)
    offer = usero.Offer("It was slow.", attached={"ms": 3000})
    assert_type(offer.comment, str)
    options = usero.Options.create("client_demo", locale="de")
    assert_type(options.updated(locale=None), usero.Options)
    return options


ERRORS: tuple[type[usero.UseroError], ...] = (
    usero.ApiError,
    usero.CaptureError,
    usero.CaptureRefused,
    usero.CaptureUnavailable,
    usero.ConfigError,
    usero.ImageError,
    usero.OutboxError,
    usero.QtError,
    usero.QtMismatch,
    usero.QtMissing,
)


def mistakes(window: QMainWindow, widget: usero.FeedbackWidget) -> None:
    usero.attach(window, "client_demo", positoin="left")  # type: ignore[call-arg]
    usero.attach(window, "client_demo", position="top")  # type: ignore[arg-type]
    usero.attach(window, "client_demo", title=3)  # type: ignore[arg-type]
    usero.attach("window", "client_demo")  # type: ignore[arg-type]
    usero.attach(window, "client_demo", on_open=on_submit)  # type: ignore[arg-type]
    widget.update(client_id="client_other")  # type: ignore[call-arg]
    widget.update(show_email_option="no")  # type: ignore[arg-type]
    usero.Feedback("client_demo", launcherType="none")  # type: ignore[call-arg]
    usero.User(42)  # type: ignore[arg-type]
    usero.nothing  # type: ignore[attr-defined]  # noqa: B018
