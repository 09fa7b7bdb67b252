"""What staff do by chat: is a message work of this post, on which case, and may it be done."""

from collections.abc import Callable

from bot.engine.reply import Reply
from bot.engine.requests import CaseByNo, Plan, ask
from bot.engine.staff import filters, grammar, guard, lists, moves, office, references, results, settle, show
from bot.engine.staff.job import FORM, Job, drop_waiting, take_waiting
from bot.engine.staff.needs import JOINS, READERS
from bot.engine.staff.transitions import MOVES, TRANSITIONS, possible, same_deed
from bot.engine.state import Frame
from bot.engine.talk import Talk
from bot.permissions import Action, desk_of, grant, may
from nlu.text import normalise
from storage.case import Case
from storage.people import Post
from storage.status import NAMES

Handler = Callable[[Job], Plan[None]]
HANDLERS: dict[Action, Handler] = {
    "show": show.show, "show_contact": guard.show_contact, "access_log": show.access_log,
    "assign": moves.assign, "helper": moves.helper, "start": moves.start, "note": moves.note,
    "extend": moves.extend, "urge": moves.urge, "supervise": moves.supervise, "suggest": moves.suggest,
    "answer": results.answer, "resolve": results.resolve, "rectify": results.rectify,
    "rectify_result": results.resolve, "return_visit": results.return_visit, "close": results.close,
    "refer": settle.refer, "refuse": settle.refuse, "revoke": settle.revoke, "merge": settle.merge,
}  # fmt: skip
"""Deeds on a case; none is called before ``permissions.may`` has said yes."""
WITHOUT_CASE: frozenset[Action] = frozenset(
    ("export_contacts", "report", "change_rating", "reveal_reporter", "override")
)
"""What is answered also where no case is meant."""
SURE = 0.5
OTHER_TALK = frozenset(
    ("ask_faq", "cancel", "human", "help", "greet", "thanks", "bye", "unsubscribe", "delete_data")
)


def staff_turn(talk: Talk) -> Plan[bool]:
    """Do what a member of staff wants done; False where the message is no work of theirs."""
    post = talk.person.post
    if post is None:
        drop_waiting(talk)
        return False
    waiting = take_waiting(talk)
    done = yield from _work(talk, post, waiting)
    if done:
        office.introduce(talk, post)
    return done


def _work(talk: Talk, post: Post, waiting: Frame | None) -> Plan[bool]:
    text = normalise(talk.text).text.strip()
    if (
        not text
        or len(text) > grammar.MAX_CHARS
        or grammar.CALL_RECORD.match(text)
        or talk.heard.message.edit_of
    ):
        return False
    said = references.split(talk, text)
    if talk.state.top is not None and not any(len(number) > 4 for number in said.numbers):
        return False
    if not said.numbers:
        for look in (_page, office.tasks, office.invite, office.show_help):
            if (yield from look(talk, post)):
                return True
    if (yield from _command(talk, post, said)):
        return True
    if waiting is not None and (yield from _answer(talk, post, waiting, said)):
        return True
    if (yield from _listing(talk, post, said, text)):
        return True
    return (yield from _unclear(talk, post, said))


def _page(talk: Talk, post: Post) -> Plan[bool]:
    """更多 goes on with the last list, a bare small number opens a case of it."""
    listed = talk.state.listed
    plain = talk.text.strip("。.！! ")
    if not listed or not talk.state.shown:
        return False
    if plain in MORE_WORDS:
        yield from lists.more(talk, post)
        return True
    if not (plain.isdecimal() and len(plain) <= 3 and 1 <= int(plain) <= len(listed)):
        return False
    case = yield from ask(CaseByNo(listed[int(plain) - 1]))
    if case is not None:
        yield from _do(Job(talk, post, "show", case, ""))
    return case is not None


MORE_WORDS = frozenset(("更多", "还有呢", "还有吗", "下一页", "继续", "接着", "more", "往下"))


def _command(talk: Talk, post: Post, said: references.Said) -> Plan[bool]:
    """Read the message as a command and carry it out on the case meant."""
    recent = None if said.numbers else (yield from references.last(talk, post))
    beside = bool(said.numbers) or (recent is not None and not _states_need(talk))
    read = grammar.match(said.words, beside_case=beside)
    if read is None:
        return False
    row, text = read
    if row.action == "report":
        talk.say("staff.report_elsewhere")
        return True
    if row.action == "show" and not said.numbers and not said.words.strip():
        return False
    if row.action in WITHOUT_CASE and not said.numbers and recent is None:
        talk.say(f"staff.refused.{row.action}")
        return True
    if not said.numbers:
        return (yield from _on_recent(talk, post, row.action, text, recent))
    others = said.numbers[1:]
    number = said.numbers[0]
    if (
        row.action == "merge"
        and not others
        and talk.state.recent
        and talk.state.recent[0].no[-4:] != number[-4:]
    ):
        number, others = talk.state.recent[0].no, (number,)
    return (yield from _on_number(talk, post, row.action, text, number, others))


