"""Taking a post: a one-time code that somebody was given turns a resident into staff."""

import re

import msgspec

from bot.engine import catalogue
from bot.engine.form_engine import remind
from bot.engine.requests import Plan, Record, RedeemInvitation, ask
from bot.engine.resident.words import plain
from bot.engine.talk import Talk
from storage.entries import RoleBound

_NAME = r"(?:邀[请情清][码马号]|要请码)"
"""The word, also as it is mistyped."""
_PART = r"[0-9a-z]{5}"
_GIVEN = re.compile(rf"(?:{_NAME}|绑定)[是为\s:：]*({_PART}[\s—–-]*{_PART})(?![0-9a-z])")
_BARE = re.compile(r"\W*([2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5})\W*")
"""A code alone, of the characters that codes are made of."""
_NAMED = re.compile(rf"{_NAME}|^\W*邀请\W*$")
SHORT = 16
"""A longer message speaks of more than a code."""


def redeem(talk: Talk) -> Plan[bool]:
    """Bind the post of an invitation code that stands in the message whole."""
    text = plain(talk)
    match = _GIVEN.search(text) or _BARE.fullmatch(text)
    if match is None:
        return False
    post = yield from ask(RedeemInvitation(match.group(1), talk.person.id))
    if post is None:
        talk.say("staff.code_wrong", private=True)
        return True
    yield from ask(
        Record(f"person:{talk.person.id}", RoleBound(post.role, post.unit, post.town), talk.person.id)
    )
    talk.person = msgspec.structs.replace(talk.person, post=post)
    unit = talk.world.profile.unit(post.unit or "")
    talk.say(f"staff.welcome_{post.role}", where=unit.name if unit else post.town or "", private=True)
    return True


def explain(talk: Talk) -> Plan[bool]:
    """Say how a code is sent and who has one, where a short message names it without a whole one."""
    yield from ()
    about_more = talk.read.needs or talk.read.case_no or talk.read.danger
    if about_more or sum(map(str.isalnum, talk.text)) > SHORT or not _NAMED.search(plain(talk)):
        return False
    talk.say("staff.code_how", private=True)
    if talk.state.top is not None:
        remind(talk, catalogue.FORMS[talk.state.top.form])
    return True
