"""What is sent as a photo becomes what is shown: smaller, the right way up, and silent on who took it and where."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageOps

from places.photo_files import files_of
from places.pictures import Picture, read_picture

PARIS = {1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)}


def sent(form: str = "JPEG", size: tuple[int, int] = (2000, 1000), colour: Any = "red", **more: Any) -> bytes:
    held = BytesIO()
    Image.new(more.pop("mode", "RGB"), size, colour).save(held, form, **more)
    return held.getvalue()


def opened(picture: Picture, width: int) -> Image.Image:
    return Image.open(BytesIO(picture.files[f"{picture.file}-{width}.webp"]))


def is_near(one: Any, other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_it_is_kept_in_three_widths_under_a_name_that_says_what_is_in_it(form: str) -> None:
    picture = read_picture(sent(form))
    assert (picture.width, picture.height) == (1600, 800)
    assert [name for _width, name in files_of(picture.file, picture.width)] == list(picture.files)
    assert [opened(picture, width).size for width in (480, 960, 1600)] == [(480, 240), (960, 480), (1600, 800)]
    assert read_picture(sent(form)).file == picture.file
    assert read_picture(sent(form, colour="blue")).file != picture.file


def test_a_small_one_is_not_made_larger() -> None:
    picture = read_picture(sent(size=(300, 200)))
    assert list(picture.files) == [f"{picture.file}-300.webp"]


def test_nothing_is_kept_of_who_took_it_when_and_where() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x8825] = "Camera of Claire", "2026:03:01 10:00:00", PARIS
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = sent(exif=exif, icc_profile=profile, xmp=b"<x:xmpmeta>Claire</x:xmpmeta>", comment=b"Claire")
    assert b"Claire" in original
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825)
    for content in read_picture(original).files.values():
        assert not any(trace in content for trace in (b"Claire", b"EXIF", b"Exif", b"XMP", b"xmpmeta", b"ICCP"))
        with Image.open(BytesIO(content)) as shown:
            assert not shown.getexif()
            assert not {"exif", "xmp", "icc_profile"} & set(shown.info)


def test_it_is_shown_the_right_way_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    assert (read_picture(sent(size=(1000, 500), exif=exif)).width) == 500


def test_what_lets_the_page_through_is_on_white_and_one_that_moves_stands_still() -> None:
    clear = read_picture(sent("PNG", (10, 10), (0, 0, 0, 0), mode="RGBA"))
    assert is_near(opened(clear, 10).convert("RGB").getpixel((5, 5)), (255, 255, 255))
    moving = sent("WEBP", (10, 10), save_all=True, append_images=[Image.new("RGB", (10, 10), "blue")])
    assert getattr(opened(read_picture(moving), 10), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("mode", "colour"), [("L", 128), ("P", 1), ("CMYK", (0, 255, 255, 0)), ("1", 1), ("LA", (9, 9))]
)
def test_every_sort_of_pixels_is_read(mode: str, colour: Any) -> None:
    form = "JPEG" if mode in {"L", "CMYK"} else "PNG"
    assert read_picture(sent(form, (20, 10), colour, mode=mode)).width == 20


def test_colours_of_another_space_become_those_of_screens() -> None:
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert read_picture(sent(icc_profile=wide)).width == 1600, "one that says badly which it has is taken as it is"
    assert read_picture(sent(icc_profile=b"nothing")).width == 1600


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce n’est pas une photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Ce n’est pas une photo"),
        (b"GIF89a" + b"\0" * 100, "Ce n’est pas une photo"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "Ce n’est pas une photo"),
        (sent()[:2000], "abîmé"),
        (b"\0" * (20 * 1024 * 1024 + 1), "lourde"),
    ],
    ids=["empty", "svg", "gif", "heic", "eps", "cut", "heavy"],
)
def test_what_is_no_photo_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read_picture(content)


def test_a_small_file_that_would_open_into_gigabytes_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pixels(*_args: object, **_options: object) -> None:
        raise AssertionError("it was decoded")

    content = sent("PNG", (9000, 9000), 1, mode="1")
    assert len(content) < 100_000
    monkeypatch.setattr(ImageOps, "exif_transpose", no_pixels)
    with pytest.raises(ValidationError, match="80 millions"):
        read_picture(content)


def test_what_is_opened_whole_may_be_less_large_than_what_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("places.pictures.MOST_PIXELS_WHOLE", 2000 * 1000 - 1)
    for form in ("PNG", "WEBP"):
        with pytest.raises(ValidationError, match="20 en PNG ou WebP"):
            read_picture(sent(form))
    assert read_picture(sent("JPEG")).width == 1600


def test_a_very_tall_one_fits() -> None:
    picture = read_picture(sent(size=(1000, 9000)))
    assert picture.height <= 2400
    assert picture.width >= 1
