"""Containers take Docker, and the images that ours are made of; where they cannot be had, these tests are skipped."""

from collections.abc import Iterator

import pytest

from tallywire.broker import docker_answers
from tests.containers import composed as own
from tests.kafka import IMAGE as BROKER

BASE = "python:3.13-slim"


@pytest.fixture(scope="package", autouse=True)
def image() -> None:
    """The image of this tree."""
    if not docker_answers():
        pytest.skip("Docker does not answer: the compose file was not run")
    for wanted in (BASE, BROKER):
        if not own.has_image(wanted):
            pytest.skip(f"Docker answers but has no {wanted} and cannot pull it: the compose file was not run")
    own.build()


@pytest.fixture(scope="module")
def system(image: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[own.Composed]:
    """The whole system, up and healthy, one for the tests of a module."""
    with own.composed(tmp_path_factory.mktemp("compose")) as system:
        system.up()
        yield system
