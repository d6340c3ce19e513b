"""Pictures of strangers lose all but their pixels."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from hatangso.errors import InvalidInputError
from hatangso.operations.photographs import clean_photograph


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (80, 40), mode: str = "RGB",
    **options: object,
) -> bytes:  # fmt: skip
    """Return a picture whose left half is red."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    file = BytesIO()
    drawn.convert(mode).save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=("JPEG",))


def with_place() -> Image.Exif:
    """Return what a telephone writes beside the pixels."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Điện thoại của Bưởi"
    exif[ExifTags.Base.Orientation] = 6  # turn it right to see it upright
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude] = (21.0, 35.0, 0.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_but_pixels_is_left(kind: str) -> None:
    options: dict[str, object] = {"exif": with_place(), "icc_profile": b"profile" * 20}
    if kind == "JPEG":
        options["comment"] = b"secret comment"
    else:
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "secret comment")
        options["pnginfo"] = text
    data = picture(kind, **options)
    clean = clean_photograph(data)
    for trace in (b"secret", "Bưởi".encode(), b"Exif", b"profile"):
        assert trace not in clean
    found = opened(clean)
    assert not found.getexif()
    assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_is_turned_upright_before_its_orientation_is_lost() -> None:
    found = opened(clean_photograph(picture(exif=with_place())))
    assert found.size == (40, 80)
    red, _, blue = found.getpixel((20, 5))
    assert red > 2 * blue


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_made_smaller_a_small_one_not_larger(kind: str) -> None:
    assert opened(clean_photograph(picture(kind, (4000, 1000)))).size == (1600, 400)
    assert opened(clean_photograph(picture(kind))).size == (80, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_png_is_read(mode: str) -> None:
    assert opened(clean_photograph(picture("PNG", mode=mode))).mode == "RGB"


def test_what_shows_through_becomes_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(clean_photograph(file.getvalue())).getpixel((4, 4)) == (255,) * 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        picture()[:200],
        picture("PNG")[:60],
        picture("GIF", mode="P"),
        picture("TIFF"),
    ],
)
def test_what_is_no_whole_png_or_jpeg_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match="send a PNG or a JPEG"):
        clean_photograph(data)


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that claims to be large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", rows),
         chunk(b"IEND", b"")]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("width", "height"),
    [
        (8_001, 8_000),
        (12_000, 10_000),
        (60_000, 60_000),
        (2**31 - 1, 2**31 - 1),
        (0, 5),
    ],
)
def test_pictures_that_burst_the_memory_are_refused_unread(
    width: int, height: int
) -> None:
    with pytest.raises(InvalidInputError):
        clean_photograph(bomb(width, height))


def test_files_of_many_megabytes_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="21 MB: 20 MB are the most"):
        clean_photograph(bytes(21_000_000))


# Pillow warns of broken notes beside the pixels and reads on.
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_broken_pictures_are_refused_in_words_whatever_is_broken() -> None:
    dice = random.Random(20_260_701)  # noqa: S311 - no secret
    sound = [picture(exif=with_place()), picture("PNG"), picture("PNG", mode="P")]
    for turn in range(300):
        data = bytearray(sound[turn % len(sound)])
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            clean = clean_photograph(bytes(data))
        except InvalidInputError:
            continue
        assert opened(clean).mode == "RGB"
