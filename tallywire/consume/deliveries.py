"""The deliveries of a subscription: one at a time, committed when they are done with."""

import time
from collections.abc import Iterator
from typing import Any, Generic

from services.common.envelope import UnreadableEvent
from tallywire.consume.letters import read
from tallywire.consume.membership import Membership
from tallywire.consume.subscription import Delivery, E, Gone, Subscription


class Deliveries(Generic[E]):
    """An iterator of what was asked for.

    Asking for the next says that the one before is done with. Who leaves the loop early, by `break` or an exception,
    has not said so, and gets it again; `done()` says it without asking for more.
    """

    def __init__(self, subscription: Subscription[E]) -> None:
        """Joins the group.

        Raises:
            BrokerFault: nothing answers, or a topic is missing.
        """
        self._wanted = subscription
        self._memory = subscription.memory()
        try:
            self._member = Membership(subscription, self._memory.save)
        except BaseException:
            self._memory.close()
            raise
        self._in_hand: Delivery[E] | Gone | None = None
        self._stopped = False

    def __iter__(self) -> Iterator[Delivery[E]]:
        """The events."""
        return (change for change in self.changes() if isinstance(change, Delivery))

    def changes(self) -> Iterator[Delivery[E] | Gone]:
        """The events, and the tombstones if the subscription wants them."""
        while not self._stopped:
            self.done()
            record = self._member.next_record()
            if record is None:
                if self._member.at_end:
                    break
                continue
            change = self._wanted_of(record)
            if change is None:
                self._member.settle(record)
            else:
                self._in_hand = change
                yield change
        self.done()

    def done(self) -> None:
        """The delivery in hand is done with."""
        change, self._in_hand = self._in_hand, None
        if change is None:
            return
        if isinstance(change, Delivery):
            self._memory.note(change.identity)
        self._member.settle(change.record)

    def set_aside(self, error: Exception) -> None:
        """Gives the delivery in hand to the hook of what is unreadable, and is done with it: for what never works."""
        if self._in_hand is not None:
            self._wanted.unreadable(self._in_hand.letter(error))
            self.done()

    def rest(self, seconds: float) -> None:
        """Waits, and stays in the group: for handlers that try again later."""
        until = time.monotonic() + seconds
        while not self._stopped and (left := until - time.monotonic()) > 0:
            self._member.stay()
            time.sleep(min(left, 0.5))

    @property
    def stopped(self) -> bool:
        """Whether somebody has asked for the end."""
        return self._stopped

    def stop(self) -> None:
        """The loop ends before the next delivery; may be called by a signal handler or another thread."""
        self._stopped = True

    def close(self) -> None:
        """Commits what is done with, and leaves the group."""
        try:
            self._member.close()
        finally:
            self._memory.close()

    def _wanted_of(self, record: Any) -> Delivery[E] | Gone | None:
        """What the message is to the subscriber; None if nothing."""
        if record.value is None:
            return Gone(record) if self._wanted.tombstones else None
        try:
            event = read(record.value)
        except UnreadableEvent as error:
            self._wanted.unreadable(Gone(record).letter(error))
            return None
        if not isinstance(event, self._wanted.kind) or not self._wanted.where(event):
            return None
        delivery = Delivery(record, event)
        return None if self._memory.knows(delivery.identity) else delivery
