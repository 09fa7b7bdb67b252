"""Wishes that change something for a person, and the plain words without which a guess is not obeyed."""

import re

from bot.engine.resident.words import plain
from bot.engine.talk import Talk

SURE = 0.9
"""From here on a guess needs no word that supports it."""
SHORT = 6
"""Fewer characters are a fragment, of which a model is sure without reason: 消息, 通知."""
PLAIN: dict[str, re.Pattern[str]] = {
    "unsubscribe": re.compile(
        r"[退推]订|不订|(?<![a-z])t(?:d(?:hf)?)?(?![a-z])|勿扰|拒收|不(?:接收|看|参加)|屏蔽|拉黑|免打扰|静音"
        r"|取消.{0,3}(?:订阅|关注|通知|消息|短信|提醒|推送)"
        r"|(?:别|不[要想用必许愿]|甭|莫|停止?|不再).{0,8}(?:发|推|收|打扰|通知|烦|骚扰|[找联]系?[我俺])"
        r"|关(?:掉|了|闭)?.{0,4}(?:通知|消息|提醒|推送)"
        r"|(?:通知|消息|提醒|推送|短信|问卷|订阅).{0,4}(?:关|停|退|取消|太多)"
        r"|恢复|重新|接着|继续|[还又]想收|给[我俺]发|subscribe|stop|no more|don.?t (?:send|text|message)"
    ),
    "withdraw": re.compile(
        r"撤|取消|作废|收回|销|删|抹|勾掉|划掉|不用[办管修]|不(?:[办追投提]|反映)了|别[再往]?(?:管|办|提|报|查|上报)"
        r"|当[我俺]?没[说提报发]|算[我俺]没[说提报发]|withdraw|cancel|take .{0,12}back|drop (?:it|my|the)"
    ),
}
"""Intent -> the words that say so, or that want it undone. Erasing data is not here: without such words it shows
what is kept, with them it asks (``data_rights``); nor is a rating, which needs a score in the words (``rating``)."""


def doubtful(talk: Talk) -> bool:
    """Whether something would be changed for the speaker on no more than a guess."""
    said = PLAIN.get(talk.read.intent)
    fragment = sum(map(str.isalnum, talk.text)) < SHORT
    return said is not None and (talk.read.confidence < SURE or fragment) and not said.search(plain(talk))
