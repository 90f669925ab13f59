"""Golden pairs: who did it, where he is described, nameless, or the speaker himself; and who else was a target."""

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.read import read


def _article(body: str) -> ArticleIngested:
    return ArticleIngested(
        article_id="w",
        revision=1,
        source="Wire",
        published_at="2023-05-03T10:00:00+00:00",
        language="en",
        headline="News from the region",
        dateline="NAIROBI",
        body=body,
    )


def _attributions(body: str) -> set[tuple[str, str | None]]:
    return {(a.stance.value, a.actor) for i in read(_article(body)).incidents for a in i.attributions}


def _kinds(body: str) -> set[str]:
    return {t.kind.value for i in read(_article(body)).incidents for t in i.targets}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Gunmen shot dead four people in Acapulco on Monday. Men who said they belonged to Los Halcones, "
            "a gang thought extinct, claimed responsibility.",
            {("claimed", "Los Halcones")},
        ),
        (
            "Gunmen shot dead a mayor in Cotabato on Monday. His brother blamed business rivals for it.",
            {("blamed", "business rivals")},
        ),
        (
            "A bomb killed ten people in Machala on Monday in an attack attributed to gangs, a police chief said.",
            {("suspected", "gangs")},
        ),
        (
            "Three officers were abducted in Machala on Monday. Peru said it was sending police to the border.",
            set(),
        ),
        (
            "Residents accused soldiers of having burned 20 houses in the village of Garissa on Monday.",
            {("blamed", "Kenya (soldiers)")},
        ),
        (
            "Central Command confirmed it had struck military targets in Hodeidah on Wednesday.",
            {("claimed", "United States")},
        ),
        (
            "Five policemen were killed in an ambush by several hundred Maoists near Bijapur on Tuesday.",
            {("blamed", "Maoists")},
        ),
        (
            "Suspected separatists stopped a bus near Kumba in Cameroon on Sunday and made off with six passengers.",
            {("suspected", "separatists")},
        ),
        (
            "A suicide bomber killed nine people in Mogadishu on Friday, and al Shabaab said it was responsible.",
            {("claimed", "al Shabaab")},
        ),
        (
            "A bomb exploded at a barracks in Mogadishu on Friday. Al Shabaab said that 30 soldiers were killed.",
            {("claimed", "al Shabaab")},
        ),
        (
            "A gunman killed nine people in Dayton on Sunday. The suspect, John Doe, 24, had a rifle.",
            {("suspected", "John Doe")},
        ),
        (
            "The army said its troops had bombed a rebel camp near Moyale on Monday.",
            {("claimed", "Kenya (army)")},
        ),
        (
            "Al Shabaab said it attacked a market in Baidoa on Monday. "
            "It said suicide bombers had also rammed vehicles full of explosives into a base at Kismayo on Monday.",
            {("claimed", "al Shabaab")},
        ),
        (
            "Russian missiles hit a market in Kherson on Monday. Moscow has repeatedly denied targeting civilians.",
            {("blamed", "Russia")},
        ),
        (
            "A bomb went off in Quito on Monday. No group has said that it was behind it.",
            {("unattributed", None)},
        ),
    ],
)
def test_a_wire_tells_who_did_it(body: str, expected: set[tuple[str, str | None]]) -> None:
    assert _attributions(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Gunmen stormed the town hall of Acapulco on Monday and killed three policemen.", {"government", "police"}),
        ("Soldiers said that rebels attacked their camp with home-made explosives in Cucuta on Monday.", {"military"}),
        ("A bomb went off at a petrol station in Yala on Monday.", {"civilian", "energy"}),
        ("A bomb exploded at a metro station in Minsk on Monday.", {"civilian", "transport"}),
        ("A U.N. helicopter with three crew was hit by gunfire over Goma on Monday.", {"diplomatic", "transport"}),
        ("A missile hit a trolleybus in Sumy on Sunday.", {"civilian", "transport"}),
        ("On Tuesday troops were waylaid near Dikwa by gunmen.", {"military"}),
        ("A man drove a lorry into a Christmas market in Berlin on Monday, killing twelve.", {"civilian"}),
        ("Gunmen ambushed a convoy carrying workers to a mine near Fada on Monday.", {"civilian", "transport"}),
        ("Gunmen ambushed a Levies patrol near Kalat on Monday.", {"police"}),
    ],
)
def test_a_wire_tells_all_kinds_of_target(body: str, expected: set[str]) -> None:
    assert _kinds(body) == expected
