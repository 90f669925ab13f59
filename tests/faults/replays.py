"""F12 to F15: the same events again, in another order, late, corrected and taken back."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from schemas.articles import ArticleEvent
from schemas.topics import ARTICLES, COUNTS, INCIDENTS, REPORTS
from services.common.envelope import Envelope
from tallywire.commands.verify import differences
from tallywire.oracle import outcome_of
from tests.faults.experiment import Experiment
from tests.faults.killing import load
from tests.faults.logs import Logs
from tests.faults.trial import Trial
from tests.faults.upstream import enveloped, portions, read_anew, upstream
from tests.faults.wires import TROUBLED, planned

LATER = ("extraction", "aggregation")
EMBARGO = timedelta(seconds=20)


def replay(trial: Trial) -> None:
    """Reads the whole log of articles again, in a namespace in which nothing was ever read."""
    with trial.stack() as stack:
        load(trial)
        trial.settle(stack)
    before = Logs.of(trial.settings)
    read_anew(trial)
    _come_to(trial, before.articles())


def shuffle_wires(trial: Trial) -> None:
    """Delivers wires in any order: corrections and kills before what they correct, and the days mixed."""
    plan = planned(trial.effort.wires, trial.seed, TROUBLED)
    trial.expected = plan.standing
    deliveries = list(plan.deliveries)
    trial.chance.shuffle(deliveries)
    with trial.stack() as stack:
        trial.publish(deliveries)
        trial.settle(stack)


def shuffle_articles(trial: Trial) -> None:
    """Hands articles to extraction in any order that keeps each article's own, as partitions do."""
    articles = upstream(trial, TROUBLED).articles
    by_article: dict[str, list[ArticleEvent]] = {}
    for article in articles:
        by_article.setdefault(article.article_id, []).append(article)
    turns = [article.article_id for article in articles]
    trial.chance.shuffle(turns)
    _read(trial, enveloped(by_article[turn].pop(0) for turn in turns))
    _come_to(trial, articles)


def bring_late(trial: Trial) -> None:
    """Brings the older half of the days when the newer is counted already."""
    articles = sorted(upstream(trial).articles, key=lambda article: article.published_at)
    older, newer = portions(articles, 2)
    _read(trial, enveloped(newer), enveloped(older))
    _come_to(trial, articles)


def correct(trial: Trial) -> None:
    """Corrects many wires, some into another country, kills many, some again and again, and holds some back."""
    plan = planned(trial.effort.wires, trial.seed, TROUBLED, datetime.now(UTC) + EMBARGO)
    trial.expected = plan.standing
    with trial.stack() as stack:
        trial.publish(plan.deliveries)
        trial.settle(stack)
        time.sleep(EMBARGO.total_seconds())
        trial.settle(stack)


def emit_again(trial: Trial) -> None:
    """Puts all articles and all reports on their topics again: other offsets, the same events."""
    up = upstream(trial, TROUBLED)
    with trial.stack(*LATER) as stack:
        trial.put(ARTICLES, enveloped(up.articles))
        trial.settle(stack, *LATER)
        told = len(_told(trial))
        shuffled = enveloped(up.reports)
        trial.chance.shuffle(shuffled)
        for again in (enveloped(up.reports), shuffled):
            trial.put(ARTICLES, enveloped(up.articles))
            trial.put(REPORTS, again)
            trial.settle(stack, *LATER)
    more = len(_told(trial)) - told
    trial.told.append(
        f"{len(up.reports)} reports, each made three times: {more} more events about incidents and counts"
    )
    assert not more, trial.told[-1]


def _told(trial: Trial) -> list[object]:
    logs = Logs.of(trial.settings)
    return [*logs.topics[INCIDENTS.name], *logs.topics[COUNTS.name]]


def _read(trial: Trial, *parts: Iterable[Envelope]) -> None:
    with trial.stack(*LATER) as stack:
        for part in parts:
            trial.put(ARTICLES, part)
            trial.settle(stack, *LATER)


def _come_to(trial: Trial, articles: Iterable[ArticleEvent]) -> None:
    """Returns if tables and topics are what these articles come to, in this order."""
    found = list(differences(trial.settings, outcome_of(articles)))
    assert not found, f"{len(found)} differences to the same articles in their own order, such as {found[:3]}"


SHUFFLED = Experiment("F13 wires", "wires in any order", shuffle_wires)
AGAIN = Experiment("F15", "all articles and reports emitted three times", emit_again, services=LATER)
EXPERIMENTS = (
    Experiment("F12", "the log of articles read again into fresh tables", replay, services=LATER),
    SHUFFLED,
    Experiment("F13 articles", "articles in any order", shuffle_articles, services=LATER),
    Experiment("F13 late", "the older half of the days comes last", bring_late, services=LATER),
    Experiment("F14", "many corrections, some to another country, repeated kills, reprints, embargoes", correct),
    AGAIN,
)
