"""A real Prometheus scrapes the running services with our configuration, and evaluates our rules and panels."""

import json
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml

from schemas.topics import INTAKE
from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.commands.batch import wires_in
from tallywire.commands.publish import published
from tallywire.processes import free_ports, group_of_its_own, holds_within, tail
from tallywire.stack import SERVICES, Stack
from tests.serving import asked
from tools import dashboard

pytestmark = [
    pytest.mark.integration,
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(which("prometheus") is None, reason="there is no Prometheus (Debian's package prometheus)"),
]
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ops" / "observability"
TOKEN = "an-operator-of-these-tests"  # noqa: S105  # nobody else's


def configuration(stack: Stack, token: Path) -> Any:
    """Ours, with the addresses of the stack, and less time between two looks."""
    told = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    told["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    told["rule_files"] = [str(FOLDER / name) for name in told["rule_files"]]
    for job in told["scrape_configs"]:
        job.pop("dns_sd_configs", None)
        job["static_configs"] = [{"targets": [f"127.0.0.1:{stack.workers[job['job_name']].port}"]}]
        if "authorization" in job:
            job["authorization"] = {"credentials_file": str(token)}
    return told


@contextmanager
def prometheus(told: Any, folder: Path) -> Iterator[str]:
    """Where a Prometheus with this configuration answers."""
    (port,) = free_ports(1)
    (folder / "prometheus.yml").write_text(yaml.safe_dump(told))
    process = group_of_its_own(
        [
            "prometheus",
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'tsdb'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        folder / "prometheus.log",
    )
    try:
        url = f"http://127.0.0.1:{port}"
        assert holds_within(30, partial(answers, f"{url}/-/ready")), tail(folder / "prometheus.log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(url: str) -> bool:
    try:
        return asked(url).status == 200
    except OSError:
        return False


def told(url: str, path: str, **query: str) -> Any:
    answer = json.loads(asked(f"{url}/api/v1/{path}?{urllib.parse.urlencode(query)}").body)
    assert answer["status"] == "success", answer
    return answer["data"]


def up(url: str) -> set[str]:
    return {one["labels"]["job"] for one in told(url, "targets")["activeTargets"] if one["health"] == "up"}


def counted(url: str, expression: str) -> float:
    """The sum of what an expression gives; 0 if it gives nothing."""
    return sum(float(one["value"][1]) for one in told(url, "query", query=expression)["result"])


@pytest.mark.parametrize("tokens", [False, True], ids=["open", "tokens"])
def test_prometheus_sees_every_service_and_takes_every_rule(
    bootstrap: str, namespace: str, tmp_path: Path, tokens: bool
) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    token = FOLDER / "operator-token"
    if tokens:
        token = tmp_path / "token"
        token.write_text(TOKEN)
    env = {"TALLYWIRE_API_OPERATOR_TOKENS": TOKEN} if tokens else {}
    with (
        Stack(bootstrap, tmp_path, namespace=namespace, env=env) as stack,
        prometheus(configuration(stack, token), tmp_path) as url,
    ):
        sent, _ = published(settings, wires_in([str(ROOT / "demo" / "wires")], None), lambda _: None)
        assert holds_within(60, lambda: up(url) == set(SERVICES)), told(url, "targets")
        assert holds_within(
            60, lambda: counted(url, f'tallywire_messages_total{{topic="{INTAKE.name}",outcome="handled"}}') == sent
        )
        assert {one["metric"]["job"] for one in told(url, "query", query="tallywire_lag")["result"]} == set(
            SERVICES[:-1]
        )
        rules = [rule for group in told(url, "rules")["groups"] for rule in group["rules"]]
        assert {rule["health"] for rule in rules} == {"ok"}
        assert [rule["name"] for rule in rules if rule["state"] == "firing"] == []
        for panel in dashboard.dashboard()["panels"]:
            for query in panel["targets"]:
                told(url, "query", query=query["expr"].replace("$__rate_interval", "10s"))
