"""Printing a rehearsal: for people as a dialogue with the ledger below, for machines as JSON."""

from typing import Any

from rich.console import Console
from rich.table import Table

from app.rehearsal.play import Played
from storage.messages import Outbound
from storage.status import NAMES

COLUMNS = (
    ("编号", "case_no"), ("状态", "status"), ("类型", "kind"), ("类别", "category"), ("急", "urgency"),
    ("地点", "place"), ("场馆", "venue"), ("事项", "topic"), ("时间", "when"), ("单位", "unit"), ("摘要", "summary"),
)  # fmt: skip


def as_data(played: Played) -> dict[str, Any]:
    """Return a played scenario as plain data."""
    return {
        "id": played.scenario.id,
        "title": played.scenario.title,
        "turns": [
            {"as": said.who, "say": said.say, "replies": [_sent(out) for out in said.sent]}
            for said in played.turns
        ],
        "ledger": played.ledger,
    }


def _sent(out: Outbound) -> dict[str, Any]:
    return {
        "to": out.chat,
        "text": out.text,
        "buttons": [{"title": button.title, "payload": button.payload} for button in out.buttons],
    }


def show(console: Console, played: Played) -> None:
    """Print the dialogue and the ledger."""
    console.rule(f"{played.scenario.id} {played.scenario.title}")
    for said in played.turns:
        console.print(f"[bold]{said.who}[/]：{said.say}", highlight=False)
        for out in said.sent:
            _show_reply(console, said.who, out)
    console.print(_table(played.ledger["cases"]))
    for case in played.ledger["cases"]:
        steps = "、".join(entry["entry"] for entry in case["entries"])
        console.print(f"  {case['case_no']}：{steps}", highlight=False)
    for finding in played.ledger["findings"]:
        console.print(f"[red]{finding}[/]")


def _show_reply(console: Console, who: str, out: Outbound) -> None:
    to = "" if out.chat == who else f"（给 {out.chat}）"
    text = out.text.replace("\n", "\n      ")
    console.print(f"  [magenta]小石榴[/]{to}：{text}", highlight=False, markup=True)
    if out.buttons:
        console.print(
            "      " + " ".join(f"〔{button.title}〕" for button in out.buttons), style="dim", highlight=False
        )


def _table(cases: list[dict[str, Any]]) -> Table:
    table = Table(title="台账", show_lines=False)
    for title, _ in COLUMNS:
        table.add_column(title)
    for case in cases:
        cells = [NAMES[case["status"]] if key == "status" else str(case.get(key) or "") for _, key in COLUMNS]
        table.add_row(*cells)
    return table
