"""Runs ingest: `python -m services.ingest`."""

import os

from schemas.topics import ARTICLES, FEEDS, INTAKE, SKETCHES
from services.common.service import run
from services.ingest.app import PORT, SERVICE, make_app
from services.ingest.settings import IngestSettings

if __name__ == "__main__":
    run(
        SERVICE,
        PORT,
        (INTAKE, ARTICLES, FEEDS, SKETCHES),
        lambda settings: make_app(settings, IngestSettings(), os.environ),
    )
