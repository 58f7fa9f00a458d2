"""Make the app's icons for each system from its drawings in `resources/app`.

    .venv/bin/python packaging/icons.py FOLDER

Run it in the project's environment: Qt draws, Pillow packs. FOLDER gets `hicolor/`, as Linux
wants it under /usr/share/icons, `usero-desktop.ico` for Windows and `usero-desktop.icns` for macOS.
"""

from __future__ import annotations

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = ROOT / "resources" / "app"
APP_ID: Final = "io.usero.Desktop"

LINUX: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
MACOS: Final = (32, 64, 128, 256, 512, 1024)
"""Sides in pixels: those of hicolor's folders, of Windows at 100 to 250 %, of an .icns file,
where macOS makes 16 of 32."""

SMALL: Final = 32
"""Up to this side an icon is the drawing with fewer, thicker lines; in pixels."""

AIR: Final = 0.09
"""Empty on each side of an icon for macOS, as a part of its width: those around it have it."""


def main(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for side in LINUX:
        place = folder / "hicolor" / f"{side}x{side}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{APP_ID}.png").write_bytes(png(side))
    for kind, drawing, name in (
        ("scalable", "usero-desktop", APP_ID),
        ("symbolic", "usero-desktop-symbolic", f"{APP_ID}-symbolic"),
    ):
        place = folder / "hicolor" / kind / "apps"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DRAWINGS / f"{drawing}.svg", place / f"{name}.svg")
    pack(folder / "usero-desktop.ico", [png(side) for side in WINDOWS])
    pack(folder / "usero-desktop.icns", [png(side, air=AIR) for side in MACOS])
    del app  # Qt draws no text here, but the drawings may have some one day


def png(side: int, air: float = 0.0) -> bytes:
    """Return the icon `side` pixels wide; `air` of that is left empty at each edge."""
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawing = "usero-desktop-small" if side <= SMALL else "usero-desktop"
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    edge = 0.0 if side <= SMALL else air * side  # a small one needs every pixel
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(str(DRAWINGS / f"{drawing}.svg"))
    renderer.render(painter, QRectF(edge, edge, side - 2 * edge, side - 2 * edge))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 0)  # type: ignore[call-overload]  # the stub wants bytes there
    return bytes(buffer.data().data())


def pack(path: Path, pictures: list[bytes]) -> None:
    """Write them into one .ico or .icns file, each as it was drawn and none scaled from another."""
    from PIL import Image

    images = [Image.open(BytesIO(picture)) for picture in pictures]
    *others, largest = images
    # "sizes" is for .ico alone: without it, some would be left out; .icns takes what it is given.
    largest.save(path, append_images=others, sizes=[image.size for image in images])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
