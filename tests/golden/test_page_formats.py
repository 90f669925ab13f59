"""Each page, message and JSON file in ingest/pages, ingest/mail and ingest/json is read into what stands beside it."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document

URL = "https://www.harbourline.example/read/here"
HERE = Path(__file__).parent / "ingest"
SAMPLES = sorted(
    path for kind in ("pages", "mail", "json") for path in (HERE / kind).iterdir() if ".expected." not in path.name
)


def told(document: Document) -> dict[str, Any]:
    """The document as JSON, without what says nothing and without raw entries; a fault is its reason."""
    fields = json.loads(
        json.dumps(asdict(document), default=lambda v: v.isoformat() if isinstance(v, datetime) else "")
    )
    items = [{name: value for name, value in item.items() if value and name != "raw"} for item in fields["items"]]
    faults = [fault["why"] for fault in fields["faults"]]
    return {"format": document.format, "items": items, "faults": faults, "skipped": fields["skipped"]}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_as_the_file_beside_it_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert told(read_document(path.read_bytes(), URL)) == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_an_item_keeps_its_entry_as_it_stood(path: Path) -> None:
    assert all(item.raw for item in read_document(path.read_bytes(), URL).items)
