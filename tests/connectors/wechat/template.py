"""The template of subscription notices that the account of these tests has, and WeChat's eye on what is put in."""

import re
from typing import Any

TEMPLATE = "lb8kxlZ9u1HFcwZbVvqkJVYXqd2xPGAuFBSwzPmWJNg"
FORMS = {
    "character_string": r"[!-~]{1,32}",
    "thing": r"(?s).{1,20}",
    "time": r"\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2}",
}
FIELDS = ("character_string1", "thing2", "time3", "thing4")
OURS = {
    "priTmplId": TEMPLATE,
    "title": "诉求办理进度通知",
    "content": "编号:{{character_string1.DATA}}\n进度:{{thing2.DATA}}\n时间:{{time3.DATA}}\n说明:{{thing4.DATA}}\n",
    "type": 3,
}
"""As ``gettemplate`` lists it; type 3 is a long-term subscription."""


def judged(body: dict[str, Any], subscribers: set[str]) -> int:
    """The errcode of a notice."""
    if body["template_id"] != TEMPLATE:
        return 40037
    if body["touser"] not in subscribers:
        return 43101
    values = {name: one["value"] for name, one in body["data"].items()}
    fits = [re.fullmatch(FORMS[re.sub(r"\d+$", "", name)], values.get(name, "")) for name in FIELDS]
    return 0 if all(fits) and len(values) == len(FIELDS) else 47003
