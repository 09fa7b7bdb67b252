"""``shiliu config check``: mistakes, things to settle before opening, and all defaults of a profile."""

import difflib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.errors import ConfigError
from config.loader import load_profile
from config.profile import Profile
from config.settings import PREFIX, variable_names
from config.vocabulary import OFFICIAL_TERMS
from config.wording import Wording

ANSWER_CHARS = 160


def check(name: str, folder: Path | None = None) -> list[str]:
    """Return findings in plain Chinese: the mistakes if there are any, else advice and the defaults."""
    try:
        profile = load_profile(name, folder)
        Wording.load(profile)
    except ConfigError as error:
        return [str(mistake) for mistake in error.mistakes]
    return [*_unknown_variables(os.environ), *_advice(profile), *_answers(profile), *_defaults(profile)]


def _unknown_variables(environ: Mapping[str, str]) -> Iterator[str]:
    """A misspelt variable would leave its setting at the default without a word."""
    known = variable_names()
    for name in sorted(name for name in environ if name.startswith(PREFIX) and name not in known):
        near = difflib.get_close_matches(name, known, n=1)
        yield f"环境变量 {name}：没有这个设置" + (f"，是不是 {near[0]}？" if near else "")


def _advice(profile: Profile) -> Iterator[str]:
    if profile.phone_default:
        yield f"phone：{profile.phone} 是占位号码，请换成真的，并写 phone_default: false"
    for town in profile.towns:
        if not town.villages:
            yield f"towns：{town.name}还没有写村和社区"
    homes = Counter(village.name for town in profile.towns for village in town.villages)
    for name in sorted(name for name, count in homes.items() if count > 1):
        yield f"towns：不止一个镇有{name}，只说村名时会多问一句"


def _answers(profile: Profile) -> Iterator[str]:
    for key, faq in profile.faq.items():
        if len(faq.answer) > ANSWER_CHARS:
            yield f"faq {key}：有 {len(faq.answer)} 个字，请缩到 {ANSWER_CHARS} 个字以内"
        for term in OFFICIAL_TERMS:
            if term in faq.answer:
                yield f"faq {key}：“{term}”是公文词，请换成平常话"


def _defaults(profile: Profile) -> Iterator[str]:
    for name, figure in profile.limits:
        if figure.note:
            yield f"limits {name} = {figure.value:g}：{figure.note}"
    for task in profile.recurring:
        if task.default:
            yield f"recurring {task.task}，每 {task.every}：默认值，县里可改"
    for key, faq in profile.faq.items():
        if faq.default:
            yield f"faq {key}：默认值，县里可改"
