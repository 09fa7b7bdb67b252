"""The seam to whatever reads writing off photographs; without one, photos are kept and not read."""

from typing import Protocol


class PictureReader(Protocol):
    """Reads the writing on a picture."""

    async def read(self, content: bytes) -> str:
        """Return the words on a photo (JPEG, PNG, WebP), sentences whole, paragraphs on lines of their own.

        Empty where there are none, where it is no picture or where reading takes too long; never raises.
        """
        ...
