"""Runs aggregation: `python -m services.aggregation`."""

from schemas.topics import ALERTS, COUNTS, INCIDENTS, REPORTS
from services.aggregation.app import PORT, SERVICE, make_app
from services.aggregation.settings import AggregationSettings
from services.common.service import run

if __name__ == "__main__":
    run(SERVICE, PORT, (REPORTS, INCIDENTS, COUNTS, ALERTS), lambda settings: make_app(settings, AggregationSettings()))
