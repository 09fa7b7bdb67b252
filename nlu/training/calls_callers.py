"""Made-up exchanges in which a caller gives a name, spliced to the needs of annotated records."""

import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from nlu.training.calls_corpus import Record

_TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
_FAMILIES = dict(pair.split(":") for pair in _TABLE["families"].split())
_GIVEN = dict(pair.split(":") for pair in _TABLE["given"].split())
_VILLAGES = ("石桥镇上峪村", "燕崖镇碾砣村", "历山街道鲁山路社区", "悦庄镇北张庄村", "县城")
_SPEAKERS = (
    ("话务员：", "来电人："),
    ("A：", "B："),
    ("坐席：", "市民："),
    ("接：", "来："),
    ("问：", "答："),
)
_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
_SEED = 20261122
_SHARE_OF_LATE = 0.8


class Introduction(NamedTuple):
    """A text and the name that is given in it, None where none is."""

    text: str
    name: str | None


def introductions(records: Sequence[Record], times: int) -> list[Introduction]:
    """Return each exchange ``times`` times with other names, beside the words of some need."""
    chance = random.Random(_SEED)
    needs = [
        "，".join(case["parts"]) for record in records for case in record.gold["cases"] if case.get("parts")
    ]
    return [
        _spliced(chance, sort, *_filled(chance, sort, line), chance.choice(needs))
        for _ in range(times)
        for sort in ("spoken", "told", "filled", "asked")
        for line in _TABLE[sort]
    ]


def _filled(chance: random.Random, sort: str, line: str) -> tuple[str, str | None]:
    wanted, text = line.split("|", 1)
    family, given = chance.choice(list(_FAMILIES)), chance.sample(list(_GIVEN), chance.choice((1, 2, 2, 2)))
    other = chance.choice(list(_FAMILIES)) + chance.choice(list(_GIVEN))
    title, pause = chance.choice(_TABLE["titles"].split()), _pauses(chance, sort)
    operator, caller = chance.choice(_SPEAKERS)
    fields = {
        "S": family,
        "W": _FAMILIES[family],
        "G": "".join(given),
        "V": "{_}".join(_GIVEN[char] for char in given),
        "T": title,
        "P": _number(chance, sort),
        "O": other,
        "K": chance.choice(_TABLE["kin"].split()),
        "B": chance.choice(_VILLAGES),
        "Q": operator,
        "A": caller,
    }
    told = re.sub(r"\{([A-Z])\}", lambda match: fields[match[1]], text)
    told = re.sub(r"\{_\}", lambda _: chance.choice(pause), told).replace("¶", "\n")
    name = None if wanted == "-" else re.sub("[SGT]", lambda match: fields[match[0]], wanted)
    return told, name


def _pauses(chance: random.Random, sort: str) -> tuple[str, ...]:
    return chance.choice((("",), (" ",), ("，", "，", "。"))) if sort == "spoken" else ("，",)


def _number(chance: random.Random, sort: str) -> str:
    digits = chance.choice(("139", "138", "137")) + "000" + "".join(chance.choices("0123456789", k=5))
    return digits.translate(_SPOKEN) if sort == "spoken" and chance.random() < 0.5 else digits


def _spliced(chance: random.Random, sort: str, told: str, name: str | None, need: str) -> Introduction:
    """The exchange ends a call mostly, a note begins with it as often; talk has the pauses of the exchange."""
    if sort == "spoken" and not re.search("[，。]", told):
        need = re.sub(r"[，。！？；\s]+", " " if " " in told else "", need)
    if sort == "filled":
        text = f"工单编号：2611{chance.randrange(1000, 9999)}\n{told}\n诉求内容：{need}\n回访要求：是"
    elif sort == "asked":
        operator, caller = (
            told.split("：", maxsplit=1)[0] + "：",
            told.split("\n")[1].split("：", maxsplit=1)[0] + "：",
        )
        text = f"{operator}您好，请讲。\n{caller}{need}。\n{told}"
    else:
        late = chance.random() < (_SHARE_OF_LATE if sort == "spoken" else 0.5)
        text = (
            f"{need}{'' if sort == 'spoken' and '，' not in told else '。'}{told}"
            if late
            else f"{told}{need}。"
        )
    return Introduction(text, name)
