"""Whatever is killed on the way, the tables come to what the batch oracle says."""

import os
import random
from pathlib import Path

import pytest

from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.commands.publish import published
from tallywire.commands.verify import articles, differences, ignored
from tallywire.lag import lag, wait_until_caught_up
from tallywire.oracle import outcome_of
from tallywire.processes import holds_within
from tallywire.stack import Stack
from tests.wires import bundled, multiplied

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900)]

WIRES = 5000
SEED = int(os.environ.get("TALLYWIRE_FAULT_SEED", "1"))


def test_kill_9_of_extraction_and_aggregation_changes_no_count(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    chance = random.Random(SEED)
    create_topics(settings)
    with Stack(bootstrap, tmp_path, namespace=namespace) as stack:
        assert published(settings, multiplied(WIRES), pytest.fail) == (WIRES, 0)
        for service in ("extraction", "extraction", "aggregation", "aggregation"):
            _wait_for_work(settings, service, at_least=chance.randint(50, 400))
            stack.kill(service)
            behind = lag(settings, service)
            print(f"seed {SEED}: killed {service} with {behind} messages to go")
            stack.restart(service)
            assert behind > 0
        assert wait_until_caught_up(settings, 120, ignored) == {}
    outcome = outcome_of(articles(settings))
    assert list(differences(settings, outcome)) == []
    assert sum(incident.status == "standing" for incident in outcome.incidents.values()) > 20
    assert sum(len(page.standing) for page in outcome.pages.values()) > WIRES / len(bundled()) * 20


def _wait_for_work(settings: Settings, service: str, at_least: int) -> None:
    """Returns when the service has been at work for a while and has this much left to do."""
    assert holds_within(120, lambda: lag(settings, service) >= at_least, every=0.3), f"{service} was never busy"
