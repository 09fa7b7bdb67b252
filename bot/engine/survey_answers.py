"""Reading what somebody says as the answer to an item of a survey, in whatever words."""

import re

from bot.engine.answers import DIGITS
from bot.engine.form_engine import SKIP_WORDS
from bot.engine.talk import Talk
from config.form import Option, Question

SKIPPED_CODE, SAID_CODE, NOTHING_CODE = "skipped", "said", "nothing"
SHORT = 10
"""Up to so many characters a message is an answer wherever the word stands in it."""
NOTHING = frozenset(
    ("没有", "没了", "没啥", "没啥想要的", "没有了", "没想法", "都挺好", "不知道", "说不上来", "无")
)
OTHER_BUSINESS = frozenset(
    ("ask_faq", "check_status", "help", "check_points", "redeem_points", "urge", "withdraw", "delete_data",
     "human")
)  # fmt: skip
_NUMBER = re.compile(r"(?:第|选|我选)?\s*([1-9一二三四五六七八九])\s*(?:个|项|号|吧)?[。.、)）!！]*$")
_EDGE = "。.！!～~，, "
_PARTICLES = "的了吧啊呀呢哈"
_CLAUSE = re.compile(r"[，,。.；;！!\s]")
_ASKS = re.compile(r"[?？]\s*$|(?:吗|么|呢|几点|怎么办)[。！!]*$")


def option_said(text: str, options: tuple[Option, ...]) -> Option | None:
    """Return the option meant by number, title or words; None where none or more than one fits."""
    if number := _NUMBER.match(text):
        at = int(DIGITS.get(number[1], number[1]))
        return options[at - 1] if at <= len(options) else None
    if _ASKS.search(text):
        return None
    plain = text.strip(_EDGE)
    said = (plain, plain.strip(_PARTICLES))
    exact = [option for option in options for word in (option.title, *option.words) if word in said]
    return exact[0] if exact else _option_within(plain, options)


def _option_within(text: str, options: tuple[Option, ...]) -> Option | None:
    """The one option whose words stand in a short message, or at the beginning of a long one."""
    clause = text if len(text) <= SHORT else _CLAUSE.split(text, maxsplit=1)[0]
    words = sorted(((word, o) for o in options for word in (o.title, *o.words) if len(word) > 1), key=_length)
    found: set[Option] = set()
    rest = clause
    for word, option in words:
        if word in rest:
            found.add(option)
            rest = rest.replace(word, "　" * len(word))
    begins = len(clause) <= SHORT or any(clause.find(word) in range(3) for word, _ in words)
    return found.pop() if len(found) == 1 and begins else None


def _length(pair: tuple[str, Option]) -> int:
    return -len(pair[0])


def answer(talk: Talk, question: Question) -> tuple[str, str] | None:
    """Return code and free words of an answer; None where the message does not answer."""
    text = talk.text
    if question.answer == "text":
        return _free(talk)
    option = option_said(text, question.options)
    if option is None:
        return (SKIPPED_CODE, "") if skips(talk) else None
    said = max((len(word) for word in (option.title, *option.words) if word in text), default=len(text))
    return option.code, (talk.heard.message.text if len(text) > said + 3 else "")


def _free(talk: Talk) -> tuple[str, str] | None:
    if talk.text.strip("。.！! ") in NOTHING:
        return NOTHING_CODE, ""
    if skips(talk):
        return SKIPPED_CODE, ""
    if not talk.text or digresses(talk):
        return None
    return SAID_CODE, talk.heard.message.text


def skips(talk: Talk) -> bool:
    """Whether somebody would rather not answer this item."""
    return talk.text.strip("。.！! ") in SKIP_WORDS or (
        talk.read.intent == "skip" and len(talk.text) <= SHORT
    )


def digresses(talk: Talk) -> bool:
    """Whether the message is about something else than the survey."""
    return talk.read.intent in OTHER_BUSINESS and talk.read.confidence >= 0.5
