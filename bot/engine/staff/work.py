"""What staff do by chat: whether a message is work of this post, in the order in which that is looked at."""

from bot.engine.requests import CaseByNo, Plan, ask
from bot.engine.staff import (
    by_phone,
    commands,
    filters,
    gate,
    grammar,
    lists,
    office,
    operator,
    references,
    residents,
    review,
)
from bot.engine.staff.job import Job, drop_waiting, take_waiting
from bot.engine.staff.operator_opening import named_source, opens
from bot.engine.staff.operator_sorting import plainly_pasted
from bot.engine.state import Frame
from bot.engine.talk import Talk
from nlu.text import normalise
from storage.people import Post

SHORT = 4
"""Digits of a number as it is said."""
MORE_WORDS = frozenset(("更多", "还有呢", "还有吗", "下一页", "继续", "接着", "more", "往下"))


def staff_turn(talk: Talk) -> Plan[bool]:
    """Do what a member of staff wants done; False where the message is no work of theirs."""
    post = talk.person.post
    if post is None:
        drop_waiting(talk)
        return False
    waiting, item = take_waiting(talk), review.take(talk)
    text = normalise(talk.text).text.strip()
    done = item is not None and (yield from review.answer(talk, post, item))
    done = done or (not _filed(talk, text) and (yield from _work(talk, post, text, waiting)))
    if not done and (yield from residents.nothing_of_theirs(talk, text)):
        review.again(talk, item) if item else talk.say("staff.not_understood")
        done = True
    if done:
        office.introduce(talk, post)
    return done


def _filed(talk: Talk, text: str) -> bool:
    """Whether the message is a record to be filed, or a correction of one, and no command."""
    if not text or len(text) > grammar.MAX_CHARS or talk.heard.message.edit_of:
        return True
    if grammar.CALL_RECORD.match(text) or plainly_pasted(talk) or operator.corrects(talk):
        return True
    return opens(text) and named_source(text) is not None and not references.split(talk, text).numbers


def _work(talk: Talk, post: Post, text: str, waiting: Frame | None) -> Plan[bool]:
    said = references.split(talk, text)
    if talk.state.top is not None:
        return (yield from _amid_form(talk, post, text, said))
    chooses = waiting is not None and waiting.slots["need"] == "case"
    if not said.numbers and not chooses and (yield from _desk(talk, post)):
        return True
    if waiting is not None and commands.expects_words(waiting, said):
        return (yield from commands.answer(talk, post, waiting, said))
    anew = chooses and bool(said.numbers and said.words)
    return (
        (yield from commands.command(talk, post, said, busy=waiting is not None and not anew))
        or (waiting is not None and (yield from commands.answer(talk, post, waiting, said)))
        or (not said.numbers and (yield from _listing(talk, post, text)))
        or (yield from commands.unclear(talk, post, said))
    )


def _amid_form(talk: Talk, post: Post, text: str, said: references.Said) -> Plan[bool]:
    """An open form takes whatever is not plainly a list or a command; a call being filed, also those."""
    full = any(len(number) > SHORT for number in said.numbers)
    filing = talk.state.top is not None and talk.state.top.form == operator.FORM
    return (
        (
            (bool(said.numbers) or not filing)
            and (yield from commands.command(talk, post, said, busy=not full))
        )
        or (not said.numbers and (yield from office.tasks(talk, post)))
        or (not said.numbers and (yield from by_phone.asked(talk, post)))
        or (not said.numbers and (yield from _listing(talk, post, text)))
    )


def _desk(talk: Talk, post: Post) -> Plan[bool]:
    """What is about no case: the next page, tasks, invitations, help."""
    for look in (_page, office.tasks, office.invite, office.show_help, by_phone.asked, review.start):
        if (yield from look(talk, post)):
            return True
    return False


def _page(talk: Talk, post: Post) -> Plan[bool]:
    """更多 goes on with the last list, a bare small number opens a case of it."""
    listed, plain = talk.state.listed, talk.text.strip("。.！! ")
    if not listed or not talk.state.shown:
        return False
    if plain in MORE_WORDS:
        yield from lists.more(talk, post)
        return True
    if not (plain.isdecimal() and len(plain) <= 3 and 1 <= int(plain) <= len(listed)):
        return False
    case = yield from ask(CaseByNo(listed[int(plain) - 1]))
    if case is not None:
        yield from gate.do(Job(talk, post, "show", case, ""))
    return case is not None


def _listing(talk: Talk, post: Post, text: str) -> Plan[bool]:
    wanted = filters.read(grammar.POLITE.sub("", text, count=1), talk.world)
    if wanted is None:
        return False
    yield from lists.show_list(talk, post, wanted)
    return True
