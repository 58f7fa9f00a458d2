from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.app.preferences.section import Section
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.policy import Policy
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.style.look import Look


class Managed(Section):
    """What the administrator has decided, which nobody changes here."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__("usero_preferences_managed", "review.policy", parent)
        self._lines: list[Label] = []
        self.hide()

    def show_policy(self, policy: Policy, look: Look) -> None:
        """Show what `policy` pins; nothing where it pins nothing."""
        texts = look.texts
        if policy.trouble is not None:
            told = [texts("error.policy", reason=policy.trouble)]
        else:
            told = [texts(f"review.policy.{name}") for name in policy.forbidden]
            if policy.base_url is not None:
                told.insert(0, texts("settings.managed.base_url", server=policy.base_url))
        while len(self._lines) < len(told):
            label = Label(self, pixels=metrics.BODY)
            label.setWordWrap(True)
            self._lines.append(label)
            self.column.put(label)
        for label, words in zip(self._lines, told, strict=False):
            label.setText(words)
            is_wrong = policy.trouble is not None
            label.show_color(look.colors.error if is_wrong else look.colors.text, look.scale)
        self.show_look(look)
        self.setVisible(bool(told))
