"""The manifests for Kubernetes: valid by its published schemas, hardened, and true to topics, rights and settings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from pydantic_settings import BaseSettings

from services.aggregation.settings import AggregationSettings
from services.api.settings import ApiSettings
from services.common.settings import Settings
from services.ingest.settings import IngestSettings
from tallywire.stack import SERVICES
from tools import kubernetes

FOLDER = Path(__file__).parents[2] / "ops" / "kubernetes"
VERSION = "1.33"
CUSTOM = {"kafka.strimzi.io/v1", "keda.sh/v1alpha1", "kustomize.config.k8s.io/v1beta1"}
"""Kinds of operators, whose schemas no package brings: not validated."""


def documents(folder: str = "") -> Iterator[tuple[Path, Any]]:
    for path in sorted((FOLDER / folder).rglob("*.yaml")):
        yield from ((path, told) for told in yaml.safe_load_all(path.read_text()))


def pods() -> dict[str, Any]:
    """The pod of each service."""
    running = (told for _, told in documents() if told["kind"] in ("Deployment", "StatefulSet"))
    return {told["metadata"]["name"]: told["spec"]["template"]["spec"] for told in running}


def container(service: str) -> Any:
    (only,) = pods()[service]["containers"]
    return only


@pytest.mark.parametrize(("path", "told"), [one for one in documents() if one[1]["apiVersion"] not in CUSTOM])
def test_manifests_are_valid_by_the_published_schemas(path: Path, told: Any) -> None:
    kubernetes_validate.validate(told, VERSION, strict=True)


def test_a_manifest_that_is_wrong_is_found_out() -> None:
    told = next(told for _, told in documents("base") if told["kind"] == "Deployment")
    told["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(told, VERSION, strict=True)


def test_topics_and_users_are_those_of_the_data() -> None:
    for name, text in kubernetes.files().items():
        assert (FOLDER / "kafka" / name).read_text() == text, f"{name}: run `make schemas`"


@pytest.mark.parametrize("folder", ["base", "kafka", "small", "large"])
def test_a_kustomization_names_what_is_there(folder: str) -> None:
    told = yaml.safe_load((FOLDER / folder / "kustomization.yaml").read_text())
    for name in told["resources"]:
        assert (FOLDER / folder / name).exists()
    kinds = {(one["kind"], one["metadata"]["name"]) for _, one in documents() if "metadata" in one}
    for patch in told.get("patches", ()):
        target = patch["target"]
        assert any(kind == target["kind"] and re.fullmatch(target.get("name", ".*"), name) for kind, name in kinds), (
            target
        )
        assert yaml.safe_load(patch["patch"])


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_runs_without_rights_that_it_does_not_need(service: str) -> None:
    pod, own = pods()[service], container(service)
    assert own["command"] == ["python", "-m", f"services.{service}"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert own["securityContext"]["readOnlyRootFilesystem"]
    assert own["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert not own["securityContext"]["allowPrivilegeEscalation"]
    assert {"requests", "limits"} <= own["resources"].keys()
    probes = {name: own[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
    assert probes == {"startup": "/live", "liveness": "/live", "readiness": "/ready"}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_told_settings_that_there_are(service: str) -> None:
    kinds: dict[str, type[BaseSettings]] = {
        "ingest": IngestSettings, "aggregation": AggregationSettings, "api": ApiSettings,
    }  # fmt: skip
    own = [Settings, *([kinds[service]] if service in kinds else ())]
    names = {f"{one.model_config['env_prefix']}{field}".upper() for one in own for field in one.model_fields}
    shared = next(told for _, told in documents("base") if told["kind"] == "ConfigMap")["data"]
    told = {name for name in (*shared, *(one["name"] for one in container(service)["env"])) if name.startswith("TALLY")}
    assert {name.removesuffix("_FILE") for name in told} <= names
    before: set[str] = set()
    for one in container(service)["env"]:
        # Only what stands before it can be used in a value.
        assert set(re.findall(r"\$\((\w+)\)", one.get("value", ""))) <= before
        before.add(one["name"])
