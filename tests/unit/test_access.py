"""Rights on the broker, made from the topics' data."""

from schemas.topics import ARTICLES, COUNTS, INCIDENTS, INTAKE, INTERNAL, REPORTS, TOPICS
from services.common.access import USERS, grants
from services.common.settings import Settings
from services.common.tables import TABLES, changelog

EVERY = grants(Settings(namespace="here."))


def may(user: str, operation: str, kind: str = "topic") -> set[str]:
    """The names, with a star behind those that are a beginning."""
    return {
        one.name.removeprefix("here.") + "*" * one.begins
        for one in EVERY
        if (one.user, one.operation, one.kind, one.denied) == (user, operation, kind, False)
    }


def test_each_topic_is_written_by_its_producers_alone() -> None:
    writers = {topic.name: {user for user in USERS if topic.name in may(user, "write")} for topic in TOPICS}
    assert writers == {
        INTAKE.name: {"ingest", "publisher"},
        ARTICLES.name: {"ingest"},
        REPORTS.name: {"extraction"},
        INCIDENTS.name: {"aggregation"},
        COUNTS.name: {"aggregation"},
        "wire.alerts.v1": {"aggregation"},
    }


def test_a_service_has_the_topics_that_are_its_own() -> None:
    for service in TABLES:
        for table in TABLES[service]:
            owners = {
                user
                for user in USERS
                if any(changelog(service, table).startswith(name.rstrip("*")) for name in may(user, "write"))
            }
            assert owners == {service}
    assert {topic.name for topic in INTERNAL} < may("ingest", "write")


def test_a_reader_writes_nothing_and_stays_out_of_the_services_groups() -> None:
    assert may("reader", "write") == may("reader", "create") == set()
    assert INTAKE.name not in may("reader", "read")
    assert may("reader", "read", "group") == {"*"}
    denied = {(one.operation, one.name, one.begins) for one in EVERY if one.denied}
    assert denied == {("read", "here.tallywire-", True), ("describe", "here.tallywire-", True)}


def test_the_api_only_reads() -> None:
    assert may("api", "write") == may("api", "read", "group") == set()
    assert may("api", "read") == {topic.name for topic in TOPICS if topic != INTAKE}
