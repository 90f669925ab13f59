"""The Kafka headers of a message, as data: CloudEvents 1.0 attributes, the trace, and what a dead letter adds."""

from schemas.values import Value


class Header(Value):
    """One header: UTF-8 text; `pattern` says what it may be."""

    name: str
    meaning: str
    required: bool = True
    pattern: str | None = None


EVENT_HEADERS = (
    Header(name="content-type", meaning="How the value is written.", pattern="^application/json"),
    Header(name="ce_specversion", meaning="The version of CloudEvents.", pattern=r"^1\.0$"),
    Header(name="ce_id", meaning="The event's id, decided by its content: drop what repeats it.", pattern="."),
    Header(name="ce_type", meaning="The event's type, as in its `type`.", pattern=r"\.v[0-9]+$"),
    Header(
        name="ce_source",
        meaning="The service that wrote it: `/tallywire/<service>`.",
        pattern="^/tallywire/.",
    ),
    Header(name="ce_subject", meaning="What the event is about.", pattern="."),
    Header(name="ce_time", meaning="When it happened (RFC 3339), where the content says so.", required=False),
    Header(
        name="traceparent",
        meaning="The trace that led to the event (W3C Trace Context).",
        required=False,
        pattern="^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
    ),
)
"""What every event carries beside its value (CloudEvents binary content mode)."""

DEAD_LETTER_HEADERS = (
    Header(name="dlq.topic", meaning="The topic from which the message was read."),
    Header(name="dlq.partition", meaning="Its partition there.", pattern="^[0-9]+$"),
    Header(name="dlq.offset", meaning="Its offset there.", pattern="^[0-9]+$"),
    Header(name="dlq.stage", meaning="The service that could not read it."),
    Header(name="dlq.error.class", meaning="The kind of error."),
    Header(name="dlq.error.message", meaning="What was wrong, in words."),
    Header(name="dlq.attempts", meaning="How often it was tried.", pattern="^[0-9]+$"),
    Header(name="dlq.app.version", meaning="The version of the program that could not read it."),
)
"""What a dead letter carries on top of the headers that came with the message."""
