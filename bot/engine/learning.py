"""What the bot got wrong, put before staff: at which moments, and in what form.

Text is redacted here, before it is kept anywhere. What was said in confidence, without a name, by a
child or in danger is never put into the queue: there the matter alone may tell who spoke.
"""

import re

import msgspec

from bot.engine.requests import Plan, ask
from bot.engine.review_requests import AskReview
from bot.engine.state import Draft, Frame, Understood
from bot.engine.talk import Talk
from nlu.redaction import redact
from nlu.text import normalise
from nlu.understanding import Understanding
from storage.body import ERASED
from storage.case import Case
from storage.labels import KINDS
from storage.review_items import Finding, Labels, Reading, Reason, proper

MAX_CHARS = 200
"""Longer words are a story or a record; a line of training is one message."""
LEAST_CHARS = 3
BEST = 3
SURE = 0.5
ACTS = frozenset(
    ("affirm", "deny", "skip", "cancel", "help", "greet", "thanks", "bye", "human", "abuse", "unsubscribe")
)
"""Understood surely, these are no free text that a wish for a person could follow as a reproach."""
SPANS = frozenset(("place", "venue", "topic", "when", "audience"))
MATTER = "matter"
"""The slot of the question what it is about."""
SECRET = frozenset(("confidential", "minor", "anonymous"))

_KIND = "|".join(KINDS.values())
_CODES = {name: code for code, name in KINDS.items()}
_IS = r"(?:我|俺|这|就|只|而|应该|应当|其实|算|想|是|要|来|提|个|点|一|[，,、。\s])*"
_RELABELS = (
    re.compile(rf"不(?:是|算|叫)(?:要|来|想)?(?:{_KIND}){_IS}(?P<kind>{_KIND})"),
    re.compile(rf"(?:是|算)(?:个|条)?(?P<kind>{_KIND})[，,、。\s]*(?:可|而|并)?不(?:是|算)(?:{_KIND})"),
)
_NOT_MEANT = re.compile(
    r"不是(?:这|那)个?意思|(?:没|沒)(?:有)?(?:听|看|弄|搞)(?:懂|明白)(?:我|俺)|你(?:根本|压根|还是|就是|又)?(?:没|沒)(?:有)?(?:听|看|弄|搞)(?:懂|明白)"
    r"|理解错|会错意|(?:听|想)(?:岔|拧)|意思(?:搞|弄)错|答非所问|(?:驴|牛)(?:唇|头)不对马(?:嘴|面)|(?:我|俺)(?:说|问)的不是(?:这|那)(?:个|事|回事)"
)
_HUSHED = re.compile(r"(?:说|知道|告诉|讲).{0,8}是[我俺](?:们)?(?:举报|反映|投诉|说|告|讲|提)")
_OUTSIDE = re.compile(r"不归|不属于|不在.{0,8}范围|超出|不是.{0,4}文化|与文化.{0,4}无关")


def remember(talk: Talk) -> None:
    """Keep in the conversation what was made of a message that meant something by itself."""
    acts = talk.read.intent in ACTS and talk.read.confidence >= SURE
    text = "" if acts or talk.person.post or _secret(talk.read) else _words(talk, talk.text)
    if text:
        _keep(talk, Understood(text, reading_of(talk.read, text)))
    else:
        go_on(talk)


def go_on(talk: Talk) -> None:
    """Another message came after the one that is remembered."""
    known = talk.state.understood
    if known is not None and known.last:
        _keep(talk, msgspec.structs.replace(known, last=False))


def _keep(talk: Talk, understood: Understood) -> None:
    talk.state = msgspec.structs.replace(talk.state, understood=understood)


def doubted(talk: Talk) -> Plan[None]:
    """The bot says that it did not understand this message."""
    if not _secret(talk.read):
        text = _words(talk, talk.text)
        yield from _ask(talk, text, reading_of(talk.read, text), "doubted")


def unheard(talk: Talk, asked: str | None) -> Plan[None]:
    """A form kept words that mean nothing to it: told what the matter is, the bot has to ask once more."""
    if asked == MATTER:
        yield from doubted(talk)


def chosen(talk: Talk, before: Understanding) -> Plan[None]:
    """Asked which of two things was meant, the resident chose: the reading now, against that ``before``."""
    if not _secret(before):
        text, now = _words(talk, before.text), talk.read
        need = next(iter(now.needs), now)
        labels = Labels(now.intent, need.kind, need.category, need.urgency, now.faq, need.audience)
        meant = proper(labels)
        yield from _ask(talk, text, reading_of(before, text), "doubted", meant)


def misunderstood(talk: Talk) -> Plan[None]:
    """A person is wanted right after the bot answered free words."""
    known = talk.state.understood
    if known is not None and known.last:
        yield from _ask(talk, known.text, known.reading, "misunderstood")


def denied(talk: Talk) -> Plan[bool]:
    """不是这个意思, 你没听懂, 不是投诉，是建议: the message before was read wrongly, and so is the open draft.

    True where nothing else was said and nothing is open; then the bot asks to hear it in other words.
    """
    kind = next((_CODES[m["kind"]] for p in _RELABELS if (m := p.search(talk.text))), None)
    denies = _NOT_MEANT.search(talk.text)
    if talk.person.post is not None or not (kind or denies):
        return False
    yield from _corrected(talk, kind)
    if kind:
        _rekind(talk, kind)
    if denies is None or talk.state.top is not None or len(talk.text) > 2 * len(denies[0]):
        return False
    talk.say("review.say_again")
    return True


