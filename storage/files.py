"""Files that people sent: sealed under their data key, found by content hash, typed by content."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # compiles on both engines

from storage.file_types import content_type
from storage.keyring import Keyring
from storage.scope import Scope
from storage.tables import files, secrets

_PUT = insert(files).on_conflict_do_nothing(index_elements=["digest", "owner"])
_GET = (
    sa.select(files.c.owner, files.c.mime, files.c.content, secrets.c.wrapped)
    .join(secrets, secrets.c.owner == files.c.owner)
    .where(files.c.digest == sa.bindparam("digest"))
    .limit(1)
)
_OWN = _GET.where(files.c.owner == sa.bindparam("owner"))


class Files:
    """Files of one transaction."""

    def __init__(self, scope: Scope, keys: Keyring) -> None:
        self._scope = scope
        self._keys = keys

    def put(self, content: bytes, *, person: str | None) -> str:
        """Keep a file and return its digest (SHA-256, hex); the same file twice is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        owner, key = self._keys.first(person, f"file:{digest}")
        self._scope.execute(_PUT, {
            "digest": digest, "owner": owner, "mime": content_type(content), "size": len(content),
            "kept_at": self._scope.now, "content": key.seal(content, owner),
        })  # fmt: skip
        return digest

    def get(self, digest: str, owner: str | None = None) -> tuple[bytes, str] | None:
        """Return content and type, or None when it is unknown or was erased.

        ``owner``, if given, is the person whose file it has to be.
        """
        statement, whose = (_GET, {}) if owner is None else (_OWN, {"owner": owner})
        row = self._scope.first(statement, digest=digest, **whose)
        key = self._keys.unwrap(row.owner, row.wrapped) if row else None
        return (key.open(row.content, row.owner), row.mime) if row and key else None
