from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usero_desktop.i18n import Texts
    from usero_desktop.ui.style.colors import Colors
    from usero_desktop.ui.style.scale import Scale


@dataclass(frozen=True, slots=True)
class Look:
    """What every view needs to show itself: colours, words and sizes."""

    colors: Colors
    texts: Texts
    scale: Scale
