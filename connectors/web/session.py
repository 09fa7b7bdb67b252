"""Who a visitor is: a signed cookie, no account. A forged or stale one counts as none."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from aiohttp import web

from connectors.problem import same_secret

COOKIE = "shiliu_visitor"
LIFETIME = 400 * 24 * 3600
"""Seconds; browsers keep no cookie longer. Every visit renews it."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Signs and reads session cookies ``<id>.<issued>.<signature>`` with a key of at least 16 bytes."""

    key: bytes

    def visitor(self, request: web.Request) -> str | None:
        """Return the visitor's id, or None where the cookie is missing, forged or too old."""
        return self.read(request.cookies.get(COOKIE, ""))

    def read(self, value: str) -> str | None:
        """Return the id in a cookie value, or None."""
        signed, _, signature = value.rpartition(".")
        if not same_secret(signature, self._sign(signed)):
            return None
        visitor, _, issued = signed.partition(".")
        return visitor if visitor and time.time() - int(issued) < LIFETIME else None

    def value(self, visitor: str) -> str:
        """Return the cookie value of a visitor, valid from now."""
        signed = f"{visitor}.{int(time.time())}"
        return f"{signed}.{self._sign(signed)}"

    def give(self, request: web.Request, response: web.StreamResponse, visitor: str) -> None:
        """Set the cookie; over HTTPS it never travels in the clear."""
        response.set_cookie(COOKIE, self.value(visitor), max_age=LIFETIME, path="/", httponly=True,
                            samesite="Lax", secure=_encrypted(request))  # fmt: skip

    def _sign(self, signed: str) -> str:
        mac = hmac.digest(self.key, signed.encode(errors="surrogateescape"), hashlib.sha256)
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def new_visitor() -> str:
    """Return a new id that cannot be guessed."""
    return secrets.token_hex(16)


def take_back(response: web.StreamResponse) -> None:
    """Delete the cookie."""
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax")


def _encrypted(request: web.Request) -> bool:
    return request.secure or request.headers.get("X-Forwarded-Proto") == "https"
