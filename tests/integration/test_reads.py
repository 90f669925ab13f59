"""What a worker of aggregation answers, alone and beside others, is what the topics say."""

from functools import partial
from http import HTTPStatus
from pathlib import Path

import pytest

from services.aggregation.reads import partition_of
from tallywire.processes import holds_within
from tests.workers import COUNTRIES, Topics, Workers, ask, workers

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


@pytest.mark.parametrize("store", ["memory", "rocksdb"])
def test_a_worker_answers_what_the_topics_say(bootstrap: str, namespace: str, tmp_path: Path, store: str) -> None:
    with workers(bootstrap, namespace, tmp_path, 1, STORE=store) as one:
        one.begin("aggregation")
        topics = one.report(each=60)
        one.check("aggregation", topics)
        url = one.stack.url("aggregation")
        assert ask(f"{url}/counts", country="IQ", month="2021-01").json == []
        assert ask(f"{url}/counts", country="IQ", span="2021-01-01").status == HTTPStatus.NOT_FOUND
        assert ask(f"{url}/incidents/IQ-2021-01-01-none").status == HTTPStatus.NOT_FOUND
        assert "country must be" in ask(f"{url}/counts", country="XX", month="2022-01").json["error"]
        assert ask(f"{url}/incidents", country="IQ").status == HTTPStatus.BAD_REQUEST
        told = ask(f"{url}/tables").json
        assert (told["reports"], told["workers"]) == (6 * 60, {url: [0, 1, 2, 3]})

        one.stack.restart("aggregation")  # what is read back, none of it by the agent, is found too
        one.check("aggregation", topics)


def test_every_worker_tells_of_every_country_whoever_comes_and_goes(
    bootstrap: str, namespace: str, tmp_path: Path
) -> None:
    with workers(bootstrap, namespace, tmp_path, 3) as three:
        first, second, third = three.names
        three.begin(first)
        topics = three.report(each=30)
        for joining in (second, third):
            three.begin(joining)
            for name in three.running:
                three.check(name, topics)
                _sends_on(three, name)
        assert len(set(three.owners().values())) == 3

        owner = three.owners()[partition_of("IQ")]
        three.stack.kill(owner)
        others = [name for name in three.names if name != owner]
        answers = partial(_by_each, three, others, topics)
        assert holds_within(60, answers, every=0.2)
        for name in others:
            three.stack.workers[name].stop(30) if name != others[0] else None
        assert holds_within(60, partial(_by_each, three, others[:1], topics), every=0.2)
        # Until it hears that the other left, it may send us there for other countries.
        assert holds_within(60, partial(three.agree, others[:1]), every=0.2)
        three.check(others[0], topics)


def _sends_on(three: Workers, name: str) -> None:
    """The worker answers for what is its own, and sends us to the owner of everything else."""
    for country in COUNTRIES:
        owner = three.owners()[partition_of(country)]
        told = ask(f"{three.stack.url(name)}/counts", follow=False, country=country, month="2022-01")
        assert told.status == (HTTPStatus.OK if owner == name else HTTPStatus.TEMPORARY_REDIRECT)
        assert owner == name or told.json == {"owner": three.stack.url(owner)}


def _by_each(three: Workers, names: list[str], topics: Topics) -> bool:
    """Whether each of these workers tells of Iraq; until then it says that it cannot, or sends us to nobody."""
    answers = [ask(f"{three.stack.url(name)}/incidents", country="IQ", month="2022-01") for name in names]
    for one in answers:
        assert one.status in (0, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.OK)
        assert one.status != HTTPStatus.OK or one.json == topics.incidents_of("IQ", "2022-01")
    return all(one.status == HTTPStatus.OK for one in answers)
