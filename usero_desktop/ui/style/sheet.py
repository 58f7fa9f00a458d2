"""The style sheet of our own subtree: it sets every property a host's sheet could leak in.

In Qt a sheet on a nearer widget wins over the application's, whatever the selectors'
weight. So what is named here is ours, and nothing of ours reaches the host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.ui.style import metrics
from usero_desktop.ui.style.colors import mix

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui
    from usero_desktop.ui.style.colors import Colors

RESET = """
* {{
    background: transparent; background-image: none; border: none; border-radius: 0;
    margin: 0; padding: 0; outline: none; image: none;
    min-width: 0; min-height: 0; max-width: 16000000px; max-height: 16000000px;
    color: {text}; text-decoration: none; letter-spacing: 0px; word-spacing: 0px;
    font-weight: normal; font-style: normal;
    selection-background-color: {primary}; selection-color: {on_primary};
}}
"""

FIELDS = """
* {{ font-family: "{family}"; font-size: {body}px; }}
QPlainTextEdit, QLineEdit {{
    background: {field}; border: 1px solid {border}; border-radius: {radius}px;
    placeholder-text-color: {muted};
}}
QPlainTextEdit {{ padding: 6px 8px; min-height: {lines}px; }}
QLineEdit {{ padding: 0 10px; min-height: {control}px; max-height: {control}px; }}
QPlainTextEdit:hover, QLineEdit:hover {{ border: 1px solid {edge}; }}
QPlainTextEdit:focus, QLineEdit:focus {{ border: 2px solid {focus}; }}
QLineEdit:focus {{ padding: 0 9px; min-height: {control_inner}px; max-height: {control_inner}px; }}
QPlainTextEdit:focus {{ padding: 5px 7px; }}
*[invalid="true"], *[invalid="true"]:focus {{ border: 2px solid {error}; }}
QLineEdit[invalid="true"] {{
    padding: 0 9px; min-height: {control_inner}px; max-height: {control_inner}px;
}}
QPlainTextEdit[invalid="true"] {{ padding: 5px 7px; }}
QScrollBar:vertical {{ width: {scroll_bar}px; }}
QScrollBar::handle:vertical {{
    background: {thumb}; border-radius: 3px; min-height: 24px; margin: 0 1px;
}}
QScrollBar::handle:vertical:hover, QScrollBar::handle:vertical:pressed {{ background: {edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""

MENU = """
QMenu {{
    background: {background}; border: 1px solid {border}; border-radius: 0; padding: 6px;
}}
QMenu::item {{
    background: transparent; color: {text}; padding: 8px 16px 8px 10px; border-radius: 6px;
    margin: 0; border: none;
}}
QMenu::item:selected {{ background: {hover}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
"""


def reset(colors: Colors) -> str:
    """Return the sheet of a root that paints itself, the launcher."""
    return RESET.format(
        text=colors.text.name(),
        primary=colors.primary.name(),
        on_primary=colors.on_primary.name(),
    )


def sheet(colors: Colors) -> str:
    """Return the sheet of a root with fields, words or a menu."""

    def name(color: QtGui.QColor) -> str:
        return color.name()

    return (RESET + FIELDS + MENU).format(
        text=name(colors.text),
        family=metrics.font(metrics.BODY).family().replace('"', ""),
        body=metrics.BODY,
        lines=metrics.COMMENT_LEAST,
        # A border lies outside min-height in Qt's box model.
        control=metrics.CONTROL - 2,
        control_inner=metrics.CONTROL - 4,
        radius=metrics.RADIUS,
        scroll_bar=metrics.SCROLL_BAR,
        primary=name(colors.primary),
        on_primary=name(colors.on_primary),
        background=name(colors.background),
        field=name(colors.field),
        border=name(colors.border),
        edge=name(colors.muted),
        thumb=name(mix(colors.background, colors.text, 0.3)),
        muted=name(colors.muted),
        focus=name(colors.focus),
        hover=name(colors.hover),
        error=name(colors.error),
    )
