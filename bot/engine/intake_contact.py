"""How somebody is reached: whose telephone, corrected tails, and who must not or will not leave one."""

import re

import msgspec

from bot.engine.state import Frame
from bot.engine.talk import Talk
from nlu.phones import tail_correction

_OWNER = re.compile(
    r"(?:我|俺|咱)?(?:家)?(儿子|闺女|女儿|儿媳妇?|女婿|孙子|孙女|媳妇|老伴|对象|老公|老婆|孩子他?[爸妈爹娘]|邻居|爸|妈|爹|娘)"
    r"(?:家|那边)?的?(?:手机|电话|号码?|吧|那个|：|:|，|,|\s|$)"
)
"""Somebody else's telephone, named by who that is."""
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
    if not read.phone or "phone_incomplete" in read.signals:
        return slots
    slots["phone"] = read.phone
    for obsolete in ("anonymous", "contact", "owner"):
        slots.pop(obsolete, None)
    owner = _OWNER.search(talk.text)
    return {**slots, "owner": owner[1]} if owner else slots
