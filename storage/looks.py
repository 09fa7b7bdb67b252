"""Bodies of entries of a case that say who looked at what is personal in it."""

from storage.body import Body


class ContactViewed(Body, frozen=True):
    """Somebody looked at the full contact, for a stated purpose."""

    staff: str
    purpose: str


class PhotoViewed(Body, frozen=True):
    """A member of staff looked at photo ``number`` (from 1) of the case, a copy without place and time."""

    post: str
    number: int
