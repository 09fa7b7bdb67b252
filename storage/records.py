"""Bodies of entries that are no part of a case: people, posts, tasks, survey waves."""

from datetime import datetime

from storage.body import Body, Personal


class ConsentGiven(Body, frozen=True):
    """The resident was shown the privacy notice of this version."""

    notice: str


class OptedOut(Body, frozen=True):
    """No more messages of this sort (surveys, notices)."""

    what: str


class OptedIn(Body, frozen=True):
    """Messages of this sort again."""

    what: str


class Erased(Body, frozen=True):
    """Tombstone: personal data of this person were destroyed at their own wish."""

    cases: int


class RoleBound(Body, frozen=True):
    """The person took a post with an invitation code."""

    role: str
    unit: str | None = None
    town: str | None = None
    invitation: str = ""


class RoleRevoked(Body, frozen=True):
    """The person left the post."""

    role: str


class CallKept(Body, frozen=True):
    """The whole record from which several cases were taken down; each case has only its own part of it.

    ``record`` is empty where more cases of a record came later.
    """

    cases: tuple[str, ...]
    record: Personal = ""


class TaskOpened(Body, frozen=True):
    """Something a person has to do: call back, look into a danger, ask a guardian."""

    task: str
    words: Personal = ""
    contact_phone: Personal | None = None
    case_no: str | None = None
    due: datetime | None = None


class TaskDone(Body, frozen=True):
    """The task was done."""

    text: str = ""


class CampaignStarted(Body, frozen=True):
    """A survey wave began: form, its version and whom it was sent to."""

    form: str
    version: str
    title: str
    town: str | None
    issued: int


class SurveyAnswered(Body, frozen=True):
    """One answered item of a survey; free text is personal."""

    person: str
    item: str
    code: str
    words: Personal = ""


class SurveyFinished(Body, frozen=True):
    """A respondent came to the end, or stopped."""

    person: str
    completed: bool
