"""The one secret of an installation: made on first start, every key derived from it.

Losing the file means that encrypted telephone numbers can no longer be read, so back-ups keep it.
"""

import os
import secrets
import stat
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config.errors import ConfigError, Mistake

_BYTES = 32


class Secrets:
    """Keys for different purposes, none of which tells anything about another."""

    def __init__(self, material: bytes) -> None:
        self._material = material

    def key(self, label: str) -> bytes:
        """Return the 32-byte key of a purpose; the same label always gives the same key."""
        derivation = HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=f"shiliu/{label}".encode())
        return derivation.derive(self._material)

    @property
    def encryption(self) -> bytes:
        """Key that encrypts personal data at rest."""
        return self.key("encryption")

    @property
    def blind_index(self) -> bytes:
        """Key of the hash under which an encrypted telephone number is looked up."""
        return self.key("blind-index")

    @property
    def cookie(self) -> bytes:
        """Key that signs the cookies of the web page."""
        return self.key("cookie")


def load_secrets(path: Path) -> Secrets:
    """Read the secret file, made readable by its owner only where it does not exist yet.

    Raises ConfigError where the file has another length or others may read it.
    """
    if not path.exists():
        _create(path)
    material = path.read_bytes()
    if len(material) != _BYTES:
        expected = f"密钥文件应正好 {_BYTES} 个字节，现在是 {len(material)} 个；请从备份恢复"
        raise ConfigError([Mistake(str(path), 0, "", expected)])
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError([Mistake(str(path), 0, "", f"别人也能读这个文件；请运行 chmod 600 {path}")])
    return Secrets(material)


def _create(path: Path) -> None:
    """Write a whole new secret at once, so that of two processes starting together both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A link fails where the file has appeared meanwhile; a rename would overwrite it.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()
