"""Names by which operators call type, category and urgency of a draft."""

import re

from storage.labels import CATEGORIES, KINDS, URGENCIES

SHORT = 20
"""A command about a label is no longer than this."""
VALUES: dict[str, dict[str, str]] = {
    "kind": {name: code for code, name in KINDS.items()},
    "category": {
        **{name: code for code, name in CATEGORIES.items()},
        "活动类": "activity", "设施类": "facility", "服务类": "service", "遗产类": "heritage",
        "文物类": "heritage", "非遗类": "heritage", "市场类": "market", "旅游类": "market",
    },
    "urgency": {
        **{name: code for code, name in URGENCIES.items()},
        "特急": "urgent", "加急": "pressing", "不急": "normal", "不紧急": "normal", "普通": "normal",
    },
}  # fmt: skip
SHORT_CATEGORIES = {
    "活动": "activity", "设施": "facility", "服务": "service", "遗产": "heritage", "文物": "heritage",
    "非遗": "heritage", "市场": "market", "旅游": "market", "其他": "other",
}  # fmt: skip
_CATEGORY = re.compile(rf"(?:分类|类别)(?:改|换|应|是|为|成|到|[:：])+({'|'.join(SHORT_CATEGORIES)})")
_SET = re.compile(r"改|标|设|算|定|按|应该|应为|不是|类型|类别|分类|程度|归|^第|^是|^加急|^特急|^不急")
_REMOVES = re.compile(r"删|去掉|不要|划掉|撤掉|取消第")
_HURRY = re.compile(r"(?<![不紧较特加])急[的件吧]*$")
_DENIED = ("不是", "不算", "别标")


def label_of(text: str, name: str) -> str | None:
    """Return the value named last and not denied; None where none is set. A long message is no command."""
    plain, words = text.strip("。.！! "), VALUES[name]
    if plain in words:
        return words[plain]
    if name == "category" and (said := _CATEGORY.search(plain)):
        return SHORT_CATEGORIES[said[1]]
    if len(plain) > SHORT or not _SET.search(plain) or _REMOVES.search(plain):
        return None
    if name == "urgency" and _HURRY.search(plain):
        return "pressing"
    named = re.finditer("|".join(sorted(words, key=len, reverse=True)), plain)
    kept = [match[0] for match in named if not plain[: match.start()].endswith(_DENIED)]
    return words[kept[-1]] if kept else None
