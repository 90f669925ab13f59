"""Who may see what, by the bearer token that they send. Of a token only its hash is kept."""

import hashlib
import hmac
from collections.abc import Iterable
from enum import IntEnum

from pydantic import SecretStr


class Role(IntEnum):
    """What somebody may: each may what those before it may."""

    NOBODY = 0
    READER = 1
    OPERATOR = 2


class Roles:
    """The roles by token."""

    def __init__(self, readers: Iterable[SecretStr], operators: Iterable[SecretStr]) -> None:
        """With no token at all everybody may everything."""
        self._roles = {_hashed(token.get_secret_value()): Role.READER for token in readers}
        self._roles |= {_hashed(token.get_secret_value()): Role.OPERATOR for token in operators}

    @property
    def asked_for(self) -> bool:
        """Whether tokens are asked for at all."""
        return bool(self._roles)

    def of(self, authorization: str) -> Role:
        """The role of whoever sends this header; how long it takes tells nothing about the tokens."""
        if not self._roles:
            return Role.OPERATOR
        scheme, _, token = authorization.partition(" ")
        given, found = _hashed(token.strip()), Role.NOBODY
        for known, role in self._roles.items():
            if hmac.compare_digest(known, given):
                found = role
        return found if scheme.lower() == "bearer" else Role.NOBODY


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogateescape")).digest()
