"""Bearer tokens: who sends."""

from collections.abc import Iterable, Mapping

from services.common.bearers import Bearers
from services.ingest.domain.feeds import Pusher, WrongFeeds

SHORTEST = 16


def tokens(pushers: Iterable[Pusher], environment: Mapping[str, str]) -> Bearers[Pusher]:
    """The pushers by their tokens, as the environment holds them.

    Raises:
        WrongFeeds: one is missing, short, or given to two pushers.
    """
    bearers: Bearers[Pusher] = Bearers()
    for pusher in pushers:
        token = environment.get(pusher.token_env, "")
        if len(token) < SHORTEST:
            raise WrongFeeds(f"push {pusher.name}: {pusher.token_env} must hold a token of {SHORTEST} letters or more")
        other = bearers.give(token, pusher)
        if other is not pusher:
            raise WrongFeeds(f"push {pusher.name}: its token is also that of {other.name}")
    return bearers
