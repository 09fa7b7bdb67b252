"""Links to photos of cases: each opens one photo once, for the person it was made for, for a short time.

Only a fingerprint of a link is kept. One that was used is gone, as one that never was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

import sqlalchemy as sa
from sqlalchemy import Column, Integer, LargeBinary, Table

from storage.scope import Scope
from storage.tables import Utc, metadata, text

photo_links = Table(
    "photo_links", metadata,
    Column("code", LargeBinary, primary_key=True),
    text("person"),
    text("channel"),
    text("case_no"),
    text("digest"),
    Column("number", Integer, nullable=False),
    Column("ends_at", Utc, nullable=False),
)  # fmt: skip
LENGTH = 20
"""Random bytes of a link; in hexadecimal, so that no messenger leaves a character at its end out."""

_here = (photo_links.c.code == sa.bindparam("which"), photo_links.c.ends_at > sa.bindparam("at"))
_ADD = sa.insert(photo_links)
_ENDED = sa.delete(photo_links).where(photo_links.c.ends_at <= sa.bindparam("at"))
_LOOK = sa.select(photo_links).where(*_here)
_TAKE = sa.delete(photo_links).where(*_here).returning(photo_links.c.code)


@dataclass(frozen=True, slots=True)
class PhotoLink:
    """What a link opens: photo ``number`` of a case, for a person who asked for it over ``channel``."""

    person: str
    channel: str
    case_no: str
    digest: str
    number: int
    ends_at: datetime


class PhotoLinks:
    """The links, in one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def make(self, *, person: str, channel: str, case_no: str, digest: str, number: int,
             span: timedelta) -> str:  # fmt: skip
        """Return the secret of a new link, good for ``span``; links that have ended are swept away."""
        secret, now = token_hex(LENGTH), self._scope.now
        self._scope.execute(_ENDED, {"at": now})
        self._scope.execute(_ADD, {
            "code": self._code(secret), "person": person, "channel": channel, "case_no": case_no,
            "digest": digest, "number": number, "ends_at": now + span,
        })  # fmt: skip
        return secret

    def look(self, secret: str) -> PhotoLink | None:
        """Return what a link opens; None where it was used, has ended or never was."""
        row = self._scope.first(_LOOK, which=self._code(secret), at=self._scope.now)
        if row is None:
            return None
        return PhotoLink(row.person, row.channel, row.case_no, row.digest, row.number, row.ends_at)

    def take(self, secret: str) -> bool:
        """Use a link up; False where somebody was faster."""
        found = self._scope.execute(_TAKE, {"which": self._code(secret), "at": self._scope.now})
        return found.first() is not None

    def _code(self, secret: str) -> bytes:
        return self._scope.vault.blind("photo link", secret)
