"""Times as wires write them: RFC 822, ISO 8601 in its many forms, and the broken ones."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def when(text: str | None) -> datetime | None:
    """The moment that the text names, with its zone (UTC where it names none); None if it names none."""
    if not text or not text.strip():
        return None
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(text.strip())
        except (ValueError, TypeError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
