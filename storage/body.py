"""What every entry body is made of, and how personal data in it is marked.

Fields typed ``Personal`` or ``PersonalFiles`` are encrypted under the key of the person the entry is
about before the entry is hashed and stored, and read back as ``ERASED`` (no files) once that key is
destroyed.
"""

from typing import Annotated, NewType

import msgspec

from storage.messages import Attachment

PERSONAL = msgspec.Meta(extra={"personal": True})
Personal = Annotated[str, PERSONAL]
PersonalFiles = Annotated[tuple[Attachment, ...], PERSONAL]
ERASED = "（已按本人要求删除）"
PersonId = NewType("PersonId", str)


class Body(msgspec.Struct, frozen=True, tag_field="entry", tag=str.lower):
    """Base of every entry body; the tag is the class name in lower case."""
