"""What tests of consumers share: events put on topics, and a consumer in a process of its own that may be killed."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.topics import INCIDENTS
from services.common.admin import create_topics
from services.common.envelope import Envelope, sealed
from services.common.settings import Settings
from tallywire.consume import Subscription
from tallywire.kafka import producer
from tests.builders import incident_resolved


@dataclass(frozen=True)
class Topics:
    """The topics of a namespace, and what a test puts on them."""

    settings: Settings

    @classmethod
    def made(cls, bootstrap: str, namespace: str) -> "Topics":
        """The topics, created."""
        settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
        create_topics(settings)
        return cls(settings)

    def tell(self, *events: Event, topic: str = INCIDENTS.name) -> None:
        """Puts events on a topic, and returns when the broker has them."""
        self.put((sealed(event, "aggregation") for event in events), topic)

    def put(self, envelopes: Iterable[Envelope], topic: str = INCIDENTS.name) -> None:
        """Puts messages on a topic as they are; an empty value is a tombstone."""
        with closing(producer(self.settings)) as writer:
            sent = [
                writer.send(self.settings.named(topic), key=e.key, value=e.value or None, headers=list(e.headers))
                for e in envelopes
            ]
            for one in sent:
                one.get(timeout=60)

    def incidents(self, group: str = "g") -> Subscription[IncidentResolved]:
        """What a group reads of the incidents up to their end now."""
        return Subscription(IncidentResolved, group, self.settings, until_end=True)


def numbered(count: int, first: int = 0) -> list[IncidentResolved]:
    """So many incidents: `i0`, `i1`, ..."""
    return [incident_resolved(incident_id=f"i{number}") for number in range(first, first + count)]
