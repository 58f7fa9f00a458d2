from __future__ import annotations

import io

import pytest
from inbox.conftest import ALLOWED
from PIL import Image, ImageChops, PngImagePlugin

LARGEST = 10_485_760


def picture(size=(64, 40), kind="PNG", mode="RGB", **options):
    image = Image.linear_gradient("L").resize(size).convert(mode)
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


@pytest.fixture
def upload(http):
    def post(content, mime="image/png", name="a.png", client="client_demo", headers=None):
        return http.post(
            "/api/screenshots",
            data={"clientId": client} if client is not None else {},
            files={"screenshot": (name, content, mime)},
            headers=headers,
        )

    return post


@pytest.fixture
def shown(upload, send, http):
    """Upload, attach to a report, and return the screenshot as the page gets it."""

    def post(content, mime="image/png", **options):
        reply = upload(content, mime, **options)
        assert reply.status_code == 200, reply.text
        feedback_id = send(rating=1, screenshots=[reply.json()["screenshot"]]).json()["feedbackId"]
        return http.get(f"/inbox/api/feedback/{feedback_id}").json()["screenshots"][0]

    return post


def test_an_upload_answers_with_the_documented_object(upload, inbox, http):
    content = picture()
    reply = upload(content)
    assert reply.status_code == 200
    shot = reply.json()["screenshot"]
    assert reply.json() == {"success": True, "screenshot": shot}
    assert shot == {
        "fileName": shot["fileName"],
        "url": f"{inbox.url}/inbox/images/{shot['fileName']}",
        "fileSize": len(content),
        "mimeType": "image/png",
        "width": 64,
        "height": 40,
    }
    assert http.get(shot["url"]).status_code == 200


def test_the_file_is_required(http):
    missing = {"error": "Screenshot file is required"}
    for options in (
        {"data": {"clientId": "client_demo"}},
        {"files": {"other": ("a.png", picture(), "image/png")}},
        {"files": {"screenshot": (None, "just text")}},
        {"files": {"screenshot": ("", b"", "application/octet-stream")}},
        {"json": {"clientId": "client_demo"}},
        {"content": b""},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}},
    ):
        reply = http.post("/api/screenshots", **options)
        assert (reply.status_code, reply.json()) == (400, missing)


@pytest.mark.parametrize("client", [None, ""])
def test_the_client_id_is_required(upload, client):
    reply = upload(picture(), client=client)
    assert (reply.status_code, reply.json()) == (400, {"error": "Client ID is required"})


@pytest.mark.parametrize("mime", ["text/plain", "application/octet-stream", "imagery/png"])
def test_the_file_must_call_itself_an_image(upload, mime):
    reply = upload(picture(), mime)
    assert (reply.status_code, reply.json()) == (400, {"error": "File must be an image"})


def test_a_file_of_exactly_ten_megabytes_is_taken_and_one_byte_more_is_not(upload):
    assert upload(b"\0" * LARGEST).json()["screenshot"]["fileSize"] == LARGEST
    reply = upload(b"\0" * (LARGEST + 1))
    assert (reply.status_code, reply.json()) == (400, {"error": "File too large (max 10MB)"})


def test_a_far_larger_file_gets_the_same_answer(upload):
    reply = upload(b"\0" * (LARGEST * 2))
    assert (reply.status_code, reply.json()) == (400, {"error": "File too large (max 10MB)"})


def test_an_unknown_client_is_not_found(upload):
    reply = upload(picture(), client="client_nobody")
    assert (reply.status_code, reply.json()) == (404, {"error": "Invalid client ID"})


def test_an_allowlist_holds_for_uploads_too(upload):
    closed = {"client": "client_closed"}
    assert upload(picture(), headers={"Origin": ALLOWED}, **closed).status_code == 200
    for headers in ({"Origin": "https://evil.example"}, None):
        reply = upload(picture(), headers=headers, **closed)
        assert (reply.status_code, reply.json()) == (403, {"error": "Domain not allowed"})


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.png", "/etc/passwd", "a\0b.png", "x" * 3000, "<b>.png"]
)
def test_the_name_a_sender_chose_is_used_for_nothing(upload, inbox, name):
    shot = upload(picture(), name=name).json()["screenshot"]
    assert shot["fileName"].isalnum()
    files = [path.name for path in inbox.store.folder.rglob("*") if path.is_file()]
    assert f"{shot['fileName']}.upload" in files
    assert not any("passwd" in file or "x.png" in file for file in files)


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "a" * 32, "x.upload"])
def test_no_path_leads_out_of_the_folder(http, name):
    for folder in ("images", "thumbnails"):
        assert http.get(f"/inbox/{folder}/{name}").status_code == 404


