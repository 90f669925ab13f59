"""A real Kafka broker to work with: Docker's, one started from its jars, or one that is already there."""

from tallywire.broker.choice import choose_broker, docker_answers
from tallywire.broker.jars import BrokerUnavailable, java_version
from tallywire.broker.local import LocalBroker, answers

__all__ = ["BrokerUnavailable", "LocalBroker", "answers", "choose_broker", "docker_answers", "java_version"]
