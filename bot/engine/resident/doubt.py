"""Calibrated doubt: where a message may well mean either of two things, or would change something on a guess,
one short question comes before anything is done."""

import msgspec

from bot.engine import learning
from bot.engine.form_engine import Behaviour, Taken
from bot.engine.reply import Choice, Reply
from bot.engine.requests import Plan
from bot.engine.resident import changing, unclear
from bot.engine.resident.intents import INTENTS, Handler
from bot.engine.resident.words import plain
from bot.engine.state import Frame
from bot.engine.talk import Heard, Talk
from config.form import Question
from nlu.understanding import Need, Understanding
from storage.messages import Inbound

UNSURE = 0.6
"""Below this probability a guess is wrong in two of five lines (docs/understanding.md), and asking is kinder."""
LOST = 0.4
"""Below this probability nothing was understood, and the words are written down instead."""
RIVAL = 0.2
"""The second meaning must be at least this likely; a question with one sensible answer is no question."""
SURE = 0.6
MEANINGS = (
    "submit_need", "ask_faq", "check_status", "urge", "supplement", "withdraw", "evaluate", "cosign",
    "check_points", "redeem_points", "unsubscribe", "delete_data", "human",
)  # fmt: skip
"""What a person may be asked to choose from; the rest (a greeting, an insult) is no business of its own."""
ALIKE = (frozenset(("check_status", "urge")), frozenset(("evaluate", "urge")))
"""Either shows how far a case is or presses for it again, so that asking which would only cost time."""
OF_THINGS = frozenset(("submit_need", "ask_faq", "out_of_scope"))
"""Meanings that are about something: a place, a venue, a thing."""
NEITHER, SOMETHING_ELSE = "neither", "else"
_FIRST = frozenset(("1", "一", "第一个", "头一个", "前一个", "前面那个", "first"))
_SECOND = frozenset(("2", "二", "第二个", "后一个", "后面那个", "second"))
_NEITHER = frozenset(("都不是", "不是", "都不对", "哪个都不是", "neither", "3"))
_CHOSEN = {1: (_FIRST, _SECOND | _NEITHER), 2: (_FIRST, _SECOND, _NEITHER)}
"""Number of meanings offered -> the words that choose each of them, or none."""
_YES_OR_NO = ("affirm", "deny")
SHORT = 4
"""A yes or no of more characters may say something else as well."""


def doubts(talk: Talk) -> bool:
    """Whether to ask what the message means before anything is done about it."""
    read = talk.read
    if talk.heard.message.group or read.danger or read.case_no or len(read.needs) > 1:
        return False
    return read.confidence < UNSURE and len(_rivals(read)) > 1 and not is_lost(read)


def is_lost(read: Understanding) -> bool:
    """Whether nothing was understood: unsure, and of a need or a question without a thing that it is about."""
    about_nothing = read.intent in OF_THINGS and not read.entities
    return read.confidence < (UNSURE if about_nothing else LOST)


def _rivals(read: Understanding) -> tuple[str, ...]:
    """The two likeliest meanings, if a person could choose between them."""
    likely = tuple(name for name, chance in read.ranking[:2] if chance >= RIVAL and name in MEANINGS)
    return () if any(same.issuperset(likely) for same in ALIKE) else likely


def ask(talk: Talk) -> Plan[None]:
    """Offer the two likeliest meanings, or the only likely one, and keep the message until one is chosen.

    A group is not asked; there the words are written down.
    """
    if talk.heard.message.group:
        yield from unclear.register(talk)
        return
    likely = _rivals(talk.read) if talk.read.confidence < UNSURE else ()
    rivals = likely if len(likely) > 1 else (talk.read.intent,)
    slots = {
        "message": msgspec.json.encode(talk.heard.message).decode(),
        "read": msgspec.json.encode(talk.read).decode(),
        "rivals": " ".join(rivals),
    }
    form = talk.world.forms.latest("doubt")
    talk.push(Frame(form.id, form.version, slots, asked="meaning", seen=("meaning",)))
    _put(talk, rivals)


