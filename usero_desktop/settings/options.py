"""What a configured program means for the widget and for the headless Feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.config import Options
from usero_desktop.settings.values import Settings

if TYPE_CHECKING:
    from usero_desktop.settings.values import Program


def options_for(program: Program, settings: Settings | None = None) -> Options:
    """Return the options of reports about `program`, in the user's language and colours.

    What is not said of the program is left out, and never filled in with facts about ours.
    """
    look = settings or Settings()
    return Options(
        client_id=program.client_id,
        base_url=program.base_url,
        allow_insecure=program.allow_insecure,
        environment=program.environment,
        app_name=program.name.strip() or None,
        app_version=program.version.strip() or None,
        locale=look.locale or None,
        theme=look.theme or None,
    )
