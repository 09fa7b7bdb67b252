"""What a text means by itself, without any dialogue: the contract between understanding and bot.

Labels are those of the project's taxonomy. Offsets count characters of ``text``, which is the
caller's text untouched (capped at ``MAX_CHARS``); normalised forms stand beside the original.
"""

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:  # the parser of records reads with what stands below
    from nlu.calls.record import CallRecord

MAX_CHARS = 4000

INTENTS = (
    "submit_need", "ask_faq", "check_status", "cosign", "supplement", "urge", "withdraw", "evaluate",
    "check_points", "redeem_points", "unsubscribe", "delete_data", "human", "affirm", "deny", "skip",
    "cancel", "help", "greet", "thanks", "bye", "abuse", "out_of_scope",
)  # fmt: skip
KINDS = ("inquiry", "request", "complaint", "report", "suggestion", "praise")
CATEGORIES = ("activity", "facility", "service", "heritage", "market", "other")
URGENCIES = ("normal", "pressing", "urgent")
AUDIENCES = ("elderly", "children", "disabled", "migrant", "women", "everyone")
ENTITIES = ("place", "venue", "topic", "when", "audience", "person", "phone", "case_no")
FAQ_IDS = (
    "opening_hours", "book_venue", "event_calendar", "library_card", "borrow_renew", "class_signup",
    "points_rules", "how_to_submit", "handling_time", "contact_phone", "privacy", "anonymous", "fees",
    "barrier_free", "children_area", "volunteer", "team_support", "heritage_apply", "digital_resources",
    "lost_found", "parking_transport", "survey_purpose", "meeting_join", "where_published",
)  # fmt: skip


class Entity(msgspec.Struct, frozen=True):
    """A span of the text with its label.

    ``value`` is the text as written, ``normal`` its normalised form: a town or village name of the
    gazetteer for a place, digits for a phone, ``WHyyyymmdd-nnnn`` for a case number (or the four
    digits alone), an audience label for an audience; None where there is no better form.
    """

    entity: str
    value: str
    start: int
    end: int
    normal: str | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a matter is: town and village by their full names where they are known."""

    town: str | None = None
    village: str | None = None

    @property
    def text(self) -> str:
        """Town and village joined, e.g. 燕崖镇碾砣村; empty where neither is known."""
        return (self.town or "") + (self.village or "")


class Need(msgspec.Struct, frozen=True):
    """One need inside a text: its own words, span, labels and the entities within the span.

    ``out_of_scope`` marks a part that is not public culture (a referral, not a case).
    ``sure`` maps an attribute name to its probability, 0 to 1.
    """

    words: str
    start: int
    end: int
    kind: str
    category: str
    urgency: str
    audience: tuple[str, ...] = ()
    place: Place = Place()
    venue: str | None = None
    topic: str | None = None
    when: str | None = None
    out_of_scope: bool = False
    sure: dict[str, float] = {}


class Understanding(msgspec.Struct, frozen=True):
    """Everything read out of one text.

    ``ranking`` lists (intent, probability), best first. ``needs`` is non-empty whenever the text
    states a need, also beside a greeting, an insult or a question; its order is that of the text.
    ``place``, ``phone``, ``person``, ``case_no`` are the values meant after corrections inside the
    text. ``danger`` is None, "fire", "injury", "despair" (somebody does not want to
    live) or "crime". ``signals`` are facts of tone and wish:
    anonymous, refuse_contact, minor, proxy, confidential, abuse, english, traditional, correction,
    phone_incomplete, promise_date, no_reply, asks_faq (a common question beside a need; see ``faq``).
    """

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    kind: str | None = None
    category: str | None = None
    urgency: str | None = None
    audience: tuple[str, ...] = ()
    faq: str | None = None
    faq_confidence: float = 0.0
    entities: tuple[Entity, ...] = ()
    needs: tuple[Need, ...] = ()
    place: Place = Place()
    phone: str | None = None
    person: str | None = None
    case_no: str | None = None
    danger: str | None = None
    signals: frozenset[str] = frozenset()


class Understander(Protocol):
    """Anything that reads one text; embedded in the process or a server behind HTTP."""

    async def parse(self, text: str) -> Understanding:
        """Read one text of any length; never raises for any input."""
        ...

    async def read_record(self, text: str) -> "CallRecord":
        """Read the record of a whole call; never raises for any input."""
        ...

    async def close(self) -> None:
        """Let go of connections, if there are any."""
        ...
