"""The question whether an address is ours, where it comes encrypted: whoever opens it has the key."""

from aiohttp import web

from connectors.tencent.cipher import Cipher, Forged, Unreadable


def echo(cipher: Cipher, request: web.Request) -> web.Response:
    """Return the answer that is waited for, within a second: the text alone, without quotes, BOM or line end.

    Raises Forged for anybody else's question.
    """
    # A "+" that was not encoded in the address arrives as a blank, of which base64 has none.
    asked = request.query.get("echostr", "").replace(" ", "+")
    try:
        text, _ = cipher.open(asked, request.query)
    except Unreadable:
        raise Forged from None
    return web.Response(text=text.strip("\ufeff\r\n"))
