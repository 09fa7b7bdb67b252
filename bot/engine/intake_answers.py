"""What a message answers to a question of the intake; details it states were absorbed before."""

import re
from collections.abc import Callable

import msgspec

from bot.engine import intake_contact, intake_place
from bot.engine.form_engine import Taken
from bot.engine.intake_absorb import adding, seed, stating, verbatim
from bot.engine.intake_correct import corrects
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question

SURE = 0.5
"""From here on an intent inside the form is believed to mean something else than an answer."""
ASKS = frozenset(
    (
        "cancel",
        "human",
        "help",
        "check_status",
        "ask_faq",
        "unsubscribe",
        "delete_data",
        "check_points",
        "redeem_points",
    )
)
"""Intents that want something of their own, whatever need is read beside them."""
NO_ANSWER = ASKS | {"affirm", "deny", "skip", "greet", "thanks", "bye", "abuse", "out_of_scope", "evaluate"}
PHONE_TRIES = 3
NO_PHONE = frozenset(
    (
        "不留", "不留电话", "不给", "算了不留", "算了，不留", "没电话", "没有电话", "没手机", "不用电话",
        "不想留", "不用", "不用留", "不必", "没有", "不留電話", "no", "No", "no phone", "none", "no thanks",
    )
)  # fmt: skip
_DECLINES = re.compile(
    r"没(?:有)?(?:手机|电话|号码?)|不(?:想|愿意?|方便|用|必|能)?留|不会[用使](?:手机|电话)"
    r"|rather not|don'?t have",
    re.IGNORECASE,
)
BARE = 6
"""Characters beside names and numbers in a message that says nothing else."""
DATA = frozenset(("place", "phone", "person"))


def is_command(talk: Talk) -> bool:
    """Whether the message surely means something else than an answer."""
    return talk.read.intent in NO_ANSWER and talk.read.confidence >= SURE


def only_data(talk: Talk) -> bool:
    """Whether the message only says where from or how to be reached: 我是燕崖镇碾砣村的."""
    entities = talk.read.entities
    if talk.read.needs or not entities or not {e.entity for e in entities} <= DATA:
        return False
    return len(talk.text) - sum(len(e.value) for e in entities) <= BARE


def refuses(talk: Talk) -> bool:
    """Whether the message declines to leave a telephone."""
    if "refuse_contact" in talk.read.signals or talk.text.rstrip("了吧。，！.! ") in NO_PHONE:
        return True
    if _DECLINES.search(talk.text) and not talk.read.phone:
        return True
    return talk.read.intent == "deny" and len(talk.text) <= BARE and not talk.read.entities


def _matter(talk: Talk, frame: Frame, _question: Question) -> Taken:
    """Any words that are no command say what the matter is, if need be word for word."""
    if any(draft.stated for draft in frame.drafts):
        return frame
    if only_data(talk) or not talk.text:
        return msgspec.structs.replace(frame, drafts=(*frame.drafts, seed(talk)))
    if is_command(talk) or talk.read.confidence < SURE or sum(map(str.isalnum, talk.text)) < 2:
        return None
    return stating(frame, verbatim(talk))


def _place(talk: Talk, frame: Frame, question: Question) -> Taken:
    """A place by gazetteer was absorbed already; a short unknown name is taken as a village."""
    place = intake_place.of_message(talk)
    if place.town or place.village:
        return _without_town(talk, frame, question) if not place.town else frame
    if is_command(talk) and not intake_place.plainly_named(talk.text):
        return None
    answered = _filled(frame, question.slot, "-")
    if intake_place.DOES_NOT_KNOW.search(talk.text) and len(talk.text) <= intake_place.SHORT:
        return answered
    venue = next((e.value for e in talk.read.entities if e.entity == "venue"), None)
    if venue and len(talk.text) <= intake_place.SHORT:
        drafts = tuple(d if d.venue else msgspec.structs.replace(d, venue=venue) for d in frame.drafts)
        return msgspec.structs.replace(answered, drafts=drafts)
    name = intake_place.named(talk.text)
    if name is None or (talk.read.needs and not intake_place.plainly_named(talk.text)):
        return None
    drafts = tuple(d if d.village else msgspec.structs.replace(d, village=name) for d in frame.drafts)
    if intake_place.names_town(name):
        answered = _filled(answered, "town", "-")
    return msgspec.structs.replace(answered, drafts=drafts)


def _without_town(talk: Talk, frame: Frame, question: Question) -> Frame:
    """A town that no list knows, named in words or asked for once more already, is left open."""
    if question.slot != "town" or not (intake_place.names_town(talk.text) or frame.tries):
        return frame
    return _filled(frame, "town", "-")


def _contact(talk: Talk, frame: Frame, _question: Question) -> Taken:
    if any(frame.slots.get(s) for s in ("phone", "anonymous", "contact", "minor")):
        return frame
    if refuses(talk):
        return _filled(frame, "contact", "-")
    if "phone_incomplete" not in talk.read.signals and not intake_contact.SAME.match(talk.text):
        return None
    # a number that is wrong each time is kept in the words, and nobody is asked for it for ever
    return frame if frame.tries + 1 < PHONE_TRIES else _filled(adding(talk, frame), "contact", "-")


def _confirm(talk: Talk, frame: Frame, _question: Question) -> Taken:
    if "phone_incomplete" in talk.read.signals or intake_contact.SAME.match(talk.text):
        return frame
    if corrects(talk):
        return _filled(frame, "confirm", "no")
    agrees = talk.read.intent == "affirm" or (len(talk.text) <= 2 * BARE and _YES.match(talk.text))
    return _filled(frame, "confirm", "yes") if agrees else None


_YES = re.compile(
    r"(?:对[的了着哩啊呀，,。！!]|正确|没错|没问题|沒錯|沒問題|是的|可以|好的|行[了，,]|中[，,]|嗯|ok|yes)",
    re.IGNORECASE,
)
"""A yes with something polite after it: 正确，谢谢."""


def _filled(frame: Frame, slot: str, value: str) -> Frame:
    return msgspec.structs.replace(frame, slots={**frame.slots, slot: value})


ANSWERS: dict[str, Callable[[Talk, Frame, Question], Taken]] = {
    "matter": _matter,
    "place": _place,
    "contact": _contact,
    "confirm": _confirm,
}
"""Kind of answer -> how it is read; None where the message answers nothing of the kind."""
