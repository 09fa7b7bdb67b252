"""Files at the desk: taken in by one table, given back to their sender, shown to staff who may see them."""

import asyncio
from dataclasses import dataclass, field

from bot.attachments import FileRefusedError, examine
from bot.copies import copy_of
from bot.engine.reply import Reply
from bot.engine.staff.labels import post_label
from bot.permissions import may
from bot.render import Renderer
from config.live import LiveProfile
from storage.entries import PhotoViewed
from storage.messages import Attachment, AttachmentKind
from storage.people import Person, Post
from storage.photo_links import PhotoLink
from storage.store import Store
from storage.tx import Tx

LIMIT = 10_000_000
"""Bytes of a file where the installation says nothing else."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as others than its sender see it: the copy, and its name for who keeps it."""

    content: bytes
    name: str


class LinkOverError(Exception):
    """A link opens nothing: forged, used, ended, somebody else's, or no longer allowed; which is not told."""


@dataclass(slots=True)
class Files:
    """Takes and shows files; ``largest`` bounds all of them (bytes)."""

    store: Store
    live: LiveProfile
    largest: int = LIMIT
    _one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def keep(self, kind: AttachmentKind, content: bytes, identity: str, name: str = "") -> Attachment:
        """Keep a file sealed for an account and return it; raises FileRefusedError with words for the sender."""
        try:
            mime = await asyncio.to_thread(examine, kind, content, self.largest)
        except FileRefusedError as refused:
            raise self._in_words(refused) from None
        digest = await self.store.run(lambda tx: tx.files.put(content, person=_person(tx, identity).id))
        shown: AttachmentKind = "photo" if mime.startswith("image/") else kind
        return Attachment(shown, digest, name, mime, len(content))

    async def own(self, digest: str, identity: str) -> tuple[bytes, str] | None:
        """Return content and MIME type of a file, None where it is missing or somebody else's."""
        return await self.store.run(lambda tx: tx.files.get(digest, _person(tx, identity).id))

    async def open_link(self, secret: str, identity: str | None) -> Picture:
        """Use a link up and return the photo that it is for, the viewing written into the case.

        ``identity`` is the account that asks, None where the door cannot know. Raises LinkOverError, or
        UnreadableError and then the link stays good.
        """
        _, content = await self.store.read(lambda tx: self._allowed(tx, secret, identity))
        async with self._one:  # a large photo takes a second and some hundred megabytes
            copy = await asyncio.to_thread(copy_of, content)
        link = await self.store.run(lambda tx: self._used(tx, secret, identity))
        return Picture(copy, f"{link.case_no}-{link.number}.jpg")

    def _allowed(self, tx: Tx, secret: str, identity: str | None) -> tuple[PhotoLink, bytes]:
        """Return link and original where the person of the link may see it now; raises LinkOverError."""
        link = tx.photo_links.look(secret)
        if link is None or not _is_for(tx, link, identity):
            raise LinkOverError
        case, found = tx.ledger.case(link.case_no), tx.files.get(link.digest)
        if case is None or found is None:
            raise LinkOverError
        if may(_post(tx, link), "show_photos", case, self.live.current().profile) != "yes":
            raise LinkOverError
        return link, found[0]

    def _used(self, tx: Tx, secret: str, identity: str | None) -> PhotoLink:
        link, _ = self._allowed(tx, secret, identity)
        post = _post(tx, link)
        if post is None or not tx.photo_links.take(secret):
            raise LinkOverError
        seen = PhotoViewed(post_label(post, self.live.current().profile), link.number)
        tx.ledger.append(link.case_no, seen, actor=f"person:{link.person}")
        return link

    def _in_words(self, refused: FileRefusedError) -> FileRefusedError:
        renderer = Renderer(self.live.current().wording)
        said = Reply(f"files.{refused.unkept.why}", {"most": refused.unkept.most})
        return FileRefusedError(refused.unkept, renderer.text(said), renderer.text(said, "en"))


def _person(tx: Tx, identity: str) -> Person:
    channel, _, sender = identity.partition(":")
    return tx.people.identify(channel, sender, sender)


def _post(tx: Tx, link: PhotoLink) -> Post | None:
    person = tx.people.get(link.person)
    return person.post if person else None


def _is_for(tx: Tx, link: PhotoLink, identity: str | None) -> bool:
    """Whether the account may use the link: over a channel that knows its accounts, the person's own alone."""
    channel, _, sender = (identity or "").partition(":")
    if channel != link.channel:
        return link.channel not in KNOWING
    person = tx.people.find(channel, sender)
    return person is not None and person.id == link.person


KNOWING = frozenset(("web",))
"""Channels whose browsers tell whose they are; elsewhere the link, said to one person alone, has to do."""
