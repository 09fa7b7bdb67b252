"""Photos of a case: never in the chat itself but behind links that open once, each opening on record."""

from collections.abc import Iterable
from datetime import timedelta

from bot.engine.reply import Reply
from bot.engine.requests import History, LinkPhotos, Plan, ask
from bot.engine.staff.job import Job
from storage.entries import Entry
from storage.messages import Attachment

LAST = 12
"""So many of the newest photos get a link."""
SPAN = timedelta(minutes=10)
"""How long a link is good for."""


def show_photos(job: Job) -> Plan[None]:
    """Answer with a link for each photo, for the speaker alone."""
    if job.talk.heard.message.group:
        job.say("staff.photos_group")
        return
    found = photos_of((yield from ask(History(f"case:{job.case.no}"))))
    if not found:
        job.say("staff.photos_none")
        return
    wanted = tuple(enumerate(found, 1))[-LAST:]
    links = yield from ask(LinkPhotos(job.case.no, job.talk.person.id, wanted, SPAN))
    lines = tuple(
        Reply("staff.photos_line", {"number": number, "link": link})
        for (number, _), link in zip(wanted, links, strict=True)
    )
    job.talk.say("staff.photos", no=job.case.no, count=len(found), lines=lines,
                 minutes=SPAN // timedelta(minutes=1), private=True)  # fmt: skip


def photos_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the digests of the photos of residents and of staff, in the order in which they came."""
    items: Iterable[Attachment] = (
        item for entry in entries for item in getattr(entry.body, "attachments", ())
    )
    return tuple(dict.fromkeys(x.digest for x in items if x.digest and _is_photo(x)))


def _is_photo(item: Attachment) -> bool:
    return item.kind == "photo" or item.mime.startswith("image/")
