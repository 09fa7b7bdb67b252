"""QR codes of the Official Account whose scene is a place; they never end."""

from connectors.tencent.api import Api

CREATE = "/cgi-bin/qrcode/create"


async def address(api: Api, place: str) -> str:
    """Return what to put into a code for a place: scanned, it leads to the account; raises like ``Api.post``."""
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": place}}}
    return str((await api.post(CREATE, scene))["url"])
