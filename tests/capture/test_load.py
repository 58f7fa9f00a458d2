from __future__ import annotations

import io

import PIL.Image
import pytest
from capture import pictures
from capture.pictures import READ, encoded, painted

from usero_desktop.capture.load import load_picture
from usero_desktop.errors import ImageError
from usero_desktop.model.picture import PictureSource


def nearly(one, other):
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("kind", ["path", "string", "bytes"])
def test_every_kind_of_picture_is_read_from_a_path_and_from_bytes(tmp_path, opened, form, kind):
    file = tmp_path / "picture.whatever"
    file.write_bytes(encoded(form))
    source = {"path": file, "string": str(file), "bytes": file.read_bytes()}[kind]

    picture = load_picture(source)

    assert picture.source is PictureSource.FILE
    assert picture.mime == ("image/jpeg" if form == "JPEG" else "image/png")
    image = opened(picture)
    for place in ((2, 2), (37, 2), (2, 27), (37, 27)):
        assert nearly(image.getpixel(place), painted().getpixel(place))


def test_an_image_of_the_program_is_taken_and_left_as_it_was(opened):
    image = painted()
    image.info["comment"] = "mine"

    picture = load_picture(image, kind=PictureSource.CLIPBOARD)

    assert picture.source is PictureSource.CLIPBOARD
    assert opened(picture).tobytes() == painted().tobytes()
    assert image.info == {"comment": "mine"}


def test_an_image_of_the_program_that_is_too_large_is_refused():
    with pytest.raises(ImageError, match="too many pixels: 16385 x 1"):
        load_picture(PIL.Image.new("1", (16385, 1)))


def test_an_image_of_the_program_whose_file_is_damaged_is_refused():
    image = PIL.Image.open(io.BytesIO(encoded("PNG", painted(size=(400, 300)))[:-60]))

    with pytest.raises(ImageError, match="damaged"):
        load_picture(image)


@pytest.mark.promise("G5")
@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_taken(opened, form):
    frames = [PIL.Image.new("RGB", (9, 9), colour) for colour in ("red", "lime", "blue")]

    picture = load_picture(encoded(form, frames[0], save_all=True, append_images=frames[1:]))

    assert picture.mime == "image/png"
    assert opened(picture).convert("RGB").getpixel((4, 4)) == (255, 0, 0)
    assert getattr(opened(picture), "n_frames", 1) == 1


@pytest.mark.promise("G2")
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_turned_the_way_the_camera_was_held(opened, form, orientation):
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # how to undo what the number says
    stored = painted()
    if orientation > 1:
        stored = stored.transpose(PIL.Image.Transpose(turns[orientation]))
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation

    image = opened(load_picture(encoded(form, stored, exif=exif)))

    assert image.size == (40, 30)
    assert nearly(image.getpixel((2, 2)), (250, 10, 10))
    assert nearly(image.getpixel((37, 2)), (10, 250, 10))
    assert nearly(image.getpixel((2, 27)), (10, 10, 250))


@pytest.mark.promise("G2")
def test_words_about_a_picture_that_make_no_sense_do_not_cost_the_picture(opened):
    data = encoded("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")

    assert opened(load_picture(data)).size == (40, 30)


@pytest.mark.promise("G5")
@pytest.mark.parametrize(
    "mode,form",
    [("CMYK", "JPEG"), ("L", "JPEG"), ("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("P", "BMP")],
)
def test_other_ways_to_keep_colours_become_plain_rgb(opened, mode, form):
    source = painted(mode)

    image = opened(load_picture(encoded(form, source)))

    assert image.mode == "RGB"
    assert nearly(image.getpixel((2, 2)), source.convert("RGB").getpixel((2, 2)))


@pytest.mark.promise("G5")
def test_sixteen_bits_a_pixel_are_scaled_and_not_cut_off(opened):
    deep = PIL.Image.new("I;16", (3, 1))
    for x, value in enumerate((0, 0x8000, 0xFFFF)):
        deep.putpixel((x, 0), value)

    image = opened(load_picture(encoded("PNG", deep)))

    assert [image.getpixel((x, 0))[0] for x in range(3)] == [0, 128, 255]


@pytest.mark.promise("G5")
@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_what_shines_through_stays_so(opened, form):
    image = painted("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 20, 15))

    kept = opened(load_picture(encoded(form, image)))

    assert kept.mode == "RGBA"
    assert kept.getpixel((2, 2))[3] == 0
    assert kept.getpixel((37, 27)) == (250, 250, 250, 255)


@pytest.mark.promise("G5")
def test_a_transparent_colour_of_a_plain_picture_is_kept(opened):
    kept = opened(load_picture(encoded("PNG", painted(), transparency=(250, 10, 10))))

    assert kept.getpixel((2, 2))[3] == 0
    assert kept.getpixel((37, 27)) == (250, 250, 250, 255)


@pytest.mark.promise("G5")
@pytest.mark.parametrize("form", READ)
def test_a_file_that_ends_early_is_refused_with_a_sentence(tmp_path, form):
    whole = encoded(form, PIL.Image.effect_noise((200, 200), 80).convert("RGB"))
    file = tmp_path / "holiday.png"
    file.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(ImageError, match=r"^holiday\.png is damaged or incomplete") as caught:
        load_picture(file)

    assert caught.value.code == "picture_damaged"
    assert caught.value.values == {"name": "holiday.png"}


@pytest.mark.promise("G3")
@pytest.mark.parametrize("form", sorted(pictures.BOMBS))
@pytest.mark.parametrize("size", [(9000, 9000), (13000, 13000), (16383, 16383), (16385, 1)])
def test_a_bomb_is_refused_by_its_header_and_without_a_warning(form, size):
    data = pictures.BOMBS[form](*size)

    with pytest.raises(ImageError, match=f"too many pixels: {size[0]} x {size[1]}") as caught:
        load_picture(data)

    assert len(data) < 200
    assert caught.value.code == "picture_pixels"


@pytest.mark.promise("G3")
@pytest.mark.parametrize(
    "screen,frame", [((9000, 9000), (1, 1)), ((1, 1), (10000, 10000)), ((1, 1), (65535, 65535))]
)
def test_a_gif_is_as_large_as_its_largest_promise(screen, frame):
    with pytest.raises(ImageError, match="too many pixels"):
        load_picture(pictures.gif(screen, frame))


@pytest.mark.promise("G3")
def test_a_whole_bomb_of_nine_kilobytes_is_refused(tmp_path):
    file = tmp_path / "bomb.png"
    file.write_bytes(pictures.png_bomb(9000, 9000))

    with pytest.raises(ImageError, match=r"^bomb\.png has too many pixels: 9000 x 9000"):
        load_picture(file)


ENDLESS = {
    "many extensions": b"!\xfe\x01a\0" * 20_000,
    "one long extension": b"!\xfe" + b"\x01a" * 20_000,
    "stray bytes": bytes(20_000),
}


@pytest.mark.promise("G3")
@pytest.mark.parametrize("kind", sorted(ENDLESS))
def test_a_gif_that_never_comes_to_its_picture_is_given_up(kind):
    frame = pictures.gif((9, 9), (9, 9))[19:]

    with pytest.raises(ImageError, match="damaged"):
        load_picture(b"GIF89a" + bytes((9, 0, 9, 0, 0, 0, 0)) + ENDLESS[kind] + frame)
