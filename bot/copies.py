"""The copy of a photo that others than its sender see: re-encoded, so that nothing but the picture is left.

Place, time, device, thumbnails, comments and whatever hangs behind the picture stay in the sealed original.
"""

from io import BytesIO

from PIL import Image

from bot.attachments import BROKEN, FORMATS

SIDE, QUALITY = 2_000, 85
MIME = "image/jpeg"
"""Every copy is of this type, whatever the original is."""
ORIENTATION = 274
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""Orientation in the metadata of the original -> what sets it upright."""


class UnreadableError(Exception):
    """The photo breaks off or cannot be opened."""


def copy_of(content: bytes, side: int = SIDE) -> bytes:
    """Return a JPEG: upright, at most ``side`` pixels wide and high, the first picture of a moving one.

    UnreadableError where there is nothing to be seen. Takes up to a second.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as photo:
            photo.draft("RGB", (side, side))
            turn = TURNS.get(photo.getexif().get(ORIENTATION, 1))
            plain = photo.convert("RGBA" if photo.has_transparency_data else "RGB")
    except BROKEN:
        raise UnreadableError from None
    plain.thumbnail((side, side))
    plain = plain if turn is None else plain.transpose(turn)
    # A fresh picture has no metadata to be forgotten; what was see-through becomes white paper.
    bare = Image.new("RGB", plain.size, "white")
    bare.paste(plain, mask=plain if plain.mode == "RGBA" else None)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
