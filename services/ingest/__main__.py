"""Runs ingest: `python -m services.ingest`."""

from schemas.topics import ARTICLES, INTAKE
from services.common.service import run
from services.ingest.app import PORT, SERVICE, make_app

if __name__ == "__main__":
    run(SERVICE, PORT, (INTAKE, ARTICLES), make_app)
