"""What a resident's words come to where no label says it: tables of plain-speech phrases.

All matching is done on the normalised text, so traditional characters and wide digits count alike.
"""

import re

from bot.engine.talk import Talk
from nlu.text import normalise

RELAPSE = re.compile(
    r"又(?:坏|不|没|漏|锁|关|停|断|响|裂|黑|灭|出|犯|哑|趴|瞎|瘫|罢工|失灵|掉|松|塌|脏|堵|歇|这样|开始|成)|还是(?:坏|不|没|老样子|[那这]样|漏|锁|响)|老样子"
    r"|没(?:修|办|弄|解决)好|没解决|没过几天|反弹|broken? again|still (?:not|broken)"
)
"""Signs that something which was said to be done is not, or not any more."""
IMPATIENT = re.compile(
    r"还没|咋还|怎么还|都[^，。]{0,6}(?:天|月|周|年|星期|礼拜)了|第[二三四五六\d]+[次遍回]|几[次遍回]了|催|快点"
    r"|赶紧|到底|没人管|没动静|人影|没信儿|hurry|how long|waiting"
)
LOOKS_BACK = re.compile(
    r"上[回次个][^，。]{0,6}(?:说|报|提|反映|那)|之前|早就|第[二三四五六\d]+[次遍回]|说好|不是说|答应|那个?事"
    r"|(?:我|俺|报|提|说|反映)过?的?那"
)
"""Words that point to something already said."""
ALL_OF_THEM = re.compile(r"几[件条个]|所有|全部|都[到办走有咋怎]|哪些|一共|都分别|all my")
LAST_ONE = re.compile(
    r"最近(?:那|的|一)|上[一]?[件条]|最后[一]?[件条个]|刚(?:才|刚)?(?:那|报|说|提|记)|last one|latest|my last"
)
OWN_PLACE = re.compile(
    r"(?:我|俺|咱|恁?俺)们?(?:这个?|那个?|家)?(?:小区|社区|村|庄|屯|镇|街道|楼|院|厂|学校|单位|公司|工地|寨|乡)"
)
"""A speaker's own place named without its name: our village, our estate."""


SAME_THINGS: tuple[frozenset[str], ...] = (
    frozenset(("音响", "音箱", "喇叭", "大喇叭", "功放", "扩音器", "广播")),
    frozenset(("图书", "书", "新书", "旧书", "书籍")),
    frozenset(("电影", "露天电影", "放电影", "影片")),
    frozenset(("灯", "路灯", "舞台灯", "照明灯", "灯光", "照明", "射灯", "灯杆")),
    frozenset(("书屋", "农家书屋", "图书室", "阅览室")),
    frozenset(("戏", "唱戏", "大戏", "送戏", "演戏", "吕剧", "京剧", "戏曲")),
    frozenset(("健身器材", "健身路径", "器材")),
    frozenset(("广场", "文化广场", "小广场", "健身广场")),
)
"""Different words for one thing: who reported the sound system asks after the loudspeaker."""


def also_called(name: str) -> frozenset[str]:
    """Return the words that mean the same thing as this one, itself among them."""
    return frozenset({name}).union(*(group for group in SAME_THINGS if name in group))


def plain(talk: Talk) -> str:
    """Return the words of the message in simplified characters, lower case."""
    return normalise(talk.text).text.lower()


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, punctuation left out."""
    kept = "".join(filter(str.isalnum, text))
    return frozenset(kept[i : i + 2] for i in range(len(kept) - 1))


def overlap(one: str, other: str) -> float:
    """Return how much of the shorter text stands in the other, 0 to 1."""
    first, second = bigrams(one), bigrams(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0
