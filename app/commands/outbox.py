"""``shiliu outbox``: what could not be delivered, and sending it again."""

import re
from typing import Annotated, Any, Literal

import typer

from app.commands.opening import fail, read, tell, write
from app.commands.options import AsJson, Database, ProfileName, settings_of
from storage.masking import redact
from storage.messages import Queued

Status = Literal["pending", "held", "refused", "dead"]
STATUSES: tuple[Status, ...] = ("pending", "held", "refused", "dead")
NAMES: dict[str, str] = {"pending": "待发", "held": "暂存", "refused": "被拒", "dead": "作废"}
REPLAYABLE: tuple[Status, ...] = ("held", "refused", "dead")
MANY = 100_000
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
"""The query code of an anonymous case opens it, so it is not shown."""


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="发件箱：没送到的消息，重发。")
    group.command("list", help="列出还没送到的消息。")(show)
    group.command("replay", help="重发一条没送到的消息。")(replay)
    app.add_typer(group, name="outbox")


def show(
    status: Annotated[Status | None, typer.Option("--status", help="只看这一种")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 50,
    as_json: AsJson = False,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """List what waits, is held, was refused or given up; no recipient is shown, numbers are masked."""
    chosen = (status,) if status else STATUSES
    rows = read(
        settings_of(database, profile), lambda tx: [q for name in chosen for q in tx.outbox.rows(name, limit)]
    )
    data = [_row(queued) for queued in rows]
    tell(data, as_json, lambda: [_line(row) for row in data] or ["都送到了。"])


def _row(queued: Queued) -> dict[str, Any]:
    return {
        "id": queued.id, "status": queued.status, "channel": queued.message.channel,
        "attempts": queued.attempts, "error": queued.error, "created_at": queued.created_at,
        "text": _CODE.sub("******", redact(queued.message.text)),
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    brief = row["text"].replace("\n", " ")[:40]
    state = f"{NAMES[row['status']]}　{row['channel']}　试了{row['attempts']}次　{row['error']}"
    return f"{row['id']}　{state}　{brief}"


def replay(
    row: Annotated[int, typer.Argument(metavar="ID", help="outbox list 里的编号")],
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Put a held, refused or dead message back in the queue."""
    settings = settings_of(database, profile)
    known = read(settings, lambda tx: {q.id for name in REPLAYABLE for q in tx.outbox.rows(name, MANY)})
    if row not in known:
        fail(f"没有编号是 {row} 的未送到消息；编号见 outbox list")
    write(settings, lambda tx: tx.outbox.replay(row))
    typer.echo(f"{row} 已重新排上，服务在运行时就会发出。")
