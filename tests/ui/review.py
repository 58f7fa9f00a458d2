"""The page "What is sent" as a person meets it."""

from __future__ import annotations

from ui.form import Form

from usero_desktop.qt import QtWidgets

THANKS = "Thank you!"
PATIENCE = 20_000


class Review(Form):
    """Presses and reads the page in the one panel of `window`."""

    def look(self):
        """Press "What is sent" and wait until it is gathered."""
        self.click(self.part("review"))
        self.wait_until_gathered()

    def wait_until_gathered(self):
        self._qtbot.waitUntil(lambda: self.has("review_size"), timeout=PATIENCE)

    @property
    def is_shown(self):
        return self.has("review_page")

    def switches(self):
        """The ticks in sight, by what they are called."""
        return {
            box.accessibleName(): box
            for box in self._all(QtWidgets.QCheckBox)
            if box.objectName() == "usero_review_switch" and not box.isHidden()
        }

    def switch(self, key):
        """Click the tick of `key`, once it is scrolled to."""
        box = self.switches()[key]
        box.setFocus()
        self._qtbot.waitUntil(lambda: not box.visibleRegion().isEmpty(), timeout=PATIENCE)
        box.click()

    def section(self, name):
        """Every text of a card, whether it is scrolled to or not."""
        kinds = (QtWidgets.QLabel, QtWidgets.QAbstractButton)
        card = self.part(f"review_{name}")
        unseen = dict.fromkeys(map(ord, "\u200b\u2068\u2069"))
        return [w.text().translate(unseen) for w in card.findChildren(QtWidgets.QWidget)
                if isinstance(w, kinds) and not w.isHidden() and w.text()]  # fmt: skip

    def sent(self, inbox):
        """Press Send and return what the inbox got."""
        before = inbox.new()
        self.send()
        new = lambda: [report for report in inbox.new() if report not in before]  # noqa: E731
        self._qtbot.waitUntil(lambda: bool(new()), timeout=PATIENCE)
        self.wait_for(THANKS)
        [report] = new()
        return report
