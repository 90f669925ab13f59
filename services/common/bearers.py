"""Bearer tokens: whose one is. Of a token only its hash is kept."""

import hashlib
import hmac
from typing import Generic, TypeVar

Owner = TypeVar("Owner")


class Bearers(Generic[Owner]):
    """The owners by their tokens."""

    def __init__(self) -> None:
        """Nobody has any yet."""
        self._owners: dict[bytes, Owner] = {}

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self._owners)

    def give(self, token: str, owner: Owner) -> Owner:
        """Makes it the owner's, unless it is somebody's already; whose it is then."""
        return self._owners.setdefault(_hashed(token), owner)

    def owner(self, authorization: str) -> Owner | None:
        """Whose token the header `Authorization` holds; how long it takes tells nothing about the tokens."""
        scheme, _, token = authorization.partition(" ")
        given, found = _hashed(token.strip()), None
        for known, owner in self._owners.items():
            if hmac.compare_digest(known, given):
                found = owner
        return found if scheme.lower() == "bearer" else None


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogateescape")).digest()
