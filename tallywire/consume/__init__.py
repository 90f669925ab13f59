"""The consumer kit: what a downstream program needs to follow the events, and to be hard to use wrongly.

    with Subscription(IncidentResolved, group="chat").deliveries() as deliveries:
        for delivery in deliveries:
            print(delivery.event.incident_id)

Whoever asks for the next delivery says that the one before is done with; only then may it be committed. See
docs/consuming.md.
"""

from tallywire.consume.handling import Handling
from tallywire.consume.letters import DeadLetters, Letter, NotAnEventOfOurs, OtherVersion
from tallywire.consume.memory import Memory, MemoryFile, RecentMemory
from tallywire.consume.subscription import Delivery, Gone, Subscription

__all__ = [
    "DeadLetters",
    "Delivery",
    "Gone",
    "Handling",
    "Letter",
    "Memory",
    "MemoryFile",
    "NotAnEventOfOurs",
    "OtherVersion",
    "RecentMemory",
    "Subscription",
]
