"""How somebody is reached: whose telephone, corrected tails, and who must not or will not leave one."""

import re

import msgspec

from bot.engine.state import Frame
from bot.engine.talk import Talk
from nlu.phones import tail_correction

_KIN = (
    "儿子|闺女|女儿|儿媳妇?|女婿|孙子|孙女|媳妇|老伴|对象|老公|老婆|孩子他?[爸妈爹娘]|邻居|爸爸?|妈妈?|爹|娘"
)
_ADDRESSED = (
    "爷爷|奶奶|姥姥|姥爷|外公|外婆|公公|婆婆|丈人|丈母娘|岳父|岳母|大爷|大娘|大伯|大妈|伯伯|伯父|叔叔?|婶子|婶婶|婶"
    "|姑姑?|姑父|舅舅?|舅妈|姨妈?|大姨|哥哥?|大哥|嫂子|姐姐?|大姐|姐夫|弟弟?|弟媳|妹妹?|妹夫|侄子|侄女|外甥女?|同事|朋友|老师"
)
"""Words by which a stranger is spoken to as well: only 我爷爷 is somebody else."""
_OWNER = re.compile(
    rf"(?:(?:我|俺|咱)?家?(?P<kin>{_KIN})|(?:我|俺|咱)们?家?(?P<other>{_ADDRESSED}))"
    r"(?:家|那边)?的?(?:手机|电话|号码?|吧|那个|：|:|，|,|\s|$|(?=1[3-9]\d{9}))"
)
"""Somebody else's telephone, named by who that is."""
_POLITE = {"爸": "爸爸", "妈": "妈妈", "爹": "父亲", "娘": "母亲"}
SAME = re.compile(
    r"^(?:还|就|是|用|留|打|记|[我俺]的?|电话|手机|号码?|[，,\s])*(?:原来|老|上次|以前|之前|原先)(?:留|说|报)?过?的?(?:那个|那)?(?:联系)?(?:电话|手机号?|号码?)[吧呗啊就行。！!]*$"
)
"""还是原来那个电话: the telephone that is known of the one who speaks."""
CONTACT_SIGNALS = ("anonymous", "confidential", "proxy", "minor")


def fill(talk: Talk, frame: Frame) -> Frame:
    """Take telephone, name and wishes about them into the frame."""
    read, slots = talk.read, _phone(talk, dict(frame.slots))
    if read.person:
        slots["name"] = read.person
    for signal in CONTACT_SIGNALS:
        if signal in read.signals:
            slots[signal] = "yes"
    if "refuse_contact" in read.signals and not read.phone:
        slots["contact"] = "-"
        slots.pop("phone", None)
    if slots.get("minor"):
        frame = forgetting(talk, frame)
    if slots.get("anonymous") or slots.get("minor"):
        for told in ("phone", "name", "owner"):
            slots.pop(told, None)
    return msgspec.structs.replace(frame, slots=slots)


def _phone(talk: Talk, slots: dict[str, str]) -> dict[str, str]:
    """A full number is taken, a corrected tail put in its place; whose number it is stands beside it."""
    read = talk.read
    tail = tail_correction(talk.text) if slots.get("phone") else None
    if tail and not (read.phone and len(read.phone) >= 10):
        return {**slots, "phone": slots["phone"][: -len(tail[0])] + tail[0]}
    if not read.phone and talk.person.phone and SAME.search(talk.text):
        slots["phone"] = talk.person.phone
        slots.pop("contact", None)
        return slots
    if not read.phone or "phone_incomplete" in read.signals:
        return slots
    slots["phone"] = read.phone
    for obsolete in ("anonymous", "contact", "owner"):
        slots.pop(obsolete, None)
    owner = _OWNER.search(talk.text)
    if owner is None:
        return slots
    who = owner["kin"] or owner["other"]
    return {**slots, "owner": _POLITE.get(who, who)}


def forgetting(talk: Talk, frame: Frame) -> Frame:
    """Return the frame without a name or telephone in the words and the short line of any draft."""
    told = {e.value for e in talk.read.entities if e.entity in ("person", "phone")}
    told |= {frame.slots[slot] for slot in ("phone", "name") if frame.slots.get(slot)}
    drafts = tuple(
        msgspec.structs.replace(
            draft,
            words=tuple(left for words in draft.words if (left := without(words, told))),
            summary=without(draft.summary, told),
        )
        for draft in frame.drafts
    )
    return msgspec.structs.replace(frame, drafts=drafts)


def allowed(talk: Talk, frame: Frame) -> str:
    """The words of the message; of a child's neither name nor telephone."""
    told = {e.value for e in talk.read.entities if e.entity in ("person", "phone")}
    words = talk.heard.message.text
    return without(words, told) if frame.slots.get("minor") else words


def without(words: str, told: set[str]) -> str:
    """Cut names and numbers out of the words; a clause that says little beside them goes as a whole."""
    if not any(secret in words for secret in told):
        return words
    for secret in sorted(told, key=len, reverse=True):
        words = words.replace(secret, HIDDEN)
    clauses = _CLAUSE.findall(words)
    return "".join(c for c in clauses if HIDDEN not in c or len(c) > SAYS_MORE).strip("，,；; \n")


HIDDEN = "＊"
SAYS_MORE = 12
_CLAUSE = re.compile(r"[^，,。；;！!？?\s]+[，,。；;！!？?\s]*")
