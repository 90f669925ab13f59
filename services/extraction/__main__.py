"""Runs extraction: `python -m services.extraction`."""

from schemas.topics import ARTICLES, REPORTS
from services.common.service import run
from services.extraction.app import PORT, SERVICE, make_app

if __name__ == "__main__":
    run(SERVICE, PORT, (ARTICLES, REPORTS), make_app)