def _corrected(talk: Talk, kind: str | None) -> Plan[None]:
    frame, known = talk.state.top, talk.state.understood
    if frame is None and known is not None:
        text, reading = known.text, known.reading
    elif frame is not None and frame.drafts and not _is_secret(frame):
        text, reading = _drafted(talk, frame, frame.drafts[-1])
        reading = known.reading if known is not None and known.text == text else reading
    else:
        return
    meant = msgspec.structs.replace(reading.labels, intent="submit_need", kind=kind) if kind else None
    yield from _ask(talk, text, reading, "corrected", meant)


def _drafted(talk: Talk, frame: Frame, draft: Draft) -> tuple[str, Reading]:
    """The words of a draft redacted, and its labels as if the model had read them from these words."""
    text = _words(talk, next(iter(draft.words), ""), frame.slots.get("name", ""))
    return text, Reading(_labels(draft), spans=_spans(draft, text))


def _rekind(talk: Talk, kind: str) -> None:
    """What the resident calls it counts more than what was guessed."""
    frame = talk.state.top
    if frame is not None and frame.drafts:
        last = msgspec.structs.replace(frame.drafts[-1], kind=kind)
        talk.swap(msgspec.structs.replace(frame, drafts=(*frame.drafts[:-1], last)))


def relabelled(talk: Talk, before: Frame) -> Plan[None]:
    """An operator gave drafts of a call another kind or category than was read."""
    after = talk.state.top
    if after is None or len(after.drafts) != len(before.drafts) or _is_secret(before):
        return
    for old, new in zip(before.drafts, after.drafts, strict=True):
        if old.words == new.words and (old.kind, old.category) != (new.kind, new.category):
            yield from _ask(talk, *_drafted(talk, before, old), "relabelled", _labels(new))


def relabelled_case(talk: Talk, before: Case, after: Case) -> Plan[None]:
    """Staff gave a case of the ledger another kind or category."""
    if (before.kind, before.category) != (after.kind, after.category) and not _is_secret_case(before):
        yield from _ask(talk, *_filed(talk, before), "relabelled", _labels(after))


def rejected(talk: Talk, case: Case, reason: str | None = None) -> Plan[None]:
    """Staff sent a case elsewhere, or refused it with a ``reason`` that says it is not ours."""
    if not _is_secret_case(case) and not (reason and not _OUTSIDE.search(reason)):
        yield from _ask(talk, *_filed(talk, case), "rejected", Labels("out_of_scope"))


def _filed(talk: Talk, case: Case) -> tuple[str, Reading]:
    """The words of a case redacted, and its labels as if the model had read them from these words."""
    text = _words(talk, case.words, case.contact_name or "")
    return text, Reading(_labels(case), spans=_spans(case, text))


def _ask(talk: Talk, text: str, reading: Reading, reason: Reason, meant: Labels | None = None) -> Plan[None]:
    if LEAST_CHARS <= len(text) <= MAX_CHARS:
        finding = Finding(text, reading, reason, talk.heard.message.channel, meant)
        yield from ask(AskReview(finding, int(talk.world.profile.limits.review_day.value)))


def _words(talk: Talk, text: str, *names: str) -> str:
    """The words redacted; too many of them are not looked through at all."""
    if len(text) > 2 * MAX_CHARS:
        return ""
    own = (talk.read.person, talk.person.name, *names)
    marked = [entity.value for entity in talk.read.entities if entity.entity == "person"]
    mention = f"@{talk.world.profile.bot_name}"
    return redact(text.replace(mention, " "), [*marked, *(name for name in own if name)])


def _secret(read: Understanding) -> bool:
    return bool(read.danger) or bool(SECRET & read.signals) or _HUSHED.search(read.text) is not None


def _is_secret(frame: Frame) -> bool:
    return any(frame.slots.get(name) for name in SECRET)


def _is_secret_case(case: Case) -> bool:
    return any(getattr(case, name) for name in SECRET) or ERASED in case.words


def reading_of(read: Understanding, text: str) -> Reading:
    """Return what the model said, without what is not in the redacted text any more."""
    spans = ((e.entity, normalise(e.value).text) for e in read.entities if e.entity in SPANS)
    labels = Labels(read.intent, read.kind, read.category, read.urgency, read.faq, read.audience)
    best = tuple((intent, round(sure, 3)) for intent, sure in read.ranking[:BEST])
    return Reading(labels, round(read.confidence, 3), best, tuple(s for s in spans if s[1] in text))


def _labels(of: Draft | Case) -> Labels:
    return Labels("submit_need", of.kind, of.category, of.urgency, audience=of.audience)


def _spans(of: Draft | Case, text: str) -> tuple[tuple[str, str], ...]:
    """The places and things that were read out of the words, where they stand there literally."""
    known = (
        ("place", of.town),
        ("place", of.village),
        ("venue", of.venue),
        ("topic", of.topic),
        ("when", of.when),
    )
    return tuple((entity, value) for entity, value in known if value and value in text)
