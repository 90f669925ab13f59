import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.text.byline import byline_of
from services.ingest.domain.text.dateline import dateline_of


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("BAGHDAD, Jan. 5 (Harbourline) -- A drone struck a depot.", "BAGHDAD"),
        ("BAGHDAD (Harbourline) - A drone struck a depot.", "BAGHDAD"),
        ("KYIV (Copperline News) — Two people were hurt.", "KYIV"),
        ("KYIV — Two people were hurt.", "KYIV"),
        ("KYIV—Two people were hurt.", "KYIV"),
        ("Kyiv (Copperline News) – Two people were hurt.", "Kyiv"),
        ("Kyiv, 5 January 2022 (Copperline) - Two people were hurt.", "Kyiv"),
        ("DEIR EZ-ZOR, Syria, Jan 5 (Harbourline) - Shells fell.", "DEIR EZ-ZOR, Syria"),
        ("SANAA, Yemen — Shells fell.", "SANAA, Yemen"),
        ("N'DJAMENA/KHARTOUM, March 2 (Harbourline) - Shells fell.", "N'DJAMENA/KHARTOUM"),
        ("BAGHDAD, Jan. 5 /Harbourline/ -- Shells fell.", "BAGHDAD"),
        ("RIO DE JANEIRO, Tuesday, Jan. 5, 2022 (Copperline) -- Shells fell.", "RIO DE JANEIRO"),
        ("ST. PETERSBURG, Russia (CNS) -- Shells fell.", "ST. PETERSBURG, Russia"),
        ("MOSCOW: Shells fell on a town.", "MOSCOW"),
        ("By Mira Holt in Mosul\n\nShells fell on a town.", "Mosul"),
        ("ZÜRICH (Copperline) - Shells fell.", "ZÜRICH"),
    ],
)
def test_the_place_of_a_dateline_is_read_without_date_and_credit(body: str, place: str) -> None:
    assert dateline_of(body) == place


@pytest.mark.parametrize(
    "body",
    [
        "",
        "A drone struck a depot - and nobody was hurt.",
        "The army said on Wednesday -- for the second time -- that shells fell.",
        "BREAKING: Shells fell on a town.",
        "UPDATE - Shells fell on a town.",
        "CORRECTION (Harbourline) -- The story said that ten were hurt.",
        "He was late: the train had gone.",
        "I - for one - was there.",
        "Shells fell.\n\nBAGHDAD - so they say.",
        "Five people — among them two children — were hurt.",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(body: str) -> None:
    assert dateline_of(body) is None


@given(st.text(alphabet=st.sampled_from("AB a,.(/)-—:\n5 Jan")) | st.text())
def test_any_text_has_a_short_dateline_or_none(body: str) -> None:
    place = dateline_of(body)
    assert place is None or (0 < len(place) <= 100 and "\n" not in place)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("By Mira Holt and Tom Arden, Harbourline News", "Mira Holt, Tom Arden"),
        ("Mira Holt", "Mira Holt"),
        ("BY MIRA HOLT", "MIRA HOLT"),
        ("desk@harbourline.example (Mira Holt)", "Mira Holt"),
        ("Mira Holt <mira@harbourline.example>", "Mira Holt"),
        ("Mira Holt; Tom Arden; Mira Holt", "Mira Holt, Tom Arden"),
        ("Mira Holt, Tom Arden and Lea Voss", "Mira Holt, Tom Arden, Lea Voss"),
        ("Von Mira Holt", "Mira Holt"),
        ("Mira Holt, Jr.", "Mira Holt Jr."),
        ("Mira Holt | Copperline News Service", "Mira Holt"),
        ("Harbourline News", "Harbourline News"),
        ("<b>Mira</b> Holt", "Mira Holt"),
        ("By Mira Holt in Mosul", "Mira Holt"),
        ("Mira Holt, Senior Correspondent", "Mira Holt"),
        ("desk@harbourline.example", None),
        ("  ", None),
    ],
)
def test_a_byline_is_names_only(field: str, names: str | None) -> None:
    assert byline_of(field, "") == names


def test_without_an_author_field_the_body_says_it() -> None:
    assert byline_of(None, "By Mira Holt and Tom Arden\n\nShells fell on a town.") == "Mira Holt, Tom Arden"
    assert byline_of(None, "By Wednesday the town had fallen.\n\nShells fell.") is None
    assert byline_of(None, "Shells fell on a town.") is None


@given(st.text(), st.text())
def test_any_fields_have_a_short_byline_or_none(field: str, body: str) -> None:
    names = byline_of(field, body)
    assert names is None or 0 < len(names) <= 300
