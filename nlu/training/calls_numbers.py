"""Made-up exchanges in which several numbers are told and one of them, or none, is to be rung back."""

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nlu.training.calls_corpus import Record
from nlu.training.calls_teller import TABLE, Said, Teller

_SPEAKERS = (
    ("话务员：", "来电人："),
    ("坐席：", "市民："),
    ("接：", "来："),
    ("问：", "答："),
    ("热线：", "群众："),
)
_SEED = 20261122


class Exchange(NamedTuple):
    """A text and the digits of the number to ring back, None where none is."""

    text: str
    number: str | None


Plan = Callable[[Teller, Said, Said], str]


def _wished(teller: Teller, one: Said, other: Said) -> str:
    """Both are told, then which is to be rung, which is not, or which comes last; mostly more than one of these."""
    is_first = teller.chance.random() < 0.5
    pair = (one, other) if is_first else (other, one)
    told = [teller.tell(said) for said in pair]
    wishes = []
    if teller.chance.random() < 0.7:
        wishes.append(teller.fill(teller.pick("for"), one, teller.mean(one, other, is_first=is_first)))
    if teller.chance.random() < 0.4 or not wishes:
        group = teller.chance.choice(("against", "last_resort"))
        wishes.append(teller.fill(teller.pick(group), other, teller.mean(other, one, is_first=not is_first)))
    if teller.chance.random() < 0.3 and not wishes[-1].startswith("打不通"):
        teller.chance.shuffle(wishes)
    return teller.join(*told, *wishes)


def _described(teller: Teller, one: Said, other: Said) -> str:
    """Of each is said what it is good for."""
    poor = teller.join(teller.tell(other), teller.pick("poor"))
    good = teller.join(teller.tell(one), teller.pick("good") if teller.chance.random() < 0.5 else "")
    return teller.join(*((good, poor) if teller.chance.random() < 0.6 else (poor, good)))


def _in_brackets(teller: Teller, one: Said, other: Said) -> str:
    poor = f"{teller.tell(other)}（{teller.pick('poor')}）"
    good = (
        f"{teller.tell(one)}（{teller.pick('good')}）" if teller.chance.random() < 0.6 else teller.tell(one)
    )
    pair = (good, poor) if teller.chance.random() < 0.6 else (poor, good)
    return teller.chance.choice("，、；").join(pair)


def _rung(teller: Teller, one: Said, other: Said) -> str:
    """The wish stands with the number: 我的138…上班接不了，打我对象的139…"""
    wish = teller.tell(one, ring=True)
    if teller.chance.random() < 0.5:
        poor = teller.pick("poor") if teller.chance.random() < 0.6 else ""
        return teller.join(teller.tell(other), poor, wish)
    because = teller.pick("because") if teller.chance.random() < 0.5 else ""
    rest = teller.pick("poor") if teller.chance.random() < 0.6 else ""
    return teller.join(because, wish, teller.tell(other), rest)


def _asked(teller: Teller, one: Said, other: Said) -> str:
    operator, caller = teller.chance.choice(_SPEAKERS)
    is_first = teller.chance.random() < 0.5
    pair = (one, other) if is_first else (other, one)
    meant = teller.mean(one, other, is_first=is_first)
    answer = teller.fill(teller.pick("for"), one, meant) if teller.chance.random() < 0.5 else meant
    why = teller.chance.choice(("", "", teller.mean(other, one, is_first=not is_first) + teller.pick("poor")))
    told = "，".join(teller.tell(said) for said in pair)
    lines = (
        operator,
        f"您的电话？\n{caller}{told}。\n{operator}",
        f"{teller.pick('ask')}？\n{caller}",
        answer,
    )
    return "".join(lines) + (f"，{why}" if why else "") + f"。\n{operator}好的。"


def _listed(teller: Teller, one: Said, other: Said) -> str:
    """Nothing is wished: the first counts, or that of the caller."""
    if teller.chance.random() < 0.4:
        return teller.join(teller.tell(one), teller.fill(teller.pick("as_well"), other))
    if teller.chance.random() < 0.2:
        pair = f"一个{one.words['N']}{teller.comma or '，'}一个{other.words['N']}"
        return teller.join(
            teller.chance.choice(("我留两个", "两个号", "记俩")), pair, teller.pick("all_the_same")
        )
    rest = teller.chance.choice(
        ("", teller.pick("all_the_same"), teller.fill(teller.pick("last_resort"), other, "这个"))
    )
    return teller.join(teller.tell(one), teller.tell(other), rest)


def _confirmed(teller: Teller, one: Said, other: Said) -> str:
    """The operator reads out a number, which is right or is not."""
    operator, caller = teller.chance.choice(_SPEAKERS)
    if teller.chance.random() < 0.4:
        answer = teller.join(teller.pick("agrees"), teller.chance.choice(("", teller.tell(other) + "也行")))
        return f"{operator}{teller.fill(teller.pick('reads'), one)}？\n{caller}{answer}。\n{operator}好的。"
    answer = teller.join(
        teller.fill(teller.pick("denies"), other), teller.tell(one, ring=teller.chance.random() < 0.6)
    )
    return f"{operator}{teller.fill(teller.pick('reads'), other)}？\n{caller}{answer}。\n{operator}好的。"


