"""Faust as its own pages show it: `counts[key] += 1`, acknowledged by Faust.

Its settings are its own, but for those that would only measure waiting: the fetch size, the session, and no web side.
"""

from typing import Any

import faust

from benchmarks.peers.job import FETCH_BYTES, PARTITIONS, SESSION_SECONDS, Job, asked

CHANGELOGS = ("counting-counts-changelog",)


def main(job: Job) -> None:
    """Counts until SIGTERM."""
    app = faust.App(
        job.group,
        broker=f"kafka://{job.bootstrap}",
        store="rocksdb://",
        datadir=job.folder,
        topic_partitions=PARTITIONS,
        topic_replication_factor=1,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=FETCH_BYTES,
        broker_session_timeout=SESSION_SECONDS,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    counts = app.Table("counts", default=int, partitions=PARTITIONS)
    told = app.topic(job.counts, partitions=PARTITIONS)

    @app.agent(app.topic(job.events, partitions=PARTITIONS))
    async def count(events: Any) -> None:
        async for event in events:
            bucket = event["bucket"]
            counts[bucket] += 1
            await told.send(key=bucket, value={"bucket": bucket, "count": counts[bucket]})

    faust.Worker(app, loglevel="error", quiet=True, redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main(asked())
