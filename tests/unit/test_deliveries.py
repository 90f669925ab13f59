"""Wires from files, folders and lines."""

import json
from pathlib import Path

from services.ingest.domain.wires import MAX_WIRE_BYTES
from tallywire.deliveries import Delivery, deliveries
from tests.unit.test_wires import WIRE

LINE = json.dumps(WIRE)


def delivered(path: Path) -> list[Delivery]:
    return list(deliveries([str(path)]))


def test_a_folder_gives_its_files_in_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", "notes.txt"):
        (tmp_path / name).write_text(LINE)
    assert [Path(d.name).name for d in delivered(tmp_path)] == ["a.json", "b.json"]


def test_json_lines_are_named_by_their_number(tmp_path: Path) -> None:
    (tmp_path / "w.jsonl").write_text(f"{LINE}\n\nbroken\n{LINE}")
    names = [d.name.rpartition(":")[2] for d in delivered(tmp_path / "w.jsonl")]
    assert names == ["1", "3", "4"]


def test_a_file_of_any_name_is_one_wire_or_many_by_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "one").write_text(json.dumps(WIRE, indent=1))
    (tmp_path / "many").write_text(f"{LINE}\n{LINE}\n")
    assert len(delivered(tmp_path / "one")) == 1
    assert [d.wire().id for d in delivered(tmp_path / "many")] == [WIRE["id"]] * 2


def test_a_line_without_end_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "w.jsonl").write_text("x" * (3 * MAX_WIRE_BYTES) + f"\n{LINE}\n")
    giant, wire = delivered(tmp_path / "w.jsonl")
    assert giant.fault is not None
    assert wire.wire().id == WIRE["id"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    (gone,) = delivered(tmp_path / "gone.json")
    (empty,) = delivered(tmp_path)
    assert gone.fault == "No such file or directory"
    assert empty.fault is not None
