"""Contact data and what nobody may do: shown to those in charge with a purpose, else refused and noted."""

import re

from bot.engine.reply import Reply
from bot.engine.requests import Append, Plan, ask
from bot.engine.staff.job import Job
from bot.engine.staff.labels import unit_label
from bot.engine.staff.needs import reason_of
from bot.permissions import Action, Desk, about_own, desk_of, handles
from storage.entries import ContactViewed, Noted

_PURPOSE = re.compile(
    r"(?:用途|为了|用于|用来|因为|要联系|我要联系|约|核实|回访|通知|现场|上门|问清|[,，])(?=.)"
)
IMPLIED = "联系反映人"
_ASKS_ONLY = re.compile(
    r"(?:的|和|跟|他|她|联系|电话|手机|号码?|方式|姓名|名字|叫|啥|什么|多少|是|呢|给我|发我|\W)+"
)
"""Behind a comma this asks for the number again, it is no purpose."""


def show_contact(job: Job) -> Plan[None]:
    """Show name and telephone in full and record who looked and what for.

    Handlers and helpers need them for their work, so asking for the telephone is purpose enough;
    everybody else has to say one.
    """
    talk, case = job.talk, job.case
    if talk.heard.message.group:
        job.say("staff.contact_group")
        return
    if case.anonymous or not (case.contact_phone or case.contact_name):
        job.say("staff.contact_anonymous" if case.anonymous else "staff.contact_none")
        return
    if about_own(job.post, case, talk.world.profile):
        job.say("staff.contact_recused")
        return
    if case.confidential and desk_of(job.post, talk.world.profile) in ("unit", "grid"):
        job.say("staff.contact_confidential")
        return
    purpose = _purpose(job)
    if not purpose:
        job.want("purpose")
        return
    yield from ask(Append(case.no, ContactViewed(job.me, purpose)))
    talk.say("staff.contact", no=case.no, name=case.contact_name or "（没留称呼）",
             phone=case.contact_phone or "（没留电话）", purpose=purpose, private=True)  # fmt: skip


def _purpose(job: Job) -> str:
    if job.asked:
        return job.text
    said = reason_of(job.text) or job.text
    if _PURPOSE.search(job.text) and not _ASKS_ONLY.fullmatch(said):
        return said
    own = handles(job.post, job.case, job.talk.world.profile) or job.case.town == job.post.town
    return IMPLIED if own else ""


def refused(job: Job) -> Plan[None]:
    """Refuse what is asked, say why and to whom to turn; what touches a person's data is noted."""
    desk = desk_of(job.post, job.talk.world.profile)
    general = f"staff.refused.{job.action}" if job.action in EXPLAINED else "staff.refused"
    key = OF_A_DESK.get((desk, job.action), general)
    job.say(key, owner=_owner(job), what=Reply(f"staff.can.{job.action}"))
    if job.action in NOTED:
        yield from ask(Append(job.case.no, Noted(f"{job.me}{NOTED[job.action]}，没有照办")))


def _owner(job: Job) -> str:
    """Whom to ask instead: the handler, the grid of the town, those who supervise."""
    case, profile = job.case, job.talk.world.profile
    triage = unit_label(profile.triage_unit, profile)
    names = [unit_label(case.unit, profile), f"{case.town}网格员" if case.town else "", f"{triage}（督查）"]
    return "、".join(dict.fromkeys(part for part in names if part))


EXPLAINED = frozenset(
    (
        "show_contact",
        "show_photos",
        "change_rating",
        "change_record",
        "reveal_reporter",
        "override",
        "close",
        "return_visit",
        "resolve",
        "start",
        "relabel",
    )
)
OF_A_DESK: dict[tuple[Desk, Action], str] = {
    ("admin", "show_contact"): "staff.refused.show_contact_admin",
    ("admin", "show_photos"): "staff.refused.show_photos_admin",
}
"""Refusals that lie in the post and not in the case."""
NOTED = {
    "show_contact": "索要反映人的联系方式",
    "change_rating": "要求改动群众评价",
    "change_record": "要求改动台账上的原话、时间或记录",
    "reveal_reporter": "打听反映人是谁",
    "override": "要求绕过规定",
}
"""Refusals that leave an internal note in the case."""
