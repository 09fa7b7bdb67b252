"""How far a case is: one's own cases only, in plain words, never notes or names of staff."""

import re

import msgspec

from bot.engine.reply import Choice, Reply
from bot.engine.requests import Plan
from bot.engine.resident import progress, which
from bot.engine.resident.reference import Meant, meant, own_cases, query_code
from bot.engine.resident.wish import Wish, wish_of
from bot.engine.resident.words import ALL_OF_THEM, plain
from bot.engine.talk import Heard, Talk
from nlu.understanding import Place
from storage.case import Case

REPORT = Choice("button.report", "我想反映个事")
_HOW_FAR = re.compile(
    r"[咋怎]么?(?:样|着)了?|办到哪|到哪一?步|进度|进展|[有没](?:个)?(?:信儿|消息|结果|动静|下文)|[修办弄解]好?了?没有?(?=[，,。？?！!\s]|$)"
    r"|(?:修好|办好|弄好|解决)了?[吗没]|how far|any news",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"另外|还有|再一个|对了|顺便|再[说报]一?[个件]|[，,]also|also", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\s*(?:wh)?[\d\s_\-–—－#号]{4,20}", re.IGNORECASE)


def handle(talk: Talk) -> Plan[None]:
    """Say where the case meant stands."""
    if ALL_OF_THEM.search(plain(talk)) and not talk.read.case_no:
        yield from _all(talk)
        return
    found = yield from meant(talk, joined=True)
    yield from answer(talk, found, wish_of(talk, "status"))


def beside(talk: Talk) -> Plan[None]:
    """Answer how far a case is where that is asked before a new need: 书架咋样了？另外灯也坏了."""
    asked = _asked_first(talk)
    if asked is not None:
        found = yield from meant(asked, joined=True)
        if found.case:
            yield from tell(talk, found.case, wish_of(talk, "status"))


def asks_beside(talk: Talk) -> bool:
    """Whether a message asks how far a case is and then announces another matter."""
    return _asked_first(talk) is not None and _ANOTHER.search(_before(talk)) is not None


def _before(talk: Talk) -> str:
    return talk.read.text[: min((need.start for need in talk.read.needs), default=0)]


def _asked_first(talk: Talk) -> Talk | None:
    """The part of the message before its needs as a message of its own, if it asks how far a case is."""
    text = _before(talk)
    if not _HOW_FAR.search(text):
        return None
    entities = tuple(e for e in talk.read.entities if e.end <= len(text))
    read = msgspec.structs.replace(talk.read, text=text, entities=entities, needs=(), place=Place())
    message = msgspec.structs.replace(talk.heard.message, text=text)
    return Talk(Heard(message, read), talk.world, talk.person, talk.state)


def bare_number(talk: Talk) -> Plan[bool]:
    """A message that is only a case number or a query code asks where that case stands."""
    if talk.state.top is not None or not (talk.read.case_no or query_code(talk)):
        return False
    if not _BARE_NUMBER.fullmatch(plain(talk)):
        return False
    yield from handle(talk)
    return True


def answer(talk: Talk, found: Meant, wish: Wish) -> Plan[None]:
    """Tell about the case found; ask which where it may be several; be honest where there is none."""
    case = found.case or (found.several[0] if len(found.several) == 1 else None)
    if case:
        yield from tell(talk, case, wish)
    else:
        missing(talk, found, wish)


def missing(talk: Talk, found: Meant, wish: Wish, *, nothing: str = "status.none") -> None:
    """Answer for a wish whose case is not clear: ask which, or say that there is none."""
    if found.several:
        which.offer(talk, found.several, wish)
    elif found.foreign:
        talk.say("status.not_yours", progress.HUMAN)
    else:
        talk.say(nothing, REPORT, progress.HUMAN)


def tell(talk: Talk, case: Case, _wish: Wish) -> Plan[None]:
    """Say where one case stands; in a group only its number and state."""
    talk.touch(case.no)
    if talk.heard.message.group:
        talk.say("status.group", no=case.no, state=progress.brief(case))
        return
    stand = yield from progress.stand(talk, case)
    label = which.label(case) if talk.person.id == case.reporter or case.query_code else ""
    head = Reply("status.head" if label else "status.head_joined", {"no": case.no, "label": label})
    talk.say("status.one", *progress.choices(case), head=head, stand=stand, private=True)


def _all(talk: Talk) -> Plan[None]:
    """List every case of the speaker; one alone is told in full."""
    own = yield from own_cases(talk)
    if len(own) > 1:
        which.offer(talk, tuple(own), wish_of(talk, "status"), ask="which.all")
    else:
        yield from answer(talk, Meant(own[0] if own else None), wish_of(talk, "status"))