def _put_right(teller: Teller, one: Said, other: Said) -> str:
    lead = teller.chance.choice(("电话", "手机", "我的号", "联系方式", ""))
    sort = teller.chance.random()
    good, bad = one.words["N"], other.words["N"]
    if sort < 0.4:
        return teller.join(lead + bad, teller.pick("again"), teller.pick("right") + good)
    if sort < 0.6:
        return teller.join(lead + good, teller.pick("mixed_up") + bad)
    if sort < 0.8:
        return teller.join(teller.tell(other), teller.pick("poor"), f"现在用{good}")
    return teller.join(f"{lead}先报{bad}", f"后更正为{good}")


def _ordered(teller: Teller, one: Said, other: Said) -> str:
    """A work order: the number shown, that given, and what is noted."""
    shown, given = teller.pick("shown_fields"), teller.pick("given_fields")
    note = teller.fill(teller.pick("beside"), other, teller.chance.choice(("其" + teller.pick("kin"), "")))
    instead = teller.fill(
        teller.pick("notes"), one, teller.chance.choice(("其" + teller.pick("kin"), "本人", "手机"))
    )
    remark = f"（{teller.pick('poor')}）" if teller.chance.random() < 0.5 else ""
    rows = teller.chance.choice(
        (
            (f"{shown}：{other.words['N']}", f"{given}：{one.words['N']}", ""),
            (f"{shown}：{other.words['N']}{remark}", f"{given}：{one.words['N']}", ""),
            (f"{shown}：{other.words['N']}", "", f"备注：{instead}"),
            (f"{given}：{other.words['N']}{remark}", "", f"备注：{instead}"),
            (f"{given}：{one.words['N']}", "", f"备注：{note}"),
            (f"{given}：{_in_brackets(teller, one, other)}", "", ""),
            (f"{given}：{_rung(teller, one, other)}", "", ""),
            (f"{given}：{_wished(teller, one, other)}", "", ""),
            (f"{shown}：{one.words['N']}", f"{given}：同来电", f"备注：{note}"),
        )
    )
    return "\n".join(row for row in ("\n".join(rows[:2]).strip(), "¶", rows[2]) if row)


def _kept_back(teller: Teller, _: Said, other: Said) -> str:
    """Only numbers of others are said, or that shown where the caller wants no call."""
    if teller.chance.random() < 0.5:
        shown = f"{teller.pick('shown_fields')}：{other.words['N']}"
        return f"{shown}\n{teller.pick('given_fields')}：{teller.pick('closed')}\n¶"
    firm = other._replace(whose="firm")
    poor = teller.pick("poor") if teller.chance.random() < 0.4 else ""
    return teller.join(teller.tell(firm), poor, teller.pick("nothing"))


_PLANS: tuple[tuple[Plan, int], ...] = (
    (_wished, 8),
    (_described, 4),
    (_in_brackets, 2),
    (_rung, 5),
    (_asked, 4),
    (_listed, 3),
    (_confirmed, 3),
    (_put_right, 3),
    (_ordered, 6),
    (_kept_back, 2),
)


def exchanges(records: Sequence[Record], count: int) -> list[Exchange]:
    """Return ``count`` exchanges, each beside the words of some need."""
    chance = random.Random(_SEED)
    needs = [
        "，".join(case["parts"]) for record in records for case in record.gold["cases"] if case.get("parts")
    ]
    plans, weights = zip(*_PLANS, strict=True)
    return [_exchange(chance, chance.choices(plans, weights)[0], chance.choice(needs)) for _ in range(count)]


def _exchange(chance: random.Random, plan: Plan, need: str) -> Exchange:
    teller = Teller(chance)
    one, other = teller.pair()
    told = plan(teller, one, other)
    name = chance.choice(TABLE["surnames"].split()) + chance.choice(TABLE["titles"].split())
    if "¶" in told:
        rows = f"工单编号：2611{chance.randrange(1000, 9999)}\n诉求人：{name}\n{told}\n回访要求：是"
        return Exchange(rows.replace("¶", f"诉求内容：{need}"), None if plan is _kept_back else one.digits)
    if "\n" in told:
        operator, caller = told.split("：", maxsplit=1)[0], told.split("\n")[1].split("：", maxsplit=1)[0]
        text = f"{operator}：您好，请讲。\n{caller}：{need}。\n{told}"
    elif teller.spoken:
        need = re.sub(r"[，。！？；\s]+", teller.comma, need)
        text = teller.join(need, chance.choice(("", f"我姓{name[0]}")), told)
    else:
        text = chance.choice(
            (f"{name}来电：{need}。{told}。", f"{need}，{told}，我姓{name[0]}。", f"{need}。{told}。")
        )
    return Exchange(text, None if plan is _kept_back else one.digits)
