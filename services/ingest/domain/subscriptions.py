"""WebSub subscriptions: what is asked of a hub, what it may answer, and whose a notification is."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["wanted", "asked", "active", "denied", "failing", "leaving"]
METHODS = ("sha1", "sha256", "sha384", "sha512")
RENEWED_AT = 0.8
"""Of the lease; what is left of it is for hubs that are slow or away."""
_MAX_LEASE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Subscription:
    """What we want from a hub, and how that stands."""

    topic: str
    hub: str
    due: datetime
    """When to ask the hub next."""
    state: State = "wanted"
    until: datetime | None = None
    """When the lease ends."""
    why: str = ""
    """Why it is denied or failing."""

    @property
    def mode(self) -> str:
        """What we ask for: the only mode that a hub may verify."""
        return "unsubscribe" if self.state == "leaving" else "subscribe"

    def covers(self, now: datetime) -> bool:
        """Whether the hub has promised to tell what is new."""
        return self.until is not None and now < self.until and self.state != "leaving"

    def granted(self, seconds: float, now: datetime) -> "Subscription":
        """The subscription after the hub has verified it for so long."""
        lease = min(timedelta(seconds=max(seconds, 60.0)), _MAX_LEASE)
        return replace(self, state="active", until=now + lease, due=now + RENEWED_AT * lease, why="")

    def asked(self, again: datetime) -> "Subscription":
        """The subscription while the hub thinks about it; it is asked again if it never answers."""
        return replace(self, state="leaving" if self.state == "leaving" else "asked", due=again)

    def failing(self, why: str) -> "Subscription":
        """The subscription after its hub could not be asked; a lease that was granted before goes on."""
        return replace(self, state="leaving" if self.state == "leaving" else "failing", why=why)

    def denied(self, why: str, again: datetime) -> "Subscription":
        """The subscription after the hub has refused or ended it."""
        return replace(self, state="denied", why=why, due=again, until=None)


def path_of(secret: bytes, feed: str) -> str:
    """The last part of a feed's callback: nobody can guess it, and it is the same after a restart."""
    return _derived(secret, "callback", feed)[:32]


def secret_of(secret: bytes, feed: str) -> str:
    """The secret that the hub signs a feed's notifications with; the same after a restart, so it is never stored."""
    return _derived(secret, "signature", feed)


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the header X-Hub-Signature (`sha256=...`) is that of the body; takes as long for a wrong one."""
    method, _, given = signature.partition("=")
    if method not in METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), given.lower().encode(errors="surrogateescape"))


def _derived(secret: bytes, purpose: str, feed: str) -> str:
    return hmac.new(secret, f"{purpose}:{feed}".encode(), hashlib.sha256).hexdigest()
