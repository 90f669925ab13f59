"""A counter as it must not be written: it is here to prove that the fault suite finds what is wrong with it.

It counts the reports of each country by `table[country] += 1`, on Faust's own settings and Faust's own acknowledgement.
A crash between the change of the table and the commit of the offset makes it count the same reports again. Only the
session is shorter than Faust's, so that a restart is not waited for for a minute.
"""

from typing import Any

import faust

from schemas.topics import PARTITIONS, REPORTS
from services.common.settings import Settings
from services.common.tables import group

SERVICE, TABLE = "naive", "counts"


def main() -> None:
    """Runs the counter until SIGTERM."""
    settings = Settings()
    app = faust.App(
        settings.named(group(SERVICE)),
        broker=f"kafka://{settings.kafka_bootstrap}",
        store="memory://",
        datadir=settings.data_dir,
        topic_partitions=PARTITIONS,
        topic_replication_factor=1,
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=10.0,
        web_host=settings.web_host,
        web_port=settings.web_port,
        web_bind=settings.web_host,
        worker_redirect_stdouts=False,
    )
    counts = app.Table(TABLE, default=int, partitions=PARTITIONS)

    @app.agent(app.topic(settings.named(REPORTS.name), partitions=PARTITIONS, key_type=str))
    async def count(reports: Any) -> None:
        async for report in reports.events():
            counts[report.key] += 1

    @app.page("/ready")
    async def ready(view: Any, _request: Any) -> Any:
        tables: Any = app.tables
        recovered = tables.recovery.completed.is_set() and not app.rebalancing
        return view.json({"ready": recovered}, status=200 if recovered else 503)

    faust.Worker(app, loglevel="error", quiet=True, redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
