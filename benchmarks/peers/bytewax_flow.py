"""Bytewax with its recovery on: snapshots of what it counted and of where it read go to SQLite with each epoch.

It has no changelog on the broker and no consumer group. An epoch is as long as Quix's commits are apart.
"""

from datetime import timedelta
from typing import Any

import bytewax.operators as op
import orjson
from bytewax.connectors.kafka import KafkaSink, KafkaSinkMessage, KafkaSource
from bytewax.dataflow import Dataflow
from bytewax.recovery import RecoveryConfig, init_db_dir
from bytewax.run import cli_main

from benchmarks.peers.job import Job, asked

EPOCH = timedelta(seconds=5)


def flow(job: Job) -> Any:
    """From the topic of events to the topic of counts."""
    counting = Dataflow("counting")
    messages = op.input("events", counting, KafkaSource([job.bootstrap], [job.events]))
    buckets = op.map("bucket", messages, lambda message: (orjson.loads(message.value)["bucket"], None))
    counts = op.stateful_map("count", buckets, lambda number, _: ((number or 0) + 1, (number or 0) + 1))
    op.output("counts", op.map("told", counts, _message), KafkaSink([job.bootstrap], job.counts))
    return counting


def _message(count: tuple[str, int]) -> Any:
    bucket, number = count
    return KafkaSinkMessage(bucket.encode(), orjson.dumps({"bucket": bucket, "count": number}))


def main(job: Job) -> None:
    """Counts until SIGTERM."""
    kept = job.folder / "recovery"
    if not kept.exists():
        kept.mkdir()
        init_db_dir(kept, 1)
    cli_main(flow(job), epoch_interval=EPOCH, recovery_config=RecoveryConfig(str(kept)))


if __name__ == "__main__":
    main(asked())
