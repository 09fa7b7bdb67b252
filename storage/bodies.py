"""How an entry body is stored: canonical JSON in which personal fields are sealed.

A sealed field is a base64 string; empty values stay as they are. A body is hashed in this form, so
destroying a person's key changes no hash.
"""

import base64
from functools import cache
from typing import Any

import msgspec
from msgspec.inspect import Metadata, StructType, Type, UnionType, type_info

from storage.entries import ERASED, AnyBody, Body
from storage.sealing import Box


@cache
def personal_fields(kind: type[Body]) -> dict[str, Any]:
    """Return name -> value after erasure, for the fields of a body that hold personal data."""
    info = type_info(kind)
    if not isinstance(info, StructType):
        raise TypeError(f"{kind.__name__} is no entry body")
    return {f.name: _erased(f.type) for f in info.fields if _is_personal(f.type)}


def holds_personal(body: Body) -> bool:
    """Tell whether a body has anything to seal."""
    return any(getattr(body, name) for name in personal_fields(type(body)))


def encode(body: Body, key: Box | None, owner: str) -> str:
    """Return the canonical JSON of a body, personal fields sealed under ``key`` of ``owner``."""
    plain = msgspec.to_builtins(body)
    for name in personal_fields(type(body)):
        if plain[name]:
            plain[name] = _seal(plain[name], key, owner)
    return msgspec.json.encode(plain, order="sorted").decode()


def decode(stored: str, key: Box | None, owner: str) -> AnyBody:
    """Return the body; without a key its personal fields read as erased."""
    plain = msgspec.json.decode(stored)
    for name, erased in personal_fields(BODIES[plain["entry"]]).items():
        if plain.get(name):
            plain[name] = erased if key is None else _open(plain[name], key, owner)
    return msgspec.convert(plain, AnyBody)  # type: ignore[no-any-return]


def _seal(value: Any, key: Box | None, owner: str) -> str:
    if key is None:
        raise ValueError("personal data need the key of their owner")
    return base64.b64encode(key.seal(msgspec.json.encode(value), owner)).decode()


def _open(value: str, key: Box, owner: str) -> Any:
    return msgspec.json.decode(key.open(base64.b64decode(value), owner))


def _is_personal(kind: Type) -> bool:
    if isinstance(kind, UnionType):
        return any(_is_personal(member) for member in kind.types)
    return isinstance(kind, Metadata) and bool((kind.extra or {}).get("personal"))


def _erased(kind: Type) -> Any:
    types = kind.types if isinstance(kind, UnionType) else (kind,)
    marked = next(t for t in types if _is_personal(t))
    inner = marked.type if isinstance(marked, Metadata) else marked
    return ERASED if isinstance(inner, msgspec.inspect.StrType) else []


BODIES: dict[str, type[Body]] = {kind.__name__.lower(): kind for kind in Body.__subclasses__()}
