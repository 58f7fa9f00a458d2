"""Any bytes at all, quickly here and for as long as one likes with `dev.py fuzz pictures`."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usero_desktop.model.picture import Picture

FUZZ = Path(__file__).parents[1] / "fuzz"


@pytest.fixture(scope="module")
def pictures():
    """The fuzz target."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FUZZ))
        yield import_module("pictures")


def mutated(chance, seeds):
    """Return a seed with a few bytes changed, cut out, doubled or taken from another."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randrange(1, 20)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 40)]
            case 3:
                data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff"))
            case 4:
                other = chance.choice(seeds)
                data[at:] = other[min(at, len(other)) :]
            case _:
                data = data[:at]
    return bytes(data)


@pytest.mark.promise("G5", "G1")
def test_five_thousand_mutations_give_a_picture_or_a_sentence(pictures, figure):
    chance = random.Random(11)
    for seed in pictures.SEEDS:
        pictures.check(seed)
    for _ in range(5000):
        pictures.check(mutated(chance, pictures.SEEDS))
    figure(f"5,000 mutations of {len(pictures.SEEDS)} files: a picture or a sentence each")


@pytest.mark.promise("G5")
@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"BM"]),
    st.binary(max_size=200),
)
def test_any_bytes_behind_a_known_beginning_do_so_too(pictures, head, rest):
    pictures.check(head + rest)
    pictures.check(rest)


@pytest.mark.faults
@pytest.mark.timeout(180)
@pytest.mark.promise("G5", "G1")
@pytest.mark.skipif(sys.platform != "linux", reason="atheris is there for Linux")
def test_coverage_guided_fuzzing_finds_nothing(figure):
    done = subprocess.run(
        [sys.executable, FUZZ / "run.py", "pictures", "--minutes", "0.25"],
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done " in done.stderr
    figure("15 s of coverage-guided fuzzing: nothing found")


@pytest.mark.bites("G5", "G1")
@pytest.mark.parametrize("wrong", ["passes on", "raises what Pillow raises"])
def test_a_loader_that_does_not_hold_it_is_found_out_by_the_same_check(
    pictures, monkeypatch, wrong
):
    def naive(data):
        with PIL.Image.open(io.BytesIO(data)) as image:
            image.load()
            mime = "image/png" if image.format == "PNG" else "image/jpeg"
            if wrong == "passes on":
                return Picture(data, mime, *image.size)
            raise SyntaxError

    monkeypatch.setattr(pictures, "load_picture", naive)

    found = 0
    for seed in pictures.SEEDS:
        try:
            pictures.check(seed)
        except (AssertionError, SyntaxError, OSError, KeyError):
            found += 1
    assert found > len(pictures.SEEDS) // 2
