"""Real insults, told from words that only look like them: 我妈的电话, 废物利用, 光放屁不出声的音箱."""

import re
from pathlib import Path

import yaml

_TABLE = yaml.safe_load((Path(__file__).parent / "lexicon" / "insults.yaml").read_text(encoding="utf-8"))

INSULT: re.Pattern[str] = re.compile("|".join(_TABLE["insult"]), re.IGNORECASE)
