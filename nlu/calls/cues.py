"""What a clause does (begins another matter, takes one back, gives contact data), by its words."""

import re

from nlu.wordlists import word_table

CUES = {
    name: re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    for name, words in word_table("calls_cues").items()
}
COUNTED = re.compile(
    r"(?P<count>[两俩二三四五六仨2-6])(?:个|件|条|项|桩|点|样)?(?:小|大)?(?:事情|事儿|事|诉求|问题|建议|意见|情况|要求|难处)|(?P<short>[两三四五六仨俩])(?:件|项|桩|条)(?![一-龥])"
)
NUMBERS = dict(zip("两俩二三四五六仨23456", (2, 2, 2, 3, 4, 5, 6, 3, 2, 3, 4, 5, 6), strict=True))
ORDINAL = re.compile(r"\A\s*(?:[A-F][.、．]|诉求点?[一二三四五六1-6]|[(（]?[1-9一二三四五六①②③④⑤⑥][)）.、．:：]|[①②③④⑤⑥]|第[一二三四五六](?:个|件|点|条|项|桩)?|其[一二三四]|[一二三四五]是|[1-6](?=[\u4e00-\u9fff]))")
DIGITS = re.compile(r"[\d幺零〇洞一二三四五六七八九两][\d幺零〇洞一二三四五六七八九两\s,，、-]{3,}")


def announced(text: str) -> int:
    """Return the last count of matters that is said in a text, 0 where none is."""
    counts = [NUMBERS[match["count"] or match["short"]] for match in COUNTED.finditer(text)]
    return counts[-1] if counts else 0


def cues_of(text: str) -> list[str]:
    """Return the names of the cues in a clause."""
    found = [name for name, pattern in CUES.items() if pattern.search(text)]
    if ORDINAL.match(text):
        found.append("ordinal")
    if DIGITS.search(text):
        found.append("digits")
    return found
