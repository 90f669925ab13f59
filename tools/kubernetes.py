"""Writes the topics and the users of ops/kubernetes from the topics' data: `python -m tools.kubernetes`."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from services.common.access import USERS, Grant, grants
from services.common.admin import wanted
from services.common.settings import Settings

FOLDER = Path(__file__).parents[1] / "ops" / "kubernetes" / "kafka"
CLUSTER = {"strimzi.io/cluster": "kafka"}
COPIES = 3
HEAD = "# Made by `make schemas` from schemas/topics.py and services/common/access.py: not to be changed by hand.\n"


def files() -> dict[str, str]:
    """The files by their names."""
    settings = Settings(kafka_bootstrap="")
    made = {
        "topics.yaml": [_topic(name, options) for name, options in wanted(settings).items()],
        "users.yaml": [_user(user, [one for one in grants(settings) if one.user == user]) for user in USERS],
    }
    return {name: HEAD + yaml.safe_dump_all(told, sort_keys=False, width=120) for name, told in made.items()}


def _topic(name: str, options: dict[str, Any]) -> dict[str, Any]:
    return _resource("KafkaTopic", name) | {
        "spec": {"partitions": options["num_partitions"], "replicas": COPIES, "config": options["configs"]}
    }


def _user(user: str, own: list[Grant]) -> dict[str, Any]:
    rights: defaultdict[tuple[str, str, bool, bool], list[str]] = defaultdict(list)
    for one in own:
        rights[one.kind, one.name, one.begins, one.denied].append(one.operation.capitalize())
    rules = [
        {
            "type": "deny" if denied else "allow",
            "resource": {"type": kind, "name": name, "patternType": "prefix" if begins else "literal"},
            "operations": operations,
        }
        for (kind, name, begins, denied), operations in rights.items()
    ]
    authorization = {"type": "simple", "acls": rules}
    return _resource("KafkaUser", user) | {
        "spec": {"authentication": {"type": "scram-sha-512"}, "authorization": authorization}
    }


def _resource(kind: str, name: str) -> dict[str, Any]:
    metadata = {"name": name, "labels": CLUSTER}
    return {"apiVersion": "kafka.strimzi.io/v1", "kind": kind, "metadata": metadata}


def main() -> None:
    """Writes the files."""
    for name, text in files().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
