"""Pictures that strangers send, made harmless."""

import threading
from io import BytesIO

from PIL import Image, ImageOps

from hatangso.errors import InvalidInputError

__all__ = ["clean_photograph"]

_LONGEST_SIDE_PX = 1_600
# Telephones of today take 50 megapixels; in memory one takes three or four bytes.
_MOST_PIXELS = 64_000_000
_MOST_BYTES = 20_000_000
_QUALITY = 85
# What Pillow raises for pictures that are broken, or made to break something.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    AttributeError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
# One picture in memory at a time, however many people send some.
_turn = threading.Lock()


def clean_photograph(data: bytes) -> bytes:
    """Return a picture anew: upright, small enough, without anything but its pixels.

    Where it was taken, by whom and with what is no part of it any more.

    Args:
        data: A PNG or a JPEG.

    Returns:
        A JPEG of at most 1,600 pixels a side.

    Raises:
        InvalidInputError: It is neither, is broken, or too large.
    """
    if len(data) > _MOST_BYTES:
        raise InvalidInputError(
            "the photo has {size_mb:.0f} MB: {most_mb:.0f} MB are the most",
            size_mb=len(data) / 1e6,
            most_mb=_MOST_BYTES / 1e6,
        )
    with _turn:
        try:
            return _redrawn(data)
        except InvalidInputError:
            raise
        except _BROKEN as error:
            raise InvalidInputError(
                "the photo cannot be read: send a PNG or a JPEG"
            ) from error


def _redrawn(data: bytes) -> bytes:
    """Return a JPEG of the pixels of a picture."""
    with _opened(data) as picture:
        picture.verify()
    with _opened(data) as picture:
        picture.thumbnail((_LONGEST_SIDE_PX, _LONGEST_SIDE_PX))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    drawn = BytesIO()
    paper.save(drawn, "JPEG", quality=_QUALITY)
    return drawn.getvalue()


def _opened(data: bytes) -> Image.Image:
    """Return a picture whose pixels are not read yet."""
    picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
    if picture.width * picture.height > _MOST_PIXELS:
        raise InvalidInputError(
            "the photo has {width} by {height} pixels: make it smaller",
            width=picture.width,
            height=picture.height,
        )
    return picture
