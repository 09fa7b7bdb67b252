"""``shiliu db``: tables brought up to date, the ledger copied away and back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from app.commands.opening import fail, with_store
from app.commands.options import Database, ProfileName, settings_of
from config.settings import Settings
from storage.store import Store
from storage.tables import REVISION

TABLES = frozenset({"alembic_version", "entries", "cases"})
File = Annotated[Path, typer.Argument(dir_okay=False)]


def add(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help="数据库：升级、备份、恢复。")
    group.command("upgrade", help="把表升到这个版本。")(upgrade)
    group.command("backup", help="备份到一个新文件（服务开着也行）。")(backup)
    group.command("restore", help="从备份恢复（先停服务）；原来的留作 .old。")(restore)
    app.add_typer(group, name="db")


def upgrade(profile: ProfileName = None, database: Database = None) -> None:
    """Bring the tables up to date; opening the ledger does it."""

    async def opened(store: Store) -> str:
        return store.engine.dialect.name

    engine = with_store(settings_of(database, profile), opened)
    typer.echo(f"{engine}：表是 {REVISION} 版。")


def backup(file: File, profile: ProfileName = None, database: Database = None) -> None:
    """Copy a SQLite ledger into a new file that is checked before it counts."""
    settings = settings_of(database, profile)
    source = _sqlite(settings, "pg_dump")
    if file.exists():
        fail(f"{file} 已经有了，请换个文件名")
    if not source.exists():
        fail(f"{source} 还没有，没有可备份的")
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(file),))
    if faults := _faults(file):
        file.unlink()
        fail(f"备份没成：{faults}")
    typer.echo(f"{source} → {file}，已核对。密钥 {settings.secret_file} 要另外保管，没有它读不出姓名电话。")


def restore(file: File, profile: ProfileName = None, database: Database = None) -> None:
    """Put a checked back-up in the place of the ledger; the old one stays beside it."""
    settings = settings_of(database, profile)
    target = _sqlite(settings, "pg_restore")
    if not file.exists():
        fail(f"没有 {file}")
    if faults := _faults(file):
        fail(f"{file} 不能用：{faults}")
    if target.exists():
        _put_aside(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".new")
    shutil.copyfile(file, draft)
    draft.replace(target)
    typer.echo(f"{file} → {target}，已恢复。再跑一遍 ledger verify 看看。")


def _sqlite(settings: Settings, tool: str) -> Path:
    """Return the file of the ledger; PostgreSQL has tools of its own."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        fail(f"这个命令只管 SQLite 文件；PostgreSQL 请用 {tool}")
    return Path(url.database)


def _faults(file: Path) -> str:
    """Return what is wrong with a database file, empty where nothing is."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            missing = TABLES - tables
            revision = (
                "" if missing else connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            )
    except sqlite3.DatabaseError as error:
        return f"不是 SQLite 数据库（{error}）"
    if state != "ok":
        return f"文件坏了（{state}）"
    if missing:
        return f"不是石榴的台账，缺 {'、'.join(sorted(missing))}"
    return f"版本 {revision} 比这个程序新，请先升级程序" if revision > REVISION else ""


def _put_aside(target: Path) -> None:
    """Keep the present ledger as .old, whole; one that somebody is using is not touched."""
    try:
        with closing(sqlite3.connect(target, timeout=1)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError:
        fail(f"{target} 正在用，请先停下服务")
    target.replace(target.with_name(target.name + ".old"))
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
