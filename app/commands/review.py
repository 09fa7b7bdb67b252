"""``shiliu nlu review``: staff say what the bot did not understand, and the next training learns it."""

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from app.commands.opening import fail, read, tell, write
from app.commands.options import AsJson, Database, ProfileName, settings_of
from bot.engine.staff import review_words as words
from config.loader import load_profile
from config.settings import Settings
from config.wording import Wording
from storage.calendar import day_of
from storage.review_items import Labels, Review, missing

TARGET = Path("nlu/data/reviewed.yml")
BY = "command"
MANY = 100_000
PARTS = {"i": "intent", "k": "kind", "c": "category", "u": "urgency", "f": "faq"}
TITLES = {"intent": "意思", "kind": "类型", "category": "类别", "urgency": "程度", "faq": "哪个常见问题"}
KEYS = (
    "y 就是它　i 意思　k 类型　c 类别　u 程度　f 常见问题　d 丢掉　s 跳过　q 结束　（或直接写「投诉 服务」）"
)
Result = tuple[str, Labels | None]
"""What was decided: label, drop, skip or quit, and the labels."""


def review(
    file: Annotated[Path, typer.Argument(metavar="[FILE.yml]", help="--export 写到哪里")] = TARGET,
    *,
    export: Annotated[bool, typer.Option("--export", help="把定好的写成训练材料")] = False,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Go through what is open, list it for machines, or write out what is labelled."""
    settings = settings_of(database, profile)
    if export:
        _export(settings, file, as_json)
        return
    waiting = read(settings, lambda tx: tx.reviews.open(limit=MANY))
    if as_json:
        tell([_row(item) for item in waiting], as_json, list)
    else:
        _go_through(settings, waiting)


def _row(item: Review) -> dict[str, Any]:
    flat: dict[str, Any] = msgspec.to_builtins(item)
    return {**flat.pop("finding"), **flat}


def _go_through(settings: Settings, waiting: list[Review]) -> None:
    wording = Wording.load(load_profile(settings.profile))
    decided = 0
    for number, item in enumerate(waiting):
        _show(item, len(waiting) - number, wording)
        verdict, labels = _decide(_first_guess(item))
        if verdict == "quit":
            break
        done = verdict != "skip" and _store(settings, item, labels)
        decided += done
        if verdict != "skip" and not done:
            typer.echo("这条别人刚定过了。")
    left = read(settings, lambda tx: tx.reviews.waiting())
    typer.echo(f"定了 {decided} 条，还有 {left} 条。" if waiting else "没有待学习的话。")


def _store(settings: Settings, item: Review, labels: Labels | None) -> bool:
    if labels is None:
        return write(settings, lambda tx: tx.reviews.drop(item.id, by=BY))
    return write(settings, lambda tx: tx.reviews.label(item.id, labels, by=BY))


def _first_guess(item: Review) -> Labels:
    known = item.finding.reading.labels
    return words.filled(item.finding.proposal or Labels(known.intent), known, {})


def _show(item: Review, left: int, wording: Wording) -> None:
    finding = item.finding
    thought = words.spoken(finding.reading.labels)
    sure = f"（{finding.reading.confidence:.0%}）" if finding.reading.confidence else ""
    typer.echo(f"\n{item.id}　{day_of(item.at)}　{finding.channel}　还有 {left} 条")
    typer.echo(f"「{finding.text}」")
    typer.echo(
        f"机器人当成了：{thought}{sure}　为什么留下：{wording.text(f'review.reason.{finding.reason}')}"
    )
    if finding.proposal:
        typer.echo(wording.text("review.proposal", meaning=words.spoken(finding.proposal)))


def _decide(labels: Labels) -> Result:
    """Ask until the meaning is whole and agreed, or the item is dropped or left."""
    typer.echo(KEYS)
    while True:
        typer.echo(f"现在定的意思：{words.spoken(labels)}")
        said = _line("怎么定？")
        if said is None or said == "q":
            return "quit", None
        if said in ("s", "d"):
            return ("skip" if said == "s" else "drop"), None
        if said == "y" and (lacks := missing(labels)):
            typer.echo(f"还差{'、'.join(TITLES[name] for name in lacks)}。")
            labels = _choose(lacks[0], labels)
        elif said == "y":
            return "label", labels
        elif said in PARTS:
            labels = _choose(PARTS[said], labels)
        else:
            labels = _told(said, labels)


def _told(said: str, labels: Labels) -> Labels:
    told = words.read(said, labels)
    if told is None:
        typer.echo("没看懂。" + KEYS)
    return told or labels


def _choose(name: str, labels: Labels) -> Labels:
    """Offer the values of a label by number; anything else leaves it as it is."""
    codes = words.NAMES[name]
    typer.echo("　".join(f"{number} {title}" for number, title in enumerate(codes.values(), 1)))
    said = _line(f"{TITLES[name]}是几号？") or ""
    if not (said.isdecimal() and 1 <= int(said) <= len(codes)):
        typer.echo("没有这个号，不改。")
        return labels
    code = list(codes)[int(said) - 1]
    return words.filled(Labels(code), labels, {}) if name == "intent" else words.told(labels, {name: code})


def _line(question: str) -> str | None:
    """Read one line of the terminal; None at its end."""
    typer.echo(question + " ", nl=False)
    said = sys.stdin.readline()
    return said.strip() if said else None


def _export(settings: Settings, file: Path, as_json: bool) -> None:
    from nlu.training.reviewed import write as write_lines

    kept = read(settings, lambda tx: tx.reviews.labelled())
    try:
        write_lines([_learnt(item) for item in kept], file)
    except ValueError:
        fail(f"{file} 里有不是从这里写出去的句子，请换一个文件")
    new = write(settings, lambda tx: tx.reviews.exported([item.id for item in kept]))
    data = {"file": str(file), "lines": len(kept), "new": new}
    tell(data, as_json, lambda: [f"写好了 {file}：{len(kept)} 句，其中新的 {new} 句。下次训练就学会。"])


def _learnt(item: Review) -> Any:
    from nlu.training.reviewed import Learnt

    labels, finding = item.label or Labels(""), item.finding
    given = {name: value for name in PARTS.values() if name != "intent" and (value := getattr(labels, name))}
    return Learnt(
        finding.text,
        labels.intent,
        item.id,
        day_of(item.at).isoformat(),
        given,
        labels.audience,
        finding.reading.spans,
    )
