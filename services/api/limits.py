"""How much one address may ask: a bucket of tokens that fills up again."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_ADDRESSES = 10_000


class Rates:
    """A bucket for each address; of those that were seen last only, for an attacker has many."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`rate` tokens a second, `burst` at most; a rate of 0 limits nothing."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Takes a token: 0, or the seconds until there is one."""
        if not self._rate:
            return 0.0
        now = self._clock()
        tokens, since = self._buckets.pop(address, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - since) * self._rate)
        granted = tokens >= 1
        self._buckets[address] = (tokens - 1 if granted else tokens, now)
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        return 0.0 if granted else (1 - tokens) / self._rate
