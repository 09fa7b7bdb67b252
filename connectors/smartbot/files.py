"""Files of the smart bot: downloaded from the address in the message, decrypted with the bot's own key."""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.attachments import most
from connectors.channel import Desk
from connectors.errors import Refused
from connectors.fetching import keep, patiently
from connectors.tencent.plain import Plain
from storage.messages import Attachment, Unkept

BLOCK = 32
"""Bytes of a block of the padding (PKCS#7), twice that of the cipher."""


@dataclass(frozen=True, slots=True)
class Files:
    """Fetches files that any of the AES ``keys`` opens, of at most ``largest`` bytes."""

    plain: Plain
    keys: tuple[str, ...]
    largest: int

    async def fetch(self, desk: Desk, item: Attachment, identity: str) -> Attachment | Unkept:
        """Fetch a file and keep it; return it with its digest, or why it was not taken."""
        content = await patiently(lambda: self._content(item), item.kind)
        return await keep(desk, item, content, identity, self.largest)

    async def _content(self, item: Attachment) -> bytes:
        sealed = await self.plain.download(item.source, most(item.kind, self.largest) + BLOCK)
        for key in self.keys:
            content = decrypted(sealed, key)
            if content is not None:
                return content
        raise Refused("no key opens it")


def decrypted(sealed: bytes, key: str) -> bytes | None:
    """Return a content, None where the key (43 characters) does not open it."""
    raw = base64.b64decode(key + "=")
    if not sealed or len(sealed) % 16:
        return None
    opener = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).decryptor()
    padded = opener.update(sealed) + opener.finalize()
    pad = padded[-1]
    fits = 0 < pad <= BLOCK and padded.endswith(bytes([pad]) * pad)
    return padded[:-pad] if fits else None
