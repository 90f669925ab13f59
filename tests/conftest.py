"""What every test may ask for."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tallywire.broker import BrokerUnavailable
from tests.kafka import broker_for_tests
from tests.sharing_out import Sharing

# How long an example takes says how busy the machine is.
settings.register_profile("tallywire", deadline=None)
settings.load_profile("tallywire")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    """The files in their order, in which those that take long come first."""
    config.option.loadscopereorder = False
    return Sharing(config, log)


@pytest.fixture(scope="session")
def bootstrap() -> Iterator[str]:
    """The address of a real Kafka broker, one for all tests; fails the test, with what to install, if there is none."""
    try:
        with broker_for_tests() as address:
            yield address
    except BrokerUnavailable as unavailable:
        pytest.fail(f"this test needs a Kafka broker: {unavailable}", pytrace=False)


@pytest.fixture
def namespace() -> str:
    """A prefix for topics and groups that no other test has, on a broker that all share."""
    return f"t{uuid.uuid4().hex[:8]}."
