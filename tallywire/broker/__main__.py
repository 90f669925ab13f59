"""The broker of `make broker` and `make broker-stop`: one that stays up between commands."""

import argparse
import sys

from tallywire.broker.choice import STANDING
from tallywire.broker.jars import BrokerUnavailable
from tallywire.broker.local import LocalBroker


def main(words: list[str] | None = None) -> int:
    """0 after doing what was asked, 1 with one clear message if it could not be done; `status`: 0 if it runs."""
    parser = argparse.ArgumentParser(prog="python -m tallywire.broker", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("--port", type=int, default=9092)
    asked = parser.parse_args(words)
    broker = LocalBroker(STANDING, asked.port)
    try:
        return {"start": start, "stop": stop, "status": status}[asked.action](broker)
    except BrokerUnavailable as unavailable:
        print(f"broker: {unavailable}", file=sys.stderr)
        return 1


def start(broker: LocalBroker) -> int:
    """Start it unless it runs, and say where it is."""
    broker.start()
    return status(broker)


def stop(broker: LocalBroker) -> int:
    """Stop it if it runs; its topics stay for the next start."""
    was = broker.running
    broker.stop()
    print(f"broker: {'stopped' if was else 'was not running'}; its topics are kept in {broker.folder}")
    return 0


def status(broker: LocalBroker) -> int:
    """Say whether it runs."""
    if not broker.running:
        print("broker: not running")
        return 1
    print(f"broker: running at {broker.bootstrap} (process {broker.pid}, log {broker.log})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
