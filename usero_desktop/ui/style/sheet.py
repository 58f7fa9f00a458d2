"""The style sheet of our own subtree: it sets every property a host's sheet could leak in.

In Qt a sheet on a nearer widget wins over the application's, whatever the selectors'
weight. So what is named here is ours, and nothing of ours reaches the host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.ui.style import metrics

if TYPE_CHECKING:
    from usero_desktop.qt import QtGui
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.scale import Scale

RESET = """
* {{
    background: transparent; background-image: none; border: none; border-radius: 0;
    margin: 0; padding: 0; outline: none; image: none;
    min-width: 0; min-height: 0; max-width: 16000000px; max-height: 16000000px;
    color: {text}; text-decoration: none; letter-spacing: 0px; word-spacing: 0px;
    font-weight: normal; font-style: normal;
    selection-background-color: {selection}; selection-color: {on_selection};
}}
"""

TIP = """
* {{ font-family: "{family}"; font-size: {body}px; }}
QToolTip {{
    background: {background}; color: {text}; border: 1px solid {edge};
    padding: 0; font-size: {label}px;
}}
"""

# "none" is no length, and so takes back one that a host's sheet gives both kinds of bars.
FIELDS = """
QLabel {{ qproperty-indent: -1; qproperty-margin: 0; qproperty-textFormat: PlainText; }}
QPlainTextEdit, QLineEdit {{
    background: {field}; border: 1px solid {edge}; border-radius: {radius}px;
    placeholder-text-color: {muted};
}}
QPlainTextEdit {{ padding: {p6}px {p8}px; min-height: {lines}px; }}
QLineEdit {{ padding: 0 {p10}px; min-height: {control}px; max-height: {control}px; }}
QPlainTextEdit:hover, QLineEdit:hover {{ border: 1px solid {lively_edge}; }}
QPlainTextEdit:focus, QLineEdit:focus {{ border: {ring}px solid {focus}; }}
QLineEdit:focus {{
    padding: 0 {p10_inner}px; min-height: {control_inner}px; max-height: {control_inner}px;
}}
QPlainTextEdit:focus {{ padding: {p6_inner}px {p8_inner}px; }}
*[invalid="true"], *[invalid="true"]:focus {{ border: {ring}px solid {error}; }}
QLineEdit[invalid="true"] {{
    padding: 0 {p10_inner}px; min-height: {control_inner}px; max-height: {control_inner}px;
}}
QPlainTextEdit[invalid="true"] {{ padding: {p6_inner}px {p8_inner}px; }}
QScrollBar:vertical {{ width: {scroll_bar}px; height: none; }}
QScrollBar:horizontal {{ height: {scroll_bar}px; width: none; }}
QScrollBar::handle:vertical {{
    background: {thumb}; border-radius: {thumb_radius}px; min-height: {p24}px;
    margin: 0 1px;
}}
QScrollBar::handle:horizontal {{
    background: {thumb}; border: none; border-radius: {thumb_radius}px; min-width: {p24}px;
    margin: 1px 0;
}}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{
    background: {lively_edge};
}}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""

MENU = """
QMenu {{
    background: {background}; border: 1px solid {border}; border-radius: 0; padding: {p6}px;
    icon-size: {menu_icon}px;
}}
QMenu::item {{
    background: transparent; color: {text}; padding: {p8}px {p16}px {p8}px {p10}px;
    border-radius: {p6}px;
    margin: 0; border: none;
}}
QMenu[keys="true"]::item {{ padding: {p8}px {menu_key}px {p8}px {p10}px; }}
QMenu::item:selected {{ background: {hover}; color: {text}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::icon {{ padding: 0 0 0 {p8}px; margin: 0; border: none; background: transparent; }}
QMenu::separator {{ height: 1px; background: {border}; margin: {p4}px {p8}px; }}
"""


def reset(colors: Colors, scale: Scale) -> str:
    """Return the sheet of a root that paints itself, the launcher."""
    return (RESET + TIP).format(**_letters(colors, scale))


def sheet(colors: Colors, scale: Scale) -> str:
    """Return the sheet of a root with fields, words or a menu."""
    px = scale.px
    ring = round(colors.ring)

    def name(color: QtGui.QColor) -> str:
        return color.name()

    return (RESET + TIP + FIELDS + MENU).format(
        **_letters(colors, scale),
        lines=px(metrics.COMMENT_LEAST),
        # A border lies outside min-height in Qt's box model.
        control=px(metrics.CONTROL) - 2,
        control_inner=px(metrics.CONTROL) - 2 * ring,
        ring=ring,
        radius=px(metrics.RADIUS),
        scroll_bar=px(metrics.SCROLL_BAR),
        # A bar's own border of a pixel lies around its thumb.
        thumb_radius=(px(metrics.SCROLL_BAR) - 2) // 2,
        menu_icon=px(metrics.MENU_ICON),
        menu_key=px(metrics.MENU_KEY),
        **{f"p{size}": px(size) for size in (8, 10, 16, 24)},
        # What is wider than the usual border of one pixel is taken from the padding.
        **{f"p{size}_inner": px(size) - ring + 1 for size in (6, 8, 10)},
        field=name(colors.field),
        border=name(colors.border),
        lively_edge=name(colors.lively_edge),
        thumb=name(colors.thumb),
        muted=name(colors.muted),
        disabled=name(colors.disabled),
        focus=name(colors.focus),
        hover=name(colors.hover),
        error=name(colors.error),
    )


def _letters(colors: Colors, scale: Scale) -> dict[str, object]:
    """Return what every root's sheet says of letters."""
    return {
        "text": colors.text.name(),
        "background": colors.background.name(),
        "edge": colors.edge.name(),
        "selection": colors.selection.name(),
        "on_selection": colors.on_selection.name(),
        "family": scale.font(metrics.BODY).family().replace('"', ""),
        "body": scale.px(metrics.BODY),
        "label": scale.px(metrics.LABEL),
        "p4": scale.px(4),
        "p6": scale.px(6),
    }
