"""又不响了 and nothing else: the finished case about a thing that can be so, else a question what is meant."""

import re
from datetime import timedelta

from bot.engine.intake_absorb import seed
from bot.engine.requests import Append, Plan, ask
from bot.engine.resident import reopen, which
from bot.engine.resident.reference import own_cases
from bot.engine.resident.wish import wish_of
from bot.engine.resident.words import also_called, plain
from bot.engine.state import Frame
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Supplemented

FAULTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile("响|哑|出声|没声|吱吱|刺啦|啸叫"), ("音响", "话筒", "麦克风", "设备", "电视")),
    (re.compile("亮|黑|灭|闪"), ("灯", "屏", "电子屏", "投影")),
    (
        re.compile("锁|开门|关门|没开|没人"),
        ("书屋", "图书馆", "文化站", "文化馆", "服务中心", "活动室", "开放"),
    ),
    (re.compile("漏|滴水|返潮"), ("屋顶", "房", "书屋", "戏台", "舞台", "文化站")),
)
"""What is amiss, and the things that it can be said of; other faults can be said of anything."""
BARE = re.compile(
    r"(?:你好|您好|同志|哎|唉|呀|这|那|它|怎么|咋|咋的|今天|今儿|昨天|昨晚|夜里|刚才|现在|没几天|才几天|这不|[，,。\s])*"
    r"又(?:[不没]?(?:响|亮|出声|开门|好使|能用|工作)|没声音?|没人管?|坏|锁门?|锁上|关门|漏雨?|滴水|黑|灭|哑|断|停|裂|松|掉|塌|脏|堵|失灵|罢工|趴窝)"
    r"(?:掉|着|上|住)?(?:了|啦|咧|嘞)?(?:吧|呀|啊|呢)?[。.！!~～\s]*"
)
"""Something is amiss once more, and not a word on what it is."""


def bare(talk: Talk) -> Plan[bool]:
    """Take up again the own case that a bare fault is about; where none or several fit, ask what is meant."""
    text = plain(talk)
    if talk.state.top is not None or talk.heard.message.group or not BARE.fullmatch(text):
        return False
    fitting = [c for c in (yield from _recent(talk)) if _fits(c, text)]
    told_done = [c for c in fitting if c.status in reopen.REOPENABLE]
    found = told_done or fitting
    if len(found) > 1:
        which.offer(talk, tuple(found), wish_of(talk, "supplement"))
    elif told_done:
        yield from reopen.again(talk, told_done[0], wish_of(talk, "supplement"))
    elif fitting:
        yield from _more(talk, fitting[0])
    else:
        _ask(talk)
    return True


def _recent(talk: Talk) -> Plan[list[Case]]:
    """Own cases of late that are being dealt with or were."""
    since = talk.world.now - timedelta(days=talk.world.profile.limits.rebound_days.value)
    own = yield from own_cases(talk)
    return [c for c in own if c.received_at >= since and (not c.finished or c.status in reopen.REOPENABLE)]


def _fits(case: Case, text: str) -> bool:
    """Whether a case is about a thing that this fault can be said of, or had this very fault."""
    things = next((things for fault, things in FAULTS if fault.search(text)), None)
    if things is None:
        return case.category in ("facility", "service")
    about = f"{case.topic or ''}{case.venue or ''}{case.summary}{case.words}"
    return any(
        word in about for thing in things for word in also_called(thing) if len(word) > 1 or thing == word
    )


def _more(talk: Talk, case: Case) -> Plan[None]:
    wish = wish_of(talk, "supplement")
    talk.touch(case.no)
    yield from ask(Append(case.no, Supplemented(wish.words, wish.attachments)))
    talk.say("relapse.open", no=case.no, label=which.label(case), private=True)


def _ask(talk: Talk) -> None:
    """Ask which thing it is and where; the answer goes on as a matter of its own, these words with it."""
    form = talk.world.forms.latest("intake")
    known = {"phone": talk.person.phone or "", "name": talk.person.name or ""}
    slots = {name: value for name, value in known.items() if value}
    frame = Frame(form.id, form.version, slots, asked="matter", seen=("matter",), drafts=(seed(talk),))
    talk.push(frame)
    talk.say("relapse.what", said=talk.text.strip("。.！!~～，, "))
