"""What is made from the models and topics is in the tree as they would make it today."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from schemas.export import ROOT, flow_picture, generated, json_schemas, main, released, stale
from schemas.topics import TOPICS

WITH_MARKERS = "# Tallywire\n\n<!-- flow:begin -->\nold\n<!-- flow:end -->\n\nThe end.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text(WITH_MARKERS, encoding="utf-8")
    assert main([], root=tmp_path) == 0
    return tmp_path


def test_the_tree_holds_what_the_models_say() -> None:
    assert stale(ROOT) == [], "run: python -m schemas.export"


@pytest.mark.parametrize("name", json_schemas())
def test_every_schema_is_valid_and_says_which_it_is(name: str) -> None:
    schema = json_schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://tallywire.example/schemas/{name}.json"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert "type" in schema["required"]


def test_what_was_just_written_is_not_stale(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], root=tree) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("path", sorted(path for path in generated(Path()) if path.name != "README.md"), ids=str)
def test_a_changed_or_missing_file_is_named(path: Path, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in ("{}", None):
        (tree / path).unlink()
        if content:
            (tree / path).write_text(content, encoding="utf-8")
        assert main(["--check"], root=tree) == 1
        assert capsys.readouterr().err.startswith(f"stale: {path} ")
        assert main([], root=tree) == 0


def test_the_schema_of_an_event_that_is_no_more_is_stale_and_taken_away(tree: Path) -> None:
    leftover = tree / "schemas" / "json" / "article.burnt.v1.json"
    leftover.write_text("{}", encoding="utf-8")
    assert main(["--check"], root=tree) == 1
    assert main([], root=tree) == 0
    assert not leftover.exists()


def test_the_readme_carries_the_picture_between_its_markers_and_keeps_the_rest(tree: Path) -> None:
    readme = tree / "README.md"
    assert readme.read_text(encoding="utf-8") == WITH_MARKERS.replace("old", flow_picture())
    readme.write_text(WITH_MARKERS, encoding="utf-8")
    assert stale(tree) == [readme]


def test_a_readme_without_markers_is_left_alone(tree: Path) -> None:
    (tree / "README.md").write_text("# Tallywire\n", encoding="utf-8")
    assert main([], root=tree) == 0
    assert (tree / "README.md").read_text(encoding="utf-8") == "# Tallywire\n"


def test_a_release_takes_the_schemas_of_today(tree: Path) -> None:
    assert released(tree) == {}
    assert main(["--release"], root=tree) == 0
    assert released(tree) == json_schemas()


def test_a_release_that_would_break_somebody_is_refused(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--release"], root=tree)
    snapshot = tree / "schemas" / "released" / "count.changed.v1.json"
    promised = json.loads(snapshot.read_text(encoding="utf-8"))
    promised["properties"]["gone"] = {"type": "string"}
    snapshot.write_text(json.dumps(promised), encoding="utf-8")
    assert main(["--release"], root=tree) == 1
    assert "count.changed.v1: older readers: `gone` is gone" in capsys.readouterr().err
    assert released(tree)["count.changed.v1"] == promised


def test_the_picture_names_every_topic_key_event_writer_and_reader() -> None:
    picture = flow_picture()
    for topic in TOPICS:
        types = (event.model_fields["type"].default for event in topic.events)
        for word in (topic.name, f"key: {topic.key}", *types, *topic.producers, *topic.consumers):
            assert word in picture
    assert picture.count("compacted\n") == sum(topic.cleanup == "compact" for topic in TOPICS)


def test_the_picture_fits_any_screen() -> None:
    lines = flow_picture().splitlines()
    assert (lines[0], lines[-1]) == ("```text", "```")
    assert all(len(line) <= 80 and line.isascii() and line == line.rstrip() for line in lines)


def test_a_topic_that_two_services_read_shows_both() -> None:
    forked = TOPICS[1].model_copy(update={"consumers": ("extraction", "archive")})
    assert "extraction, archive" in flow_picture([TOPICS[0], forked, *TOPICS[2:]])
