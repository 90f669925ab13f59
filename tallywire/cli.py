"""The command `tallywire`."""

import os
import sys

import typer
from kafka.errors import KafkaError
from pydantic import ValidationError

from services.common.admin import BrokerFault
from services.common.envelope import faults
from services.common.environment import WrongSettings
from tallywire import screen
from tallywire.broker import BrokerUnavailable
from tallywire.commands import (
    access,
    batch,
    demo,
    dlq,
    explain,
    export,
    feeds,
    publish,
    rebuild,
    report,
    resolve,
    tail,
    topics,
    verify,
)
from tallywire.stack import StackFailed

app = typer.Typer(
    help="Reads armed incidents out of news wires, merges their reports, and keeps running counts, over Kafka.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    epilog="Exit codes: 0 done, 1 some input failed or differs, 2 wrong usage or settings, 3 no broker or topic.",
)
for command in (
    batch.extract, explain.explain, resolve.resolve, batch.count, publish.publish, tail.tail, export.export,
    report.report, topics.topics, access.access, verify.verify, rebuild.rebuild, demo.demo
):  # fmt: skip
    app.command()(command)
app.add_typer(dlq.app, name="dlq")
app.add_typer(feeds.app, name="feeds")


def main() -> None:
    """Runs the command; what is expected to go wrong is one line, not a stack trace."""
    try:
        app()
    except (BrokerFault, BrokerUnavailable, StackFailed) as error:
        _fail(str(error), screen.EXIT_BROKER)
    except KafkaError as error:
        _fail(f"the broker refused or went away: {error!r}", screen.EXIT_BROKER)
    except ValidationError as error:
        _fail(f"wrong settings (TALLYWIRE_...): {faults(error)}", screen.EXIT_USAGE)
    except WrongSettings as error:
        _fail(str(error), screen.EXIT_USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has enough: no error. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(text: str, code: int) -> None:
    screen.complain(text)
    sys.exit(code)
