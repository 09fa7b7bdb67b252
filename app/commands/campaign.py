"""``shiliu campaign``: survey waves started, listed, counted."""

from typing import Annotated, Any

import msgspec
import typer

from app.commands.opening import fail, read, tell, write
from app.commands.options import AsJson, Database, ProfileName, settings_of
from app.commands.staff import Town, town_name
from bot.engine.survey import invitation
from bot.posting import start_wave
from bot.render import Renderer
from config.form import Form, Forms, Question
from config.loader import load_profile
from config.wording import Wording
from storage.calendar import day_of
from storage.campaigns import Results
from storage.entries import CampaignStarted
from storage.masking import redact
from storage.people import Campaign

ACTOR = "command"
NOT_COUNTED = frozenset({"skipped", "unclear"})
"""Answers that say nothing; the share of each other answer is counted without them."""
TITLES = {"skipped": "跳过", "said": "说了", "nothing": "没有"}


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="满意度问卷：发起、列出、看结果。")
    group.command("start", help="发起一期问卷，给每位居民排上邀请。")(start)
    group.command("list", help="列出各期问卷。")(show)
    group.command("results", help="看一期的结果。")(results)
    app.add_typer(group, name="campaign")


def start(
    *,
    town: Town = None,
    form: Annotated[str, typer.Option("--form", help="问卷表")] = "survey",
    title: Annotated[str | None, typer.Option("--title", help="这一期的名称")] = None,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Start a wave and queue the invitations; residents who opted out get none."""
    settings = settings_of(database, profile)
    locality = load_profile(settings.profile)
    asked = _form(form)
    body = CampaignStarted(form, str(asked.version), title or asked.title, town_name(locality, town), 0)
    renderer = Renderer(Wording.load(locality))
    wave = write(settings, lambda tx: start_wave(tx, renderer, body, invitation(asked), ACTOR))
    if wave is None:
        fail("没有能发到的人：还没人来说过话，或都退订了。没有发起。")
    tell(msgspec.to_builtins(wave), as_json, lambda: [_line(wave)])


def _form(name: str) -> Form:
    try:
        return Forms.load().latest(name)
    except KeyError:
        raise typer.BadParameter(f"没有叫 {name} 的问卷表") from None


def _line(wave: Campaign) -> str:
    day = day_of(wave.started_at)
    return f"{wave.id}　{wave.title}　{wave.town or '全县'}　发出 {wave.issued} 份　{day.isoformat()}"


def show(as_json: AsJson = False, profile: ProfileName = None, database: Database = None) -> None:
    """List every wave, oldest first."""
    waves = read(settings_of(database, profile), lambda tx: tx.campaigns.all())
    data = [msgspec.to_builtins(wave) for wave in waves]
    tell(data, as_json, lambda: [_line(wave) for wave in waves] or ["还没发过问卷。"])


def results(
    campaign: Annotated[str, typer.Argument(metavar="ID", help="campaign list 里的编号")],
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Print the answers to each item with their number; free words with numbers in them masked."""
    settings = settings_of(database, profile)
    wave = read(settings, lambda tx: tx.campaigns.get(campaign))
    if wave is None:
        fail(f"没有编号是 {campaign} 的问卷；编号见 campaign list")
    found = read(settings, lambda tx: tx.campaigns.results(campaign))
    form = Forms.load().get(wave.form, int(wave.version))
    data = _counted(form, wave, found)
    tell(data, as_json, lambda: _lines(form, data))


def _counted(form: Form, wave: Campaign, found: Results) -> dict[str, Any]:
    items = {question.slot: _item(found.counts.get(question.slot, {})) for question in form.questions}
    return {**msgspec.to_builtins(wave), "items": items, "words": [redact(words) for words in found.words]}


def _item(counts: dict[str, int]) -> dict[str, Any]:
    valid = sum(n for code, n in counts.items() if code not in NOT_COUNTED)
    return {"n": sum(counts.values()), "valid": valid, "counts": counts}


def _lines(form: Form, data: dict[str, Any]) -> list[str]:
    lines = [f"{data['id']}　{data['title']}　{data['town'] or '全县'}　发出 {data['issued']} 份"]
    for number, question in enumerate(form.questions, 1):
        item = data["items"][question.slot]
        lines.append(f"{number}. {question.slot}　n={item['n']}（有效 {item['valid']}）")
        lines += [
            f"   {_title(question, code)}：{n}{_share(code, n, item['valid'])}"
            for code, n in item["counts"].items()
        ]
    return [*lines, "大家说的：", *(f"   · {words}" for words in data["words"])] if data["words"] else lines


def _title(question: Question, code: str) -> str:
    return next((option.title for option in question.options if option.code == code), TITLES.get(code, code))


def _share(code: str, count: int, valid: int) -> str:
    return "" if code in NOT_COUNTED or not valid else f"（{count / valid:.1%}）"
