"""The README's pictures are what packaging/screenshots.py makes of the program as it is."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from PIL import Image, ImageChops, ImageStat

pytestmark = [pytest.mark.screen, pytest.mark.faults, pytest.mark.timeout(400)]

COARSE = (27, 18)
ALIKE = 4.2
"""Mean difference of grey levels, of 255: another font, which breaks labels, makes 3.5, and a
picture that is missing 5."""


def difference(one, other):
    """How different two pictures are to somebody who sees no text."""
    small = [picture.convert("L").resize(COARSE, Image.Resampling.BOX) for picture in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0]


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    """The folder with the pictures that the script takes now."""
    folder = tmp_path_factory.mktemp("screenshots")
    script = root / "packaging" / "screenshots.py"
    done = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_the_script_makes_every_picture_that_the_readme_shows(root, made):
    text = (root / "README.md").read_text("utf-8")
    shown = re.findall(r"\(packaging/screenshots/([^)]+)\)", text)
    assert sorted(shown) == sorted(path.name for path in made.iterdir())


@pytest.mark.parametrize("name", ["light", "dark", "german", "arabic", "large", "editor"])
def test_a_picture_of_the_readme_looks_like_the_program(root, made, name):
    with (
        Image.open(root / "packaging" / "screenshots" / f"{name}.png") as shown,
        Image.open(made / f"{name}.png") as taken,
    ):
        assert taken.size == shown.size
        assert difference(taken, shown) < ALIKE, "take them anew: packaging/screenshots.py"


def test_the_two_pictures_would_not_be_taken_for_one_another(made):
    with Image.open(made / "light.png") as light, Image.open(made / "dark.png") as dark:
        assert difference(light, dark) > 10 * ALIKE