def _put(talk: Talk, rivals: tuple[str, ...]) -> None:
    if len(rivals) == 1:
        yes, no = Choice("button.yes", "1"), Choice("doubt.no", "2")
        talk.say("doubt.sure", yes, no, meaning=Reply(f"doubt.{rivals[0]}"))
        return
    names = (*(f"doubt.{name}" for name in rivals), "doubt.neither")
    lines = tuple(
        Reply("doubt.line", {"index": index, "meaning": Reply(name)}) for index, name in enumerate(names, 1)
    )
    talk.say("doubt.ask", *(Choice(name, str(n)) for n, name in enumerate(names, 1)), lines=lines)


def put_again(talk: Talk, frame: Frame, _question: Question, _again: bool) -> None:
    """Ask once more after a digression."""
    _put(talk, tuple(frame.slots["rivals"].split()))


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a choice; any other words answer the form beneath, or are a second try to say what is meant."""
    rivals = frame.slots["rivals"].split()
    index = _chosen(talk, len(rivals))
    wants_human = talk.read.intent == "human" and talk.read.confidence >= SURE
    if index is None and (wants_human or len(talk.state.frames) > 1):
        return None
    meaning = SOMETHING_ELSE if index is None else [*rivals, NEITHER][index]
    return msgspec.structs.replace(frame, slots={**frame.slots, question.slot: meaning})


def _chosen(talk: Talk, meanings: int) -> int | None:
    """The place of what was chosen among the meanings and "neither"; None where none was."""
    text = plain(talk).strip("。.!！ ")
    if meanings == 1 and talk.read.intent in _YES_OR_NO and len(text) <= SHORT:
        return _YES_OR_NO.index(talk.read.intent)
    return next((i for i, words in enumerate(_CHOSEN[meanings]) if text in words), None)


def finish(talk: Talk, frame: Frame) -> Plan[None]:
    """Act on the first message as chosen; what stays unclear is written down with a number.

    Where a form waits beneath, words that meant nothing to anybody are let go instead.
    """
    meaning, second = frame.slots["meaning"], talk.heard
    first = Heard(
        msgspec.json.decode(frame.slots["message"], type=Inbound),
        msgspec.json.decode(frame.slots["read"], type=Understanding),
    )
    if meaning in MEANINGS:
        talk.heard = _meant(first, meaning)
        yield from learning.chosen(talk, first.read)
        yield from INTENTS[meaning](talk)
        return
    if meaning == NEITHER and talk.state.top is not None:
        talk.heard = first
        yield from learning.doubted(talk)
        talk.say("doubt.cancelled")
        return
    guessed = changing.doubtful(talk)
    if meaning == NEITHER or guessed or not _says_better(second.read):
        talk.heard = first
        yield from unclear.register(talk)
    if meaning == SOMETHING_ELSE:
        talk.heard = second
        yield from (unclear.register if guessed else _handler(second))(talk)


def _handler(heard: Heard) -> Handler:
    return INTENTS.get(heard.read.intent, unclear.register)


def _says_better(read: Understanding) -> bool:
    """Whether the second try says clearly what is wanted, so that the first need not be kept as a case."""
    return bool(read.needs) or read.confidence >= SURE


def _meant(first: Heard, meaning: str) -> Heard:
    read = msgspec.structs.replace(first.read, intent=meaning, confidence=1.0)
    if meaning == "submit_need":
        read = msgspec.structs.replace(read, needs=read.needs or (_need(read),), faq=None)
    return Heard(first.message, read)


def _need(read: Understanding) -> Need:
    """The whole message as one need, with the labels it would have."""
    found = {entity.entity: entity.value for entity in reversed(read.entities)}
    return Need(
        words=read.text,
        start=0,
        end=len(read.text),
        kind=read.kind or "request",
        category=read.category or "other",
        urgency=read.urgency or "normal",
        audience=read.audience,
        place=read.place,
        venue=found.get("venue"),
        topic=found.get("topic"),
        when=found.get("when"),
    )


DOUBT = Behaviour(take=take, put=put_again, finish=finish, cancelled="doubt.cancelled", gives_way=True)
