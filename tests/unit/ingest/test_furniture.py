import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.text.furniture import without_furniture

STORY = "A drone struck a depot.\n\nNobody was hurt."


@pytest.mark.parametrize(
    "furniture",
    [
        "Read more",
        "Read more: Drones over the Gulf",
        "Continue reading...",
        "Click here to subscribe",
        "The post Drone strikes depot appeared first on Harbourline News.",
        "(c) 2022 Harbourline",
        "© 2022 Harbourline. All rights reserved.",
        "Copyright 2022 Harbourline",
        "Sign up for our newsletter",
        "Sign up here for the daily Copperline newsletter.",
        "Follow us on our channels",
        "(Reporting by Mira Holt in Mosul; Editing by Tom Arden)",
        "Reporting by Mira Holt; Writing by Lea Voss; Editing by Tom Arden",
        "(Additional reporting by Mira Holt)",
        "[...]",
        "Read more\n\n(c) 2022 Harbourline\n\nClick here for all stories",
    ],
)
def test_furniture_at_the_end_is_gone(furniture: str) -> None:
    assert without_furniture(f"{STORY}\n\n{furniture}") == STORY


@pytest.mark.parametrize(
    "told",
    [
        "Reporting by the commission was late, and its members said on Friday that they were sorry.",
        "Copyrights were not at stake.",
        "The post office was hit first.",
        "Subscribers to the fund were told on Friday.",
        "More troops were sent.",
        "He read more than most.",
        "Related attacks hit two towns on Friday.",
    ],
)
def test_a_last_paragraph_that_tells_something_stays(told: str) -> None:
    assert without_furniture(f"{STORY}\n\n{told}") == f"{STORY}\n\n{told}"


def test_furniture_between_paragraphs_stays() -> None:
    body = f"{STORY}\n\nRead more\n\nThe fire was put out."
    assert without_furniture(body) == body


def test_furniture_at_the_head_is_gone() -> None:
    assert without_furniture(f"Listen to this article\n\n3 min read\n\n{STORY}") == STORY


@given(st.lists(st.sampled_from(["Read more", "A drone struck a depot.", "", "© 2022", "Advertisement"])))
def test_what_was_cut_has_nothing_more_to_cut(texts: list[str]) -> None:
    once = without_furniture("\n\n".join(texts))
    assert without_furniture(once) == once
