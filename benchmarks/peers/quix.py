"""Quix Streams with its own settings, but for the session; at least once, or in Kafka's transactions if asked."""

from typing import Any

from quixstreams import Application

from benchmarks.peers.job import SESSION_SECONDS, Job, asked


def count(event: Any, state: Any) -> Any:
    """The new count of the event's key, of which Quix keeps the state."""
    number = state.get("count", 0) + 1
    state.set("count", number)
    return {"bucket": event["bucket"], "count": number}


def main(job: Job) -> None:
    """Counts until SIGTERM."""
    app = Application(
        broker_address=job.bootstrap,
        consumer_group=job.group,
        auto_offset_reset="earliest",
        state_dir=job.folder / "state",
        consumer_extra_config={"session.timeout.ms": SESSION_SECONDS * 1000},
        processing_guarantee=job.guarantee or "at-least-once",
        loglevel="WARNING",
    )
    events = app.topic(job.events, key_deserializer="str")
    app.dataframe(events).apply(count, stateful=True).to_topic(app.topic(job.counts, key_serializer="str"))
    app.run()


if __name__ == "__main__":
    main(asked())
