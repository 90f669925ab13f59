"""Faust still makes its consumer where we change it."""

from services.common.faust_app import service_app
from services.common.fetching import FETCH_WAIT_MS
from services.common.settings import Settings


async def test_the_consumer_of_a_service_does_not_hold_up_its_own_questions() -> None:
    app = service_app("ingest", Settings())
    made = app.consumer._thread._create_worker_consumer(app.transport)  # type: ignore[attr-defined]
    assert made._fetch_max_wait_ms == FETCH_WAIT_MS
    await made.stop()
