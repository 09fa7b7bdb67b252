"""One case in full for those it concerns, in brief for others; history by post, never by name."""

from bot.engine import votes
from bot.engine.reply import Field, Reply
from bot.engine.requests import History, PersonById, Plan, ask
from bot.engine.staff.days import staff_day
from bot.engine.staff.job import Job
from bot.engine.staff.labels import post_label, unit_label
from bot.engine.staff.lists import due_of
from bot.engine.staff.masking import name, phone, scrub
from bot.engine.staff.photos import photos_of
from bot.engine.staff.relabel import changes_of
from bot.engine.staff.show_record import WHOLE, whole
from bot.engine.talk import CHINA
from bot.permissions import may
from storage.case import Case
from storage.entries import ContactViewed, Entry, PhotoViewed
from storage.status import NAMES
from storage.votes import VoteCast

LAST = 10
"""So many entries of the history are shown."""
SCORES = {"very_satisfied": "很满意", "satisfied": "满意", "basic": "基本满意", "unsatisfied": "不满意",
          "very_unsatisfied": "很不满意"}  # fmt: skip
_TEXTS = ("text", "reason", "basis", "to", "into", "purpose", "staff")
"""Fields of an entry that say something in the history; words of residents are not among them."""


def show(job: Job) -> Plan[None]:
    """Show text, place, deadline, state, history, result and evaluation; contact masked."""
    if WHOLE.search(job.text):
        yield from whole(job)
        return
    case, profile = job.case, job.talk.world.profile
    entries = yield from ask(History(f"case:{case.no}"))
    history = yield from _history(job, entries)
    fields: dict[str, Field] = {
        "status": NAMES[case.status], "place": " ".join(p for p in (case.place, case.venue or "") if p),
        "words": scrub(case.words, case), "unit": unit_label(case.unit, profile) or "（没派单）",
        "helpers": _helpers(job),
        "due": _due(job), "contact": _contact(case), "history": history, "extra": (*_photos(job, entries), *_extra(case)),
    }  # fmt: skip
    job.talk.say("staff.case", no=case.no, private=True, **fields)


def _helpers(job: Job) -> Reply | str:
    names = "、".join(unit_label(key, job.talk.world.profile) for key in job.case.helpers)
    return Reply("staff.case_helpers", {"names": names}) if names else ""


def brief(job: Job) -> None:
    """Show a grid member of another town what the matter is and whose, nothing of the person."""
    case, profile = job.case, job.talk.world.profile
    unit = unit_label(case.unit, profile) or (f"{case.town}网格员" if case.town else "（没派单）")
    job.talk.say("staff.case_brief", no=case.no, place=case.place, summary=scrub(case.summary, case),
                 status=NAMES[case.status], unit=unit, private=True)  # fmt: skip


def elsewhere(job: Job) -> None:
    """Tell a unit whose case it is, and no more."""
    unit = unit_label(job.case.unit, job.talk.world.profile)
    job.say("staff.case_elsewhere", unit=unit or "（还没派单）")


def access_log(job: Job) -> Plan[None]:
    """Say who looked at the contact and the photos of a case, when and what for."""
    entries = yield from ask(History(f"case:{job.case.no}"))
    lines = tuple(line for entry in entries if (line := _look(entry)) is not None)
    job.say("staff.access" if lines else "staff.access_none", lines=lines)


def _look(entry: Entry) -> Reply | None:
    match entry.body:
        case ContactViewed(staff, purpose):
            return Reply("staff.access_line", {"at": _at(entry), "staff": staff, "purpose": purpose})
        case PhotoViewed(post, number):
            return Reply("staff.access_photo", {"at": _at(entry), "staff": post, "number": number})
    return None


def _due(job: Job) -> Reply | str:
    late = due_of(job.talk, job.case)
    if late or job.case.due is None:
        return late
    return Reply("staff.due", {"due": staff_day(job.case.due)})


def _contact(case: Case) -> str:
    if case.anonymous or not (case.contact_name or case.contact_phone):
        return "匿名" if case.anonymous else "没留"
    if case.confidential:
        return "要求保密"
    return " ".join(part for part in (name(case.contact_name), phone(case.contact_phone)) if part)


def _extra(case: Case) -> tuple[Reply, ...]:
    """Lines that only some cases have: helpers, supplements, result, evaluation, presses."""
    lines = [Reply("staff.case_supplement", {"words": scrub(said.words, case)}) for said in case.supplements]
    if case.result:
        lines.append(Reply("staff.case_result", {"text": case.result}))
    if case.evaluations:
        scores = "，后来".join(SCORES.get(score, score) for score in case.evaluations)
        lines.append(Reply("staff.case_score", {"score": scores, "reason": scrub(case.score_reason, case)}))
    if case.urge_count:
        lines.append(Reply("staff.case_urged", {"count": case.urge_count}))
    if case.outside_no:
        lines.append(Reply("staff.case_outside", {"no": case.outside_no}))
    if case.headcount > 1:
        lines.append(Reply("staff.case_headcount", {"count": case.headcount}))
    for vote in case.votes:
        known: dict[str, Field] = {"question": vote.question, "counts": votes.in_brief(vote)}
        lines.append(Reply("staff.case_vote" if vote.open else "staff.case_voted", known))
    return tuple(lines)


def _photos(job: Job, entries: list[Entry]) -> tuple[Reply, ...]:
    """Say how many photos there are to whom may see them."""
    count = len(photos_of(entries))
    if not count or may(job.post, "show_photos", job.case, job.talk.world.profile) != "yes":
        return ()
    return (Reply("staff.case_photos", {"count": count, "short": job.case.short}),)


def _history(job: Job, entries: list[Entry]) -> Plan[tuple[Reply, ...]]:
    """Who voted is not told: a vote counts in numbers only."""
    told = [entry for entry in entries if not isinstance(entry.body, VoteCast)][-LAST:]
    relabelled = changes_of(entries)
    labels: dict[str, str] = {}
    for actor in {entry.actor for entry in told}:
        labels[actor] = yield from _actor(job, actor)
    return tuple(
        _line(job.case, entry, labels[entry.actor], relabelled.get(entry.version, "")) for entry in told
    )


def _actor(job: Job, actor: str) -> Plan[str]:
    """Return who an actor is: the resident, or the post they hold."""
    person_id = actor.removeprefix("person:")
    if person_id == job.case.reporter:
        return "反映人"
    if not actor.startswith("person:"):
        return "系统"
    person = yield from ask(PersonById(person_id))
    return post_label(person.post, job.talk.world.profile) if person and person.post else "居民"


def _line(case: Case, entry: Entry, who: str, changes: str) -> Reply:
    tag = type(entry.body).__name__.lower()
    said = next((str(v) for f in _TEXTS if (v := getattr(entry.body, f, None))), "")
    parts = "；".join(part for part in (changes, scrub(said, case)) if part)
    text = f"：{parts}" if parts else ""
    return Reply(
        "staff.history_line", {"at": _at(entry), "who": who, "did": Reply(f"staff.did.{tag}"), "text": text}
    )


def _at(entry: Entry) -> str:
    return f"{entry.at.astimezone(CHINA):%m-%d %H:%M}"
