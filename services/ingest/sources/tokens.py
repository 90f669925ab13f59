"""Bearer tokens: who sends."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from services.ingest.domain.feeds import Pusher, WrongFeeds

SHORTEST = 16


class Tokens:
    """The pushers by their tokens. Of a token only its hash is kept."""

    def __init__(self, pushers: Iterable[Pusher], environment: Mapping[str, str]) -> None:
        """Tokens as the environment holds them.

        Raises:
            WrongFeeds: one is missing, short, or given to two pushers.
        """
        self._owners: dict[bytes, Pusher] = {}
        for pusher in pushers:
            token = environment.get(pusher.token_env, "")
            if len(token) < SHORTEST:
                raise WrongFeeds(
                    f"push {pusher.name}: {pusher.token_env} must hold a token of {SHORTEST} letters or more"
                )
            other = self._owners.setdefault(_hashed(token), pusher)
            if other is not pusher:
                raise WrongFeeds(f"push {pusher.name}: its token is also that of {other.name}")

    def owner(self, authorization: str) -> Pusher | None:
        """Whose token the header `Authorization` holds; how long it takes tells nothing about the tokens."""
        scheme, _, token = authorization.partition(" ")
        given, owner = _hashed(token.strip()), None
        for known, pusher in self._owners.items():
            if hmac.compare_digest(known, given):
                owner = pusher
        return owner if scheme.lower() == "bearer" else None


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogateescape")).digest()
