"""Photos for tests, as phones take them."""

from io import BytesIO
from typing import Any

from PIL import Image

MAKER, ORIENTATION, GPS, LATITUDE = 271, 274, 34853, 2


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 30), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#9e1b32").save(out, form, **options)
    return out.getvalue()


def taken_by_phone(form: str = "JPEG", size: tuple[int, int] = (60, 30)) -> bytes:
    """A photo that lies on its side and tells maker and place."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Some Phone", 6
    exif.get_ifd(GPS)[LATITUDE] = (36.0, 11.0, 3.0)
    return picture(form, size, exif=exif)


def exif_of(content: bytes) -> dict[int, Any]:
    """Everything that the metadata of a picture tells, the place included."""
    with Image.open(BytesIO(content)) as photo:
        exif = photo.getexif()
        return {**exif, **exif.get_ifd(GPS)}
