"""What residents may do with their own data: see, correct, erase it, and have their peace."""

import re

from bot.engine import answers
from bot.engine.form_engine import Behaviour, Taken, begin
from bot.engine.intake_finish import NOTICE_VERSION
from bot.engine.reply import Choice, Reply
from bot.engine.requests import CountCases, ErasePerson, NoticeShown, Opt, Plan, SavePerson, ask
from bot.engine.resident.correction import FULL_PHONE
from bot.engine.resident.progress import HUMAN
from bot.engine.resident.reference import own_cases
from bot.engine.resident.supplement import masked
from bot.engine.resident.words import plain
from bot.engine.state import Frame, State
from bot.engine.talk import Talk
from config.form import Question
from storage.people import CaseFilter

_OTHERS = re.compile(
    r"把(?![我俺咱这那])[^，,的]{1,6}的(?:电话|手机|号码|名字|信息|资料)|(?:所有|全部?|全县|全镇|全村|大家)的?(?:人|投诉|案件|记录|工单|诉求|件)|老伴|[他她](?:的|留)|我[妈爸爹娘爷奶]|俺[妈爸爹娘爷奶]|邻居|别人|儿子的|闺女的|his |her "
)
_SEE = re.compile(
    r"导[出一]|哪些(?:资料|信息|数据)|[存记]了?[我俺]|(?:看看|查看|查查|查下|查一下)[我俺]"
    r"|what .*(?:keep|have|know)|export"
)
_CORRECT = re.compile(
    r"改[成为一下]|换[成个]|更正|(?:电话|号码|手机|名字|姓名)(?:变|写错|换|改)"
    r"|改(?:我的)?(?:电话|手机|号码|名字|姓名)|change my"
)
_ERASE = re.compile(r"删|销|清|抹|擦|delete|erase|remove")
_FORGET = re.compile(r"忘|别[留存记]|不[要想让]?[留存记]|去掉|不要我|forget|don.?t keep")
_AGAIN = re.compile(
    r"恢复|重新(?:订|发|收)|还是(?:给[我俺])?发|(?:^|[那就又吧，,])(?:再|接着|继续)?给[我俺]发(?:消息|通知|问卷|吧)|还想收|又想收|(?<![别不要])(?:接着|继续)发|取消退订"
    r"|resubscribe|subscribe again"
)
SHORT = 8
"""A longer message without a word of erasing is no yes to it."""
_SURVEY = re.compile(r"问卷|调查|survey|填表|打分表")
_NOTICE = re.compile(r"通知|消息|提醒|短信|notice|message")


def handle(talk: Talk) -> Plan[None]:
    """See, correct or erase: what the words ask for, erasing only where they say so, after one question."""
    text = plain(talk)
    if _OTHERS.search(text):
        talk.say("data.of_others", HUMAN)
    elif _SEE.search(text) and not _ERASE.search(text):
        yield from _show(talk)
    elif _CORRECT.search(text) and not _ERASE.search(text):
        yield from _correct(talk)
    elif not (_ERASE.search(text) or _FORGET.search(text)):
        yield from _show(talk)
    else:
        form = talk.world.forms.latest("erasure")
        yield from begin(talk, ERASURE, Frame(form.id, form.version))


def _show(talk: Talk) -> Plan[None]:
    count = yield from ask(CountCases(CaseFilter(reporter=talk.person.id)))
    own = [c for c in (yield from own_cases(talk)) if not c.proxy]
    name = talk.person.name or next((c.contact_name for c in own if c.contact_name), None)
    phone = talk.person.phone or next((c.contact_phone for c in own if c.contact_phone), None)
    lines = (
        Reply("data.name", {"name": name}) if name else Reply("data.no_name"),
        Reply("data.phone", {"phone": masked(phone)}) if phone else Reply("data.no_phone"),
        Reply("data.cases", {"count": count}),
    )
    talk.say("data.summary", HUMAN, lines=lines, private=True)


def _correct(talk: Talk) -> Plan[None]:
    read = talk.read
    whole = len(read.phone or "") >= FULL_PHONE and "phone_incomplete" not in read.signals
    phone = read.phone if whole else None
    if talk.person.minor or not (phone or read.person):
        talk.say("data.minor" if talk.person.minor else "data.correct_how", HUMAN, private=True)
        return
    talk.person = yield from ask(SavePerson(talk.person.id, name=read.person, phone=phone))
    if not talk.person.notice:
        yield from ask(NoticeShown(talk.person.id, NOTICE_VERSION))
        talk.say("intake.notice", private=True)
    shown = masked(talk.person.phone or "")
    talk.say("data.corrected", name=talk.person.name or "", phone=shown, private=True)


def _take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """A yes or a no in any words; 删 said once more is a yes."""
    if len(plain(talk)) > SHORT and not _ERASE.search(plain(talk)):
        return None
    if talk.read.intent in ("affirm", "deny"):
        code = "yes" if talk.read.intent == "affirm" else "no"
    else:
        option = answers.option_of(plain(talk), question.options)
        code = option.code if option else ""
    return Frame(frame.form, frame.version, {**frame.slots, question.slot: code}) if code else None


def _finish(talk: Talk, frame: Frame) -> Plan[None]:
    if frame.slots["sure"] != "yes":
        talk.say("data.kept")
        return
    count = yield from ask(ErasePerson(talk.person.id))
    talk.state = State(language=talk.state.language)
    talk.say("data.erased" if count else "data.erased_nothing", count=count, private=True)


ERASURE = Behaviour(take=_take, put=answers.put, finish=_finish, cancelled="data.kept")


def unsubscribe(talk: Talk) -> Plan[None]:
    """Stop surveys, notices or both, or let them come again."""
    text = plain(talk)
    back = bool(_AGAIN.search(text))
    named = [what for what, words in (("survey", _SURVEY), ("notice", _NOTICE)) if words.search(text)]
    chosen = named or ["survey", "notice"]
    for what in chosen:
        yield from ask(Opt(talk.person.id, what, not back))
    what = chosen[0] if len(chosen) == 1 else "all"
    back_again = () if back else (Choice("button.resubscribe", "恢复消息"),)
    talk.say("opt.back" if back else f"opt.out_{what}", *back_again)