def test_a_picture_comes_back_pixel_for_pixel_under_its_own_type(shown, http):
    content = picture((300, 200))
    reply = http.get(shown(content)["image"])
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    with Image.open(io.BytesIO(reply.content)) as got, Image.open(io.BytesIO(content)) as sent:
        assert got.size == sent.size
        assert ImageChops.difference(got.convert("RGB"), sent.convert("RGB")).getbbox() is None


def test_a_thumbnail_is_small_and_keeps_its_shape(shown, http):
    reply = http.get(shown(picture((3840, 2160)))["thumbnail"])
    with Image.open(io.BytesIO(reply.content)) as thumbnail:
        assert thumbnail.size == (480, 270)


@pytest.mark.parametrize(
    "kind, mode, served",
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "1", "image/png"),
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("WEBP", "RGB", "image/png"),
        ("GIF", "P", "image/png"),
        ("BMP", "RGB", "image/png"),
    ],
)
def test_each_kind_of_screenshot_is_shown_whatever_it_claims_to_be(shown, http, kind, mode, served):
    shot = shown(picture(kind=kind, mode=mode), "image/x-whatever")
    assert shot["mimeType"] == "image/x-whatever"
    for path in (shot["image"], shot["thumbnail"]):
        reply = http.get(path)
        assert reply.headers["content-type"] == served
        with Image.open(io.BytesIO(reply.content)) as image:
            assert image.get_format_mimetype() == served


@pytest.mark.parametrize(
    "content, mime",
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        (b"just some text", "image/png"),
        (b"<html><script>alert(1)</script>", "image/png"),
        (b"", "image/png"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"%PDF-1.4 %%EOF", "image/png"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image/eps"),
    ],
)
def test_what_is_no_picture_is_kept_and_never_served(upload, shown, http, inbox, content, mime):
    shot = shown(content, mime)
    assert (shot["stored"], shot["image"], shot["thumbnail"]) == (True, None, None)
    assert "width" not in upload(content, mime).json()["screenshot"]
    assert inbox.store.images.original(shot["fileName"]) == content
    for folder in ("images", "thumbnails"):
        assert http.get(f"/inbox/{folder}/{shot['fileName']}").status_code == 404


@pytest.mark.parametrize("size", [(10_000, 5_001), (16_385, 1), (1, 20_000)])
def test_a_picture_too_large_to_unpack_is_kept_and_not_shown(shown, size):
    bomb = io.BytesIO()
    Image.new("1", size).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 20_000
    assert shown(bomb.getvalue())["image"] is None


def test_a_header_that_promises_more_than_follows_is_found_out(shown, http):
    shot = shown(picture((200, 200))[:-60])
    assert shot["image"] is not None, "the header alone looks right"
    for path in (shot["image"], shot["thumbnail"]):
        assert http.get(path).status_code == 404


def test_nothing_but_pixels_is_served(shown, http):
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "<script>secret</script>"
    sent = (
        picture((80, 40), pnginfo=info) + b"<script>tail</script>",
        picture((80, 40), "JPEG", exif=exif),
    )
    for content in sent:
        assert b"<script>" in content
        assert b"<script>" not in http.get(shown(content)["image"]).content
    with Image.open(io.BytesIO(http.get(shown(sent[1])["image"]).content)) as upright:
        assert upright.size == (40, 80)
        assert not upright.getexif()


def test_only_what_this_inbox_stored_for_this_client_is_shown(upload, send, http):
    elsewhere = {
        "fileName": "x.png",
        "url": "https://evil.example/x.png",
        "fileSize": 9,
        "mimeType": "image/png",
    }
    others = upload(picture(), client="client_other").json()["screenshot"]
    reply = send(rating=1, screenshots=[elsewhere, others])
    listed = http.get(f"/inbox/api/feedback/{reply.json()['feedbackId']}").json()["screenshots"]
    assert [(shot["stored"], shot["image"]) for shot in listed] == [(False, None), (False, None)]
