"""How people mark that another need begins: ordinals, announced counts, connecting words."""

import re

from nlu.wordlists import any_of, word_table

_WORDS = word_table("segments")


_START = r"(?:\A|(?<=[\s，,。；;！!？?：:、…（(）)>】]))"
_NTH = r"(?:(?:个|件|点|条)(?:是|事|呢)?|是|(?![名次届期季代排批书轮场回天集年级楼中小人]))"
ORDINALS = (
    re.compile(r"(?:(?P<n1>①)|(?P<n2>②)|(?P<n3>③)|(?P<n4>④)|(?P<n5>⑤))[.、:：\s]*"),
    re.compile(
        rf"{_START}?(?:(?P<n1>一是|其一|一来|一则)|(?P<n2>二是|其二|二来|"
        r"二则)|(?P<n3>三是|其三|三来)|(?P<n4>四是|其四)|(?P<n5>五是))[，,：:\s]*"
    ),
    re.compile(
        rf"{_START}(?:(?P<n1>第一{_NTH}|头一(?:个|件)(?:是|事)?|一个呢?是?|"
        rf"一件呢?是?|首先)|(?P<n2>第二{_NTH}|另一(?:个|件)(?:是|事)?|再一(?:个|"
        r"件)(?:是|事)?|还有一(?:个|件)(?:是|事)?|其次|一个呢?是?|一件呢?是?)"
        rf"|(?P<n3>第三{_NTH}|最后(?:一(?:个|件))?(?:是|事)?|再次)|(?P<n4>第四{_NTH}))[，,：:、\s]*"
    ),
    re.compile(
        rf"(?:{_START}(?P<n1>1)|(?<![\d.第])(?:(?P<n2>2)|(?P<n3>3)|(?P<n4>4)|(?P<n5>5)))"
        r"(?:\s?[.、．)）]|(?<=[\s，,。；;！!？?：:、…（()）>】]\d)\s?[:：,，\s])(?!\d)\s*"
    ),
    re.compile(
        rf"(?:{_START}(?P<n1>1)|(?<![\d.第])(?:(?P<n2>2)|(?P<n3>3)|(?P<n4>4)|(?P<n5>5)))"
        rf"(?=[一-龥])(?!{any_of(_WORDS['not_after_digit'])})"
    ),
    re.compile(
        rf"(?:{_START}[(（]?(?P<n1>一)|(?<![周初十期拜月第年级\d五六七八九一二三四、])"
        r"[(（]?(?:(?P<n2>二)|(?P<n3>三)|(?P<n4>四)|(?P<n5>五)))(?:[)）][、.：:，,]?|[、.：:，,])\s*"
    ),
    re.compile(
        rf"{_START}(?:(?P<n1>一)|(?P<n2>二)|(?P<n3>三)|(?P<n4>四)|(?P<n5>五))"
        rf"(?=[一-龥])(?!{any_of(_WORDS['not_after_numeral'])})"
    ),
)
# Texts without any of these have no second need; searched first because it is cheap.
MAYBE = re.compile(
    r"[一二12①②其首头第另此还再对顺捎而并同也想、；;？?]|also|besides|"
    r"by the way|plus",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"(?P<n>俩|[两俩二三四五2345几](?=个|件|桩|点|条|样))(?:个|件|桩|"
    r"点|条|样)?(?:小|大)?(?:事情|事儿|事|建议|需求|问题|诉求|意见|"
    r"情况|要求|想法|请求|愿望|难处|毛病|心愿)[^：:，,。；;]{0,6}[：:，,。\s]\s*"
)
COUNTS = {"两": 2, "俩": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5, "几": 0}
SEPARATORS = (
    re.compile(r"[；;]"),
    re.compile(r"、|[，,；;]?\s?(?:还有|以及|再就是)"),
    re.compile(r"[，,；;、。]"),
)
STRONG = re.compile(
    rf"{_START}?(?:{any_of(_WORDS['strong'])}|{_START}(?:还有|还)[，,、：:])[一]?(?:件事|"
    r"个事|点|条)?[是，,、：:\s]*",
    re.IGNORECASE,
)
WEAK = re.compile(rf"{_START}{any_of(_WORDS['weak'])}\s?", re.IGNORECASE)
NOT_AFTER = {
    True: re.compile(any_of(_WORDS["not_after_strong"])),
    False: re.compile(any_of(_WORDS["not_after_weak"])),
}
ASKED = re.compile(
    r"(?:(?<=[门馆班放]吗)|(?<=几点[开关]门)|(?<=几点[开关])|(?<=[要收]钱吗)|(?<=收费吗)|(?<=免费吗)|"
    r"(?<=怎么报名)|(?<=怎么办)|(?<=怎么借)|(?<=怎么预约)|(?<=电话多少)|(?<=在哪)|(?<=在哪[里儿]))[？?]+\s*"
)
"""The end of a common question; what follows it may be a matter of its own."""
TAKEN_BACK = re.compile(any_of(_WORDS["taken_back"]))
QUESTION = re.compile(r"[?？吗么]|几点|怎么|咋|啥时候|什么时候|多少|哪里|哪儿")
