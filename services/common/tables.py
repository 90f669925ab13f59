"""The tables that services keep for themselves, as data. Their changelogs are made with the topics, before any start.

Faust would make them itself, but its metadata of a topic that has just been made has no partitions, and it then refuses
every write to the table for minutes.
"""

from schemas.topics import COUNTS, INCIDENTS, PARTITIONS

TABLES: dict[str, tuple[str, ...]] = {
    "ingest": ("editions", "held"),
    "extraction": ("desks",),
    "aggregation": ("reports", "archive", "upsurges"),
}


PUBLISHED: dict[str, tuple[str, ...]] = {"aggregation": (INCIDENTS.name, COUNTS.name)}
"""The topics that everybody reads, and that are the changelogs of a service's tables as well."""


def group(service: str) -> str:
    """The consumer group of a service, which is also its Faust app's id."""
    return f"tallywire-{service}"


def changelog(service: str, table: str) -> str:
    """The topic of a table's changes, by Faust's rule."""
    return f"{group(service)}-{table}-changelog"


def logs(service: str) -> list[str]:
    """The topics of which the service's tables are copies."""
    return [*(changelog(service, table) for table in TABLES[service]), *PUBLISHED.get(service, ())]


CHANGELOGS = {changelog(service, table): PARTITIONS for service, tables in TABLES.items() for table in tables}
"""The number of partitions of every changelog: co-partitioned with the topics."""
