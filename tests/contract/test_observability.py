"""What is watched: rules, configuration and dashboard are valid, and speak of metrics that the services expose."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml
from prometheus_client import Metric

from services.api.hub import Hub
from services.api.metrics import Metrics
from services.api.model.follower import State
from services.api.model.positions import Position
from services.common import meters
from services.common.service import add_health
from services.common.settings import Settings
from services.ingest.app import make_app
from services.ingest.settings import IngestSettings
from tallywire.stack import SERVICES
from tools import dashboard

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ops" / "observability"
RULES = [rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
NAME = re.compile(r"\btallywire_\w+")
OF_HISTOGRAMS = ("_bucket", "_sum", "_count")

promtool = pytest.mark.skipif(which("promtool") is None, reason="there is no promtool (Debian's package prometheus)")


def names(exposed: Iterable[Metric]) -> set[str]:
    """As they stand in the list: a counter with its ending, a histogram without."""
    return {f"{one.name}_total" if one.type == "counter" else one.name for one in exposed}


def exposed() -> list[Metric]:
    """What the registries of a Faust service that has feeds, and of the api, give out."""
    settings = Settings()
    app = make_app(settings, IngestSettings(), {})
    add_health(app, settings)
    api = Metrics()
    state = State(Position(1, ()), (), 0.0)
    api.watch(lambda: state, {}, Hub())
    return [*app.meters._registry.collect(), *api._registry.collect()]


@pytest.fixture(scope="module")
def known() -> set[str]:
    """All that an expression may name."""
    metrics = exposed()
    histograms = [one.name for one in metrics if one.type == "histogram"]
    return names(metrics) | {f"{name}{ending}" for name in histograms for ending in OF_HISTOGRAMS}


def panels() -> list[Any]:
    found: list[Any] = json.loads(dashboard.FILE.read_text())["panels"]
    return found


@promtool
def test_prometheus_takes_the_configuration() -> None:
    checked("check", "config", "prometheus.yml")


@promtool
def test_each_alert_fires_when_it_must_and_is_silent_when_not() -> None:
    checked("test", "rules", "alerts.test.yml")


@promtool
def test_prometheus_takes_the_expressions_of_the_dashboard(tmp_path: Path) -> None:
    expressions = {query["expr"].replace("$__rate_interval", "1m") for panel in panels() for query in panel["targets"]}
    rules = [{"record": f"panel:{at}", "expr": expression} for at, expression in enumerate(sorted(expressions))]
    (tmp_path / "panels.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    assert f"{len(expressions)} rules found" in checked("check", "rules", str(tmp_path / "panels.yml"))


def checked(*words: str) -> str:
    done = subprocess.run(["promtool", *words], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_metric_is_in_the_commented_list_and_the_other_way_round() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", meters.__doc__ or "", re.MULTILINE)
    assert sorted(listed) == sorted(names(exposed()))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_speaks_of_metrics_that_there_are_and_says_what_to_do(rule: Any, known: set[str]) -> None:
    assert set(NAME.findall(rule["expr"])) <= known
    assert rule["labels"]["severity"] in ("warning", "critical")
    assert rule["annotations"]["summary"].removesuffix("{{ end }}").endswith(".")
    (remedy,) = re.findall(r"See docs/operations\.md#(\w+)\.$", rule["annotations"]["description"].strip())
    headings = re.findall(r"^#+ (\w+)$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    assert (remedy, rule["alert"] in headings) == (rule["alert"].lower(), True)


def test_each_alert_is_tested_both_ways() -> None:
    told = yaml.safe_load((FOLDER / "alerts.test.yml").read_text())["tests"]
    tested = [(one["alertname"], "exp_alerts" in one) for test in told for one in test["alert_rule_test"]]
    assert set(tested) == {(rule["alert"], fires) for rule in RULES for fires in (True, False)}


@pytest.mark.parametrize("panel", panels(), ids=lambda panel: str(panel["title"]))
def test_a_panel_has_a_title_a_unit_and_expressions_over_metrics_that_there_are(panel: Any, known: set[str]) -> None:
    assert panel["title"]
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert panel["targets"]
    for query in panel["targets"]:
        assert set(NAME.findall(query["expr"])) <= known
        assert NAME.search(query["expr"]) or "up{" in query["expr"]


def test_the_dashboard_is_made_from_the_list_of_its_panels() -> None:
    assert dashboard.FILE.read_text() == dashboard.text(), "run `make schemas`"
    places = [panel["gridPos"] for panel in panels()]
    taken = {(x, y) for p in places for x in range(p["x"], p["x"] + p["w"]) for y in range(p["y"], p["y"] + p["h"])}
    assert len(taken) == sum(p["w"] * p["h"] for p in places), "panels lie upon each other"


def test_each_service_is_scraped_where_compose_has_it() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    jobs = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    assert [job["job_name"] for job in jobs] == list(SERVICES)
    for name, job in zip(SERVICES, jobs, strict=True):
        (found,) = job.get("static_configs") or job["dns_sd_configs"]
        told = found["targets"] if "targets" in found else [f"{host}:{found['port']}" for host in found["names"]]
        assert told == [f"{name}:{services[name]['environment']['TALLYWIRE_WEB_PORT']}"]


def test_what_compose_gives_prometheus_and_grafana_is_there_and_they_are_open_to_this_machine_only() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("prometheus", "grafana"):
        own = services[name]
        assert own["profiles"] == ["observability"]
        assert re.fullmatch(r".+:v?\d+\.\d+\.\d+", own["image"])
        assert (own["read_only"], own["cap_drop"]) == (True, ["ALL"])
        assert all(port.startswith("127.0.0.1:") for port in own["ports"])
        files = [re.sub(r"\$\{\w+:-(.+?)\}", r"\1", volume).split(":")[0] for volume in own["volumes"]]
        assert all((ROOT / file).exists() for file in files if file.startswith("./"))
