"""What a clause does (begins another matter, takes one back, gives contact data), by its words."""

import re
from functools import lru_cache

from nlu.wordlists import any_of, word_table

CUES = {name: re.compile(any_of(words)) for name, words in word_table("calls_cues").items()}
COUNTED = re.compile(
    r"(?P<count>[两俩二三四五六仨2-6])(?:个|件|条|项|桩|点|样)?(?:小|大)?(?:事情|事儿|事|诉求|问题|建议|意见|情况|要求|难处)|(?P<short>[两三四五六仨俩])(?:件|项|桩|条)(?:(?![一-龥])|(?=对|吧|是吧|啊|哦|嗯|行|好|没错))"
)
NUMBERS = dict(zip("两俩二三四五六仨23456", (2, 2, 2, 3, 4, 5, 6, 3, 2, 3, 4, 5, 6), strict=True))
ORDINAL = re.compile(
    r"\A\s*(?:[A-F][.、．]|诉求点?[一二三四五六1-6]|[(（]?[1-9一二三四五六①②③④⑤⑥][)）.、．:：]|[①②③④⑤⑥]|第[一二三四五六](?:个|件|点|条|项|桩)|第[一二三四五六](?![次回名届场]|[\u4e00-\u9fff]{1,2}次)|其[一二三四]|[一二三四五]是|[1-6](?=[\u4e00-\u9fff]))"
)
ANEW = re.compile(
    r"\A(?:嗯|呃|哦|哎|啊|那|然后|完了|对了?|就是|来电人|来电者|市民说?|群众说?|[▲■●◆※，,、\s])*"
    r"(?:还有(?![人没谁点些两三几十一二]|一[次回天间])|另外(?![一两几])|另(?![一外])|再就是|再有|再一[个件条]|再者|此外|第[二三四五六](?![次回名届场年天]|[\u4e00-\u9fff]次)|[二三四五六]一[个条件]|[二三四五六](?:是|来|、)|顺(?:便|带)|"
    r"(?:我|俺)?还有(?:一?个|一?件|一?点|点儿)|再(?:，|、|反映|讲|提)|又(?:反映|问|提|想|说|要求|建议|夸|称|让|请|讲|补)|[次末]诉|纸条[2-6二三四五六]|同时(?:反映|建议|问|希望|要求|提)|补充说|末了|临挂|最后(?:一[个条件])?|其[二三四]|[(（]?[2-9][.、．)）]|[②-⑨]|[B-F][.、．]|[▲■●◆※]|诉求点?[2-6二三四五六]|[次末]诉)"
)
"""A clause that plainly turns to another point; what follows may still be the old matter."""
ONCE = re.compile(
    r"\A(?:嗯|呃|哦|那|另|来电人|来电者|市民|其|她|他|我|俺|说|至于|[▲■●◆※，,、\s])*"
    r"(?:原(?:本|先|提|说|拟|要求|还|有|为|想|诉)|本来|起先|起初|一开始|开始(?:还|说|想)|中途|中间(?:还|又|曾|提)|期间|曾(?:提|问|要求|想|经?提)|先前(?:提|说|要)|另聊|插话|至于)"
)
"""A clause that tells of a point once meant to be made; mostly it was given up."""
CONTACT_TALK = re.compile(
    r"(?:我|俺)(?:叫|姓|的(?:电话|名字|号))|贵姓|称呼|姓名|名字|(?:电话|手机|号码|电)(?:是|号|[:：\d])|联系(?:人|电话|方式)|留个|\d{7}|[幺一]三[九八七]"
)
"""From here on it is about name and number: 别写 is about these there."""
_CROSSED_OUT = re.compile(r"(?:撤|删|划了?|不记|别记|不登|不算|撤了)\Z")
_SCOPE = {name: any_of(words) for name, words in word_table("calls_scope").items()}
OTHERS_MATTER = re.compile(_SCOPE["words"])
REFERRED = re.compile(
    rf"(?:转|归|属|找|送|告知|答复|反馈|交|联系|属于)(?:[^，。；\n]{{0,6}}?){_SCOPE['offices']}|不归(?:你|我|文化|咱)|不属(?:文化|受理|本)|转办|(?:给|帮)(?:您|我|你|他)?转|转吧|转一下|转给他|不是文化|管不管|管不着|能管不"
)
"""Words that pass a matter on to another office."""
DIGITS = re.compile(r"[\d幺零〇洞一二三四五六七八九两][\d幺零〇洞一二三四五六七八九两\s,，、-]{3,}")


def announced(text: str) -> int:
    """Return the last count of matters that is said in a text, 0 where none is."""
    counts = [NUMBERS[match["count"] or match["short"]] for match in COUNTED.finditer(text)]
    return counts[-1] if counts else 0


@lru_cache(maxsize=4096)
def cues_of(text: str) -> tuple[str, ...]:
    """Return the names of the cues in a clause."""
    found = [name for name, pattern in CUES.items() if pattern.search(text)]
    if _CROSSED_OUT.match(text.strip()):
        found.append("back")
    if OTHERS_MATTER.search(text):
        found.append("others")
    if REFERRED.search(text):
        found.append("referred")
    if ORDINAL.match(text):
        found.append("ordinal")
    if DIGITS.search(text):
        found.append("digits")
    return tuple(found)
