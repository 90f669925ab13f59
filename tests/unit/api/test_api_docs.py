"""docs/api.md says what the program does."""

import re
from pathlib import Path

from services.api.model.files import writer_connection
from services.api.model.filters import Filters
from services.api.model.writer import Writer
from services.api.settings import ApiSettings
from tests.readmodel import LOG, Log, filled
from tests.serving import app_over

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> set[str]:
    """What stands in code quotes in the first column of the table below a heading."""
    table = TEXT.partition(f"{heading}\n")[2].partition("| --- |")[2].partition("\n\n")[0]
    return {name for line in table.splitlines()[1:] for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])}


def test_every_setting_is_told_and_no_other() -> None:
    told = {name.removeprefix("TALLYWIRE_API_").lower() for name in first_cells("## Settings")}
    assert told == set(ApiSettings.model_fields)


def test_every_filter_is_told_and_no_other() -> None:
    names = {field.alias or name for name, field in Filters.model_fields.items()}
    assert first_cells("## Filters") == names


def test_every_endpoint_is_told_and_no_other(tmp_path: Path) -> None:
    path = filled(tmp_path / "m", Log().records)
    connection = writer_connection(path)
    app, _ = app_over(path, Writer(connection, LOG))
    connection.close()
    served = {route.removeprefix("/api/v1") for route in app.openapi()["paths"]}
    told = first_cells("## Endpoints")
    exports = {route for route in served if route.startswith("/export/")}
    assert told - {"/export/incidents.csv"} == served - exports
    assert all(route.removeprefix("/export/incidents") in TEXT for route in exports)
