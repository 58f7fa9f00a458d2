from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.app.preferences.section import Section
from usero_desktop.app.windows.choice import Choice
from usero_desktop.i18n.catalogs import languages
from usero_desktop.i18n.tags import nearest, tag
from usero_desktop.qt import QtWidgets, Signal
from usero_desktop.ui.controls.labels import Label
from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.settings import Settings
    from usero_desktop.ui.style.look import Look

LANGUAGES: Final = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "pt-BR": "Português (Brasil)",
    "zh-Hans": "简体中文",
}
"""Each language by its own name, whatever language the window speaks: who is lost finds it."""

THEMES: Final = ("", "light", "dark")


class LooksSection(Section):
    """Language and colours.

    Signals: `locale_chosen(str)` and `theme_chosen(str)` by the user; "" is as the system.
    """

    locale_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__("usero_preferences_looks", "settings.look", parent)
        self._captions = {name: Label(self, pixels=metrics.BODY) for name in ("language", "theme")}
        self.language = Choice("usero_preferences_language", self)
        self.theme = Choice("usero_preferences_theme", self)
        grid = QtWidgets.QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (name, choice) in enumerate((("language", self.language), ("theme", self.theme))):
            grid.addWidget(self._captions[name], row, 0)
            grid.addWidget(choice, row, 1)
        self._grid = grid
        self.column.put(grid)
        self.language.chosen.connect(self.locale_chosen)
        self.theme.chosen.connect(self.theme_chosen)

    def show_settings(self, settings: Settings, look: Look) -> None:
        """Show what is set."""
        self.show_look(look)
        texts = look.texts
        self._grid.setHorizontalSpacing(look.scale.px(metrics.GAP))
        self._grid.setVerticalSpacing(look.scale.px(metrics.GAP - 4))
        for name, caption in self._captions.items():
            caption.setText(texts(f"settings.{name}"))
            caption.show_color(look.colors.text, look.scale)
        system = texts("settings.language.system")
        known = {name: words for name, words in LANGUAGES.items() if name in languages()}
        self.language.show_look(look, texts("settings.language"), {"": system} | known)
        self.language.show_value(_shown_language(settings.locale))
        named = {name: texts(f"settings.theme.{name or 'system'}") for name in THEMES}
        self.theme.show_look(look, texts("settings.theme"), named)
        self.theme.show_value(settings.theme)


def _shown_language(locale: str) -> str:
    """Return the language that is read for `locale`, which may name a region, too."""
    wanted = tag(locale)
    return (nearest(wanted, LANGUAGES) or "en") if wanted is not None else ""
