"""Links to a service account that say which place somebody comes from; they never end."""

from urllib.parse import quote

from connectors.errors import Misconfigured
from connectors.kf.account import ACCOUNTS, LINK
from connectors.tencent.api import Api

SCENE = "village"
"""The platform adds a place only to links that were made with a scene."""


async def entrance(api: Api) -> str:
    """Return the link to the first service account that the bot may look after; raises like ``Api.post``,
    and Misconfigured where there is none."""
    accounts = (await api.post(ACCOUNTS, {"offset": 0, "limit": 100})).get("account_list", [])
    ours = [one["open_kfid"] for one in accounts if one.get("manage_privilege", True)]
    if not ours:
        raise Misconfigured(detail="no account")
    return str((await api.post(LINK, {"open_kfid": ours[0], "scene": SCENE}))["url"])


def address(link: str, place: str) -> str:
    """Return what to put into a code for a place: opened, it leads to the account."""
    return f"{link}&scene_param={quote(place)}"