def _states_need(talk: Talk) -> bool:
    return bool(talk.read.needs) and talk.read.intent == "submit_need" and talk.read.confidence >= SURE


def _on_recent(talk: Talk, post: Post, action: Action, text: str, case: Case | None) -> Plan[bool]:
    if case is None and talk.state.recent and (yield from _own_words(talk)):
        return False
    if case is None:
        talk.push(Frame(form=FORM, version=1, slots={"action": action, "text": text, "need": "case"}))
        talk.say("staff.ask.case")
        return True
    yield from _do(Job(talk, post, action, case, text))
    return True


def _own_words(talk: Talk) -> Plan[bool]:
    """Whether the case talked of last is the speaker's own: then they speak as a resident."""
    case = yield from ask(CaseByNo(talk.state.recent[0].no))
    return case is not None and case.reporter == talk.person.id


def _on_number(
    talk: Talk,
    post: Post,
    action: Action,
    text: str,
    number: str,
    others: tuple[str, ...],
    *,
    asked: bool = False,
) -> Plan[bool]:
    found = yield from references.find(talk, post, number)
    if found.several:
        lines = tuple(lists.line(talk, post, case, n) for n, case in enumerate(found.several, 1))
        talk.say("staff.several", short=number, lines=lines)
        return True
    if found.case is None:
        talk.say("staff.no_such", no=number)
        return True
    if found.case.reporter == talk.person.id and may(post, "show", found.case, talk.world.profile) == "no":
        return False
    yield from _do(Job(talk, post, action, found.case, text, asked=asked, others=others))
    return True


def _do(job: Job) -> Plan[None]:
    """The one gate: status, then permission, then what is missing, then the deed."""
    job.action = same_deed(job.case.status, job.action)
    profile = job.talk.world.profile
    verdict = may(job.post, job.action, job.case, profile)
    job.talk.touch(job.case.no)
    if verdict == "no" and job.action == "show":
        (show.brief if grant(desk_of(job.post, profile), "list") == "all" else show.elsewhere)(job)
    elif verdict == "no":
        yield from guard.refused(job)
    elif job.action in MOVES and (job.case.status, job.action) not in TRANSITIONS:
        _impossible(job)
    elif (missing := _missing(job)) is not None:
        job.want(missing)
    elif verdict == "propose":
        yield from settle.propose(job)
    else:
        yield from HANDLERS[job.action](job)


def _missing(job: Job) -> str | None:
    needs = TRANSITIONS.get((job.case.status, job.action), ())
    return next((need for need in needs if not READERS[need](job)), None)


def _impossible(job: Job) -> None:
    """Say plainly why not, and what this post can do now."""
    profile, case = job.talk.world.profile, job.case
    now = [a for a in possible(case.status) if may(job.post, a, case, profile) != "no"]
    lines = tuple(Reply(f"staff.can.{action}") for action in now)
    special = WHY_NOT.get((case.status, job.action), "staff.impossible")
    job.say(special, status=NAMES[case.status], what=Reply(f"staff.can.{job.action}"), lines=lines)


WHY_NOT: dict[tuple[str, Action], str] = {
    ("rectifying", "close"): "staff.close_rectifying",
    ("closed", "close"): "staff.closed_already",
    ("closed", "return_visit"): "staff.closed_already",
    ("in_progress", "start"): "staff.started_already",
}
"""Status and deed with words of their own; the rest is said in general."""


def _answer(talk: Talk, post: Post, waiting: Frame, said: references.Said) -> Plan[bool]:
    """Take the message as the one thing that was asked for."""
    if talk.read.intent in OTHER_TALK and talk.read.confidence >= SURE:
        return False
    action: Action = next(a for a in (*HANDLERS, *WITHOUT_CASE) if a == waiting.slots["action"])
    need, before = waiting.slots["need"], waiting.slots["text"]
    if need == "case":
        if not said.numbers:
            return False
        return (
            yield from _on_number(talk, post, action, before or said.words, said.numbers[0], said.numbers[1:])
        )
    text = f"{before}{JOINS[need]}{talk.text}" if need in JOINS else talk.text
    return (yield from _on_number(talk, post, action, text, waiting.about or "", said.numbers, asked=True))


def _listing(talk: Talk, post: Post, said: references.Said, text: str) -> Plan[bool]:
    wanted = None if said.numbers else filters.read(grammar.POLITE.sub("", text, count=1), talk.world)
    if wanted is None:
        return False
    yield from lists.show_list(talk, post, wanted)
    return True


def _unclear(talk: Talk, post: Post, said: references.Said) -> Plan[bool]:
    """A number with words that are no command: the case is shown by what can be done to it."""
    if not said.numbers:
        return False
    found = yield from references.find(talk, post, said.numbers[0])
    if found.case is None or found.case.reporter == talk.person.id:
        return False
    talk.touch(found.case.no)
    now = [a for a in possible(found.case.status) if may(post, a, found.case, talk.world.profile) != "no"]
    lines = tuple(Reply(f"staff.can.{action}") for action in now)
    talk.say("staff.unclear", no=found.case.no, status=NAMES[found.case.status], lines=lines)
    return True
