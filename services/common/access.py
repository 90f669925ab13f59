"""Who may do what on a broker that asks: made from the topics' data, so that a new topic brings its rights with it.

By name (SCRAM): each service; `publisher`, who delivers wires; `reader`, whom every subscriber may be. Nobody else has
any right but the administrator, who comes with a certificate.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from schemas.topics import INTAKE, INTERNAL, TOPICS, Topic
from services.common.admin import BrokerFault
from services.common.settings import Settings
from services.common.tables import PUBLISHED, TABLES, group

SERVICES = ("ingest", "extraction", "aggregation", "api")
USERS = (*SERVICES, "publisher", "reader")
OWN = group("")
"""Begins the names of groups and changelogs that are the services' own."""

Operation = Literal["read", "write", "create", "describe"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A user may (or, if `denied`, may not) do this to a topic or group, or to all whose names begin so."""

    user: str
    operation: Operation
    kind: Literal["topic", "group"]
    name: str
    begins: bool = False
    denied: bool = False

    @property
    def acl(self) -> ACL:
        """As the broker keeps it."""
        pattern = ACLResourcePatternType.PREFIXED if self.begins else ACLResourcePatternType.LITERAL
        return ACL(
            f"User:{self.user}",
            "*",
            ACLOperation[self.operation.upper()],
            ACLPermissionType.DENY if self.denied else ACLPermissionType.ALLOW,
            ResourcePattern(ResourceType[self.kind.upper()], self.name, pattern),
        )


def grants(settings: Settings) -> list[Grant]:
    """All rights, with the topics' and groups' names as the namespace makes them."""
    found = [grant for service in SERVICES for grant in _service(service)]
    found += [Grant("publisher", "write", "topic", INTAKE.name)]
    found += [Grant("reader", "read", "topic", topic.name) for topic in TOPICS if topic.events]
    # Any group but the services': a stranger in one of theirs would take their messages.
    found += [Grant("reader", "read", "group", "*")]
    found += [Grant("reader", operation, "group", OWN, begins=True, denied=True) for operation in ("read", "describe")]
    return [_named(settings, grant) for grant in found]


def _named(settings: Settings, grant: Grant) -> Grant:
    return grant if grant.name == "*" else replace(grant, name=settings.named(grant.name))


def _service(service: str) -> Iterator[Grant]:
    tables = PUBLISHED.get(service, ())
    for topic in (*TOPICS, *INTERNAL):
        if service in topic.consumers or topic.name in tables:
            yield Grant(service, "read", "topic", topic.name)
        if _writes(service, topic):
            yield Grant(service, "write", "topic", topic.name)
        if service in topic.processors and topic in TOPICS:
            yield Grant(service, "write", "topic", topic.dead_letters)
    if service in TABLES:
        # Its changelogs, and the topic by which Faust's workers find their leader.
        for operation in ("read", "write", "create"):
            yield Grant(service, operation, "topic", f"{group(service)}-", begins=True)
        yield Grant(service, "read", "group", group(service), begins=True)
    # Each checks at its start that all topics are there as they must be.
    for beginning in ("wire.", OWN):
        yield Grant(service, "describe", "topic", beginning, begins=True)
    yield Grant(service, "describe", "group", OWN, begins=True)


def _writes(service: str, topic: Topic) -> bool:
    return any(service in producer for producer in topic.producers)


def give(client: Any, settings: Settings, passwords: dict[str, str]) -> None:
    """Makes the users with their passwords, and their rights those of `grants`: others that they had are taken away.

    Raises:
        BrokerFault: the broker refuses one of them, or has no authorizer.
    """
    users = [UserScramCredentialUpsertion(user, ScramMechanism.SCRAM_SHA_512, word) for user, word in passwords.items()]
    for user, refusal in client.alter_user_scram_credentials(users).items():
        if refusal:
            raise BrokerFault(f"the broker does not take the user {user}: {refusal}")
    wanted = [grant.acl for grant in grants(settings)]
    had = [acl for user in USERS for acl in _had(client, user)]
    _raise_if(client.create_acls([acl for acl in wanted if acl not in had]))
    if stale := [acl for acl in had if acl not in wanted]:
        client.delete_acls(stale)


def _had(client: Any, user: str) -> list[ACL]:
    every = ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY)
    asked = ACLFilter(f"User:{user}", None, ACLOperation.ANY, ACLPermissionType.ANY, every)
    found, error = client.describe_acls(asked)
    if getattr(error, "errno", 0):
        raise BrokerFault(f"the broker keeps no rights ({error.__name__}): it wants an authorizer.class.name")
    return list(found)


def _raise_if(answer: dict[str, Iterable[Any]]) -> None:
    for failed in answer.get("failed", ()):
        raise BrokerFault(f"the broker does not take a right: {failed}")
