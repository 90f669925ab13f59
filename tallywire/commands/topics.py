"""`topics`: create them, check them."""

from typing import Annotated

import typer

from schemas.topics import TOPICS
from services.common.admin import check_topics, create_topics
from services.common.settings import Settings
from tallywire import screen


def topics(check: Annotated[bool, typer.Option("--check", help="only check, create nothing")] = False) -> None:
    """Create the topics that are missing, and check all of them.

    Examples:
      tallywire topics

      tallywire topics --check
    """
    settings = Settings()
    made = () if check else create_topics(settings)
    if check:
        check_topics(settings)
    for topic in TOPICS:
        state = "created" if settings.named(topic.name) in made else "in place"
        name = settings.named(topic.name)
        screen.line(f"{name:<24} {topic.partitions} partitions, key {topic.key:<12} {topic.cleanup:<8} {state}")
