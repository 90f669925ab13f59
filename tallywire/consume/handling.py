"""Handlers: a function that is called with every event, tried again, and given up for what never works."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from tallywire.consume.deliveries import Deliveries
from tallywire.consume.letters import Hook, log
from tallywire.consume.subscription import Delivery, E, Gone, Subscription

_LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Handling(Generic[E]):
    """Calls `handler` with every delivery of a subscription.

    A handler that raises is called again, `attempts` times in all, after 1, 2, 4, ... seconds. Then `failed` takes the
    letter and reading goes on; without such a hook the error ends `run`, and the event comes again after a restart.
    """

    subscription: Subscription[E]
    handler: Callable[[Delivery[E]], None]
    gone: Callable[[Gone], None] | None = None
    """Called with every tombstone, if the subscription wants them."""
    failed: Hook | None = None
    attempts: int = 5
    first_wait: float = 1.0

    def run(self, began: Callable[[Deliveries[E]], None] | None = None) -> int:
        """Runs until it is stopped, or the end if the subscription has one; returns how many events were handled.

        `began` gets the deliveries, so that a signal handler can `stop` them.
        """
        handled = 0
        with self.subscription.deliveries() as deliveries:
            if began:
                began(deliveries)
            for change in deliveries.changes():
                if isinstance(change, Gone):
                    self._told_gone(change)
                    continue
                handled += self._handled(change, deliveries)
                if deliveries.stopped:
                    break  # and not ask for the next: what is tried again at the moment is not done with
        return handled

    def _told_gone(self, change: Gone) -> None:
        if self.gone:
            self.gone(change)

    def _handled(self, delivery: Delivery[E], deliveries: Deliveries[E]) -> bool:
        """Whether the handler took it; else it was given up, or somebody asked for the end before it was."""
        attempt = 1
        while True:
            try:
                self.handler(delivery)
            except Exception as error:  # noqa: BLE001 (whatever it is: it is tried again, then given up or raised)
                if attempt >= self.attempts:
                    self._give_up(delivery, error)
                    deliveries.done()
                    return False
                log.warning("attempt %d of %d failed: %s", attempt, self.attempts, delivery.letter(error))
                deliveries.rest(min(self.first_wait * 2 ** (attempt - 1), _LONGEST_WAIT))
                attempt += 1
            else:
                deliveries.done()
                return True
            if deliveries.stopped:
                return False

    def _give_up(self, delivery: Delivery[E], error: Exception) -> None:
        if self.failed is None:
            raise error
        self.failed(delivery.letter(error))
