import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.items import Item
from services.ingest.domain.notes import Notice, told

STORY = "BAGHDAD (Harbourline) - A drone struck a depot on Wednesday, officials said.\n\nNobody was hurt."


@pytest.mark.parametrize(
    ("item", "notice"),
    [
        (Item(headline="KILL"), Notice("kill")),
        (Item(headline="MANDATORY KILL"), Notice("kill")),
        (Item(headline="BULLETIN KILL"), Notice("kill")),
        (Item(headline="KILL - Iraq-Attack"), Notice("kill", "Iraq-Attack")),
        (Item(headline="KILL: Iraq"), Notice("kill", "Iraq")),
        (Item(headline="KILL KILL Drone strikes depot"), Notice("kill")),
        (Item(headline="WITHDRAWN: Drone strikes depot", body=STORY), Notice("kill")),
        (Item(headline="STORY REMOVED: Drone strikes depot"), Notice("kill")),
        (Item(headline="Retraction: Drone strikes depot"), Notice("kill")),
        (Item(headline="Drone strikes depot", note="KILL"), Notice("kill")),
        (Item(headline="Drone strikes depot", note="MANDATORY KILL. The quotes were made up."), Notice("kill")),
        (Item(note="Eds: kill the story slugged IRAQ-ATTACK"), Notice("kill", "IRAQ-ATTACK")),
        (Item(note="EDITORS: Please kill Iraq-Attack story moved at 1300."), Notice("kill", "Iraq-Attack")),
        (Item(note="The story has been withdrawn."), Notice("kill")),
        (Item(body="KILL KILL KILL\n\nThe story on a depot is wrong."), Notice("kill")),
        (Item(body="EDITORS: Kill the story slugged IRAQ-ATTACK."), Notice("kill", "IRAQ-ATTACK")),
        (Item(body="NOTE TO EDITORS: the story Iraq-Attack has been withdrawn."), Notice("kill", "Iraq-Attack")),
        (Item(headline="Drone strikes depot", body="This story has been withdrawn."), Notice("kill")),
        (Item(headline="NOTE TO EDITORS: the story Iraq-Attack is withheld"), Notice("withhold", "Iraq-Attack")),
        (
            Item(body="NOTE TO EDITORS: the story Iraq-Attack is withheld until noon."),
            Notice("withhold", "Iraq-Attack"),
        ),
        (Item(headline="h", body=STORY, note="Do not use this story."), Notice("withhold")),
        (Item(headline="CORRECTION: Drone strikes depot", body=STORY), Notice("correction")),
        (Item(headline="CORRECTED-Drone strikes depot", body=STORY), Notice("correction")),
        (Item(headline="CORRECTS day of drone strike", body=STORY), Notice("correction")),
        (
            Item(headline="Drone strikes depot", body=f"(Corrects day in first paragraph)\n\n{STORY}"),
            Notice("correction"),
        ),
        (Item(headline="Drone strikes depot", body=STORY, note="CORRECTS number of dead"), Notice("correction")),
        (
            Item(headline="Drone strikes depot", body=STORY, note="Eds: Corrects that rebels kill 5"),
            Notice("correction"),
        ),
        (Item(headline="ADVISORY - Plans for Friday", body="We will cover the summit."), Notice("advisory")),
        (Item(headline="EDITORS: Plans for Friday", body="We will cover the summit."), Notice("advisory")),
        (Item(body="EDITORS: We will move the story at noon."), Notice("advisory")),
    ],
)
def test_a_desk_is_heard(item: Item, notice: Notice) -> None:
    assert told(item) == notice


@pytest.mark.parametrize(
    "headline",
    [
        "Rebels kill 5",
        "Bombing kills 12",
        "Kill switch for drones is tested",
        "Kill Bill returns to cinemas",
        "REBELS KILL 5 IN RAID",
        "KILLER DRONE STRIKES DEPOT",
        "To kill or not to kill: a debate",
        "Troops withdrawn from town",
        "Story of a town under fire",
        "Advisory panel meets on drones",
        "Editors jailed after raid",
        "Correction of borders demanded",
        "Withheld pay angers soldiers",
        "UPDATE 2-Drone strikes depot",
        "URGENT: Drone strikes depot",
    ],
)
def test_news_of_killing_and_withdrawing_is_no_notice(headline: str) -> None:
    assert told(Item(headline=headline, body=f"{headline}, officials said.\n\n{STORY}")) == Notice()


@pytest.mark.parametrize(
    "note",
    [
        "UPDATES with rebels kill 5",
        "ADVISORY: graphic content",
        "Eds: adds quotes",
        "Fourth of five stories; the kill on this story is lifted.",
        "The story has not been withdrawn.",
        "With photos.",
    ],
)
def test_other_notes_leave_a_story_as_it_is(note: str) -> None:
    assert told(Item(headline="Drone strikes depot", body=STORY, note=note)) == Notice()


@pytest.mark.parametrize(
    "body",
    [
        f"EDITORS: graphic content\n\n{STORY}",
        "The report was withdrawn by the ministry on Friday.",
        "Soldiers were told to kill the story's author, a court heard.",
        "Aid is withheld from towns.",
    ],
)
def test_a_body_that_tells_news_is_no_notice(body: str) -> None:
    assert told(Item(headline="Drone strikes depot", body=body)) == Notice()


@given(st.text(), st.text(), st.none() | st.text())
def test_any_item_can_be_asked(headline: str, body: str, note: str | None) -> None:
    assert told(Item(headline=headline, body=body, note=note)).names != ""
