"""Work that is about no case: tasks, invitations, help, reports."""

import re

import msgspec

from bot.engine.reply import Reply
from bot.engine.requests import FinishTask, Invite, Plan, Record, Tasks, ask
from bot.engine.staff.labels import find_town, find_unit, post_label, unit_label
from bot.engine.staff.masking import phone
from bot.engine.talk import CHINA, Talk
from bot.permissions import desk_of, grant
from storage.entries import ContactViewed
from storage.people import Post, Role, Task

_TASKS = re.compile(
    r"^(?:我的|有(?:哪些|什么)|看看?|列一下)?(?:待办任务|任务(?:列表|清单)?|待?回电(?:任务|列表"
    r"|名单)?|待办回电)(?:有哪些|列一下)?[？?。]*$"
)
_ONE = re.compile(r"^(?:看看?|打开|查看?)?(?:任务|回电)\s*[Tt]?(\d{1,6})(?:的?(?:电话|详情|内容))?$")
_DONE = re.compile(
    r"^(?:任务|回电)\s*[Tt]?(\d{1,6})\s*(?:已经?)?(?:完成|办完|做完|办好|处理完|处理了|打过|已回"
    r"|回过)了?[\s:：,，]*(.*)$",
    re.DOTALL,
)
_INVITE = re.compile(r"^(?:请|帮我)?邀请\s*[:：]?\s*(?:一[个名位])?(.+)$", re.DOTALL)
_OPEN_POST = re.compile(
    r"^(?:给|帮|替)(.{2,14}?)(?:开|加|建|配|设|发)(?:一?[个名位])?(.{0,8}?)(?:账号|帐号|权限|岗位|邀请码)"
)
_ROLES: tuple[tuple[str, Role], ...] = (
    ("网格", "grid"), ("话务", "operator"), ("接线", "operator"), ("督查", "supervisor"), ("管理员", "admin"),
    ("经办", "unit"), ("承办", "unit"), ("单位", "unit"), ("派单", "unit"),
)  # fmt: skip
_HELP = re.compile(
    r"^(?:怎么用|咋用|如何使用|帮助|help|能干啥|你?能做什么|有(?:什么|啥)功能|怎么操作|命令|说明"
    r"|使用说明|我能干啥|\?|？)[？?。！!]*$",
    re.IGNORECASE,
)
KINDS = frozenset(("callback", "emergency", "pressure", "guardian", "quarantine", "unhandled"))
ALL = 1000
SHOWN = 10


def tasks(talk: Talk, post: Post) -> Plan[bool]:
    """List open tasks, show one with its telephone, or tick one off."""
    listed, one, done = _TASKS.match(talk.text), _ONE.match(talk.text), _DONE.match(talk.text)
    if not (listed or one or done):
        return False
    if grant(desk_of(post, talk.world.profile), "tasks") == "no":
        talk.say("staff.refused.tasks")
        return True
    waiting = yield from ask(Tasks(limit=ALL))
    if post.role == "grid":
        waiting = [task for task in waiting if _in_town(talk, task, post.town)]
    match = done or one
    if match is None:
        _list(talk, waiting)
        return True
    task = next((t for t in waiting if _digits(t) == int(match.group(1))), None)
    if task is None:
        talk.say("staff.no_such_task", id=match.group(1))
    elif done:
        yield from ask(FinishTask(task.id, done.group(2).strip()))
        talk.say("staff.task_done", id=task.id)
    else:
        yield from _open(talk, post, task)
    return True


def _in_town(talk: Talk, task: Task, town: str | None) -> bool:
    """A grid member sees dangers that were told from the own town, nothing else."""
    named = find_town(task.words, talk.world.profile)
    return task.task == "emergency" and named is not None and named.name == town


def _digits(task: Task) -> int:
    return int("".join(ch for ch in task.id if ch.isdigit()) or 0)


def _kind(task: Task) -> Reply:
    return Reply(f"staff.task.{task.task}" if task.task in KINDS else "staff.task.other")


def _list(talk: Talk, waiting: list[Task]) -> None:
    if not waiting:
        talk.say("staff.tasks_none")
        return
    lines = tuple(
        Reply("staff.task_line", {
            "id": task.id, "kind": _kind(task),
            "at": f"{task.opened_at.astimezone(CHINA):%m-%d %H:%M}",
            "phone": phone(task.phone) or "没留电话", "no": task.case_no or "",
        })
        for task in waiting[:SHOWN]
    )  # fmt: skip
    talk.say("staff.tasks", count=len(waiting), lines=lines, private=True)


def _open(talk: Talk, post: Post, task: Task) -> Plan[None]:
    """Show a task in full; the look at the telephone is recorded."""
    if talk.heard.message.group:
        talk.say("staff.contact_group")
        return
    if task.phone:
        body = ContactViewed(post_label(post, talk.world.profile), "办理任务")
        yield from ask(Record(f"task:{task.id}", body, task.person))
    talk.say("staff.task_open", id=task.id, kind=_kind(task), words=task.words,
             phone=task.phone or "没留电话", no=task.case_no or "", private=True)  # fmt: skip


def invite(talk: Talk, post: Post) -> Plan[bool]:
    """Make a one-time code for a post: 邀请 网格员 燕崖镇."""
    match = _INVITE.match(talk.text) or _OPEN_POST.match(talk.text)
    if match is None:
        return False
    asked = "".join(match.groups())
    role = next((role for word, role in _ROLES if word in asked), None)
    if role is None:
        return False
    profile = talk.world.profile
    if grant(desk_of(post, profile), "invite") == "no":
        talk.say("staff.refused.invite")
        return True
    town, unit = find_town(asked, profile), find_unit(asked, profile)
    if (role == "grid" and town is None) or (role == "unit" and unit is None):
        talk.say("staff.invite_where")
        return True
    invited = Post(role, unit if role != "grid" else None, town.name if town and role == "grid" else None)
    code = yield from ask(Invite(invited.role, invited.unit, invited.town))
    talk.say("staff.invited", post=post_label(invited, profile), code=code, private=True)
    return True


def show_help(talk: Talk, post: Post) -> Plan[bool]:
    """Say what this post can say."""
    if not _HELP.match(talk.text):
        return False
    profile = talk.world.profile
    talk.say(f"staff.help_{desk_of(post, profile)}", unit=unit_label(profile.triage_unit, profile))
    yield from ()
    return True


def introduce(talk: Talk, post: Post) -> None:
    """Put the post in front of the first answer of a conversation, and again when it has changed.

    A vote is for everybody who is there: the post comes with the next answer.
    """
    label = post_label(post, talk.world.profile)
    if talk.state.acting == label or not talk.replies or talk.replies[0].poll is not None:
        return
    talk.state = msgspec.structs.replace(talk.state, acting=label)
    first = talk.replies[0]
    body = msgspec.structs.replace(first, choices=())
    talk.replies[0] = msgspec.structs.replace(
        first, key="staff.acting", fields={"post": label, "reply": body}
    )
