"""``shiliu qr``: the poster of a village, to print and hang up."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.opening import fail, with_store
from app.commands.options import Database, ProfileName, settings_of
from app.commands.wechat import plainly
from app.poster.codes import Channel, Code, NoCodeError, codes, usual
from app.poster.fonts import FontError, find
from app.poster.layout import Format, Poster
from config.loader import load_profile
from config.profile import Profile
from config.settings import Settings
from config.wording import Wording
from storage.store import Store

NO_FONT = 2
"""Exit code."""
PLACEHOLDER = "注意：县模板里的电话 {phone} 还是占位号码，换成真的再印。"


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command("qr", help="做一个村的二维码海报（A4），扫码的人不用再说是哪个村。")(qr)


def qr(
    village: Annotated[
        str | None, typer.Argument(metavar="村", help="村或社区，如 碾砣村，也可写 燕崖镇碾砣村")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="县模板里的每个村各做一张")] = False,
    channel: Annotated[
        Channel | None, typer.Option("--channel", help="扫了去哪；不写的话，配了公众号就去公众号，没配去网页")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", file_okay=False, help="放到哪个文件夹，默认 var/posters")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="图片、PDF，还是都要")] = "both",
    font: Annotated[
        Path | None, typer.Option("--font", exists=True, dir_okay=False, help="用这个字体文件写汉字")
    ] = None,
    profile: ProfileName = None,
    database: Database = None,
) -> None:
    """Draw posters; the code is 2 where the machine has no Chinese font."""
    settings = settings_of(database, profile)
    locality = load_profile(settings.profile)
    places = _places(locality, village, every=every)
    try:
        poster = Poster(locality, Wording.load(locality), find(font), channel or usual(settings))
    except FontError as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(NO_FONT) from None
    folder = out or settings.var / "posters"
    folder.mkdir(parents=True, exist_ok=True)
    save = partial(poster.save, folder=folder, form=form)
    try:
        with plainly():
            files = with_store(settings, lambda store: _draw(poster.channel, settings, store, places, save))
    except NoCodeError as why:
        fail(str(why))
    shown = "、".join(map(str, files)) if len(places) == 1 else f"{folder} 里的 {len(files)} 个文件"
    typer.echo(f"做好了：{shown}。用 A4 纸印，别缩小。")
    if locality.phone_default:
        typer.echo(PLACEHOLDER.format(phone=locality.phone), err=True)


def _places(locality: Profile, village: str | None, *, every: bool) -> Sequence[str]:
    if every == (village is not None):
        fail("写一个村名，或者写 --all 每个村都做；两样写一样")
    if village is None:
        return locality.places
    found = [place for place in locality.places if place == village or place.endswith(village)]
    if len(found) != 1:
        fail(f"县模板里没有「{village}」" if not found else f"不止一个：{'、'.join(found)}，请把镇名也写上")
    return found


async def _draw(
    channel: Channel,
    settings: Settings,
    store: Store,
    places: Sequence[str],
    save: Callable[[Code], list[Path]],
) -> list[Path]:
    files: list[Path] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("做海报", total=len(places))
        async for code in codes(channel, settings, store, places):
            files += save(code)
            progress.advance(task)
    return files
