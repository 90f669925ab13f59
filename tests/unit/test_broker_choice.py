"""Which broker is chosen, and what is said when there is none. Missing tools are really missing: PATH lacks them."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.broker import (
    BrokerUnavailable,
    LocalBroker,
    answers,
    choose_broker,
    classes,
    docker_answers,
    java_version,
)
from tallywire.broker.jars import jars, java
from tallywire.processes import free_ports


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which no tool is found, but those that a test puts into this folder."""
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    # The developer's own `make broker` is not on this machine.
    monkeypatch.setattr("tallywire.broker.choice.STANDING", tmp_path / "standing")
    return tools


@pytest.fixture
def busy() -> Iterator[int]:
    """A port of 127.0.0.1 on which something listens that is no Kafka."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def tool(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17),
        ('openjdk version "21" 2023-09-19', 21),
        ('openjdk version "25-ea" 2025-09-16', 25),
        ('java version "1.8.0_402"', 8),
        ("The operation couldn't be completed. Unable to locate a Java Runtime.", None),
    ],
)
def test_a_java_version_is_read_in_all_its_spellings(said: str, version: int | None) -> None:
    assert java_version(said) == version


def test_without_java_the_message_says_what_to_install(bare: Path) -> None:
    with pytest.raises(BrokerUnavailable, match=r"there is no Java .*Java 17 or newer and Maven"):
        java()


def test_an_old_java_is_named_with_its_version(bare: Path) -> None:
    tool(bare, "java", """echo 'openjdk version "11.0.2" 2019-01-15' >&2""")
    with pytest.raises(BrokerUnavailable, match="is Java 11, too old"):
        java()


def test_on_debian_the_exact_command_is_said(bare: Path) -> None:
    tool(bare, "apt-get", "exit 0")
    sudo = "" if os.geteuid() == 0 else "sudo "
    command = f"{sudo}apt-get update && {sudo}apt-get install -y openjdk-17-jre-headless maven"
    with pytest.raises(BrokerUnavailable, match=command):
        java()


def test_without_maven_the_jars_cannot_be_had(bare: Path, tmp_path: Path) -> None:
    with pytest.raises(BrokerUnavailable, match="there is no mvn on PATH"):
        jars(tmp_path / "home")


def test_a_failing_maven_is_quoted_and_leaves_no_half_folder(bare: Path, tmp_path: Path) -> None:
    tool(bare, "mvn", "echo '[ERROR] Could not resolve kafka_2.13'; exit 1")
    with pytest.raises(BrokerUnavailable, match=r"Could not resolve kafka_2\.13"):
        jars(tmp_path / "home")
    assert list((tmp_path / "home").iterdir()) == []


def test_jars_are_fetched_once(bare: Path, tmp_path: Path) -> None:
    tool(bare, "mvn", 'for word; do case $word in -DoutputDirectory=*) /bin/mkdir "${word#*=}";; esac; done')
    fetched = jars(tmp_path / "home")
    tool(bare, "mvn", "exit 1")
    assert jars(tmp_path / "home") == fetched


def test_classes_are_written_by_a_broker_until_some_are_kept(tmp_path: Path) -> None:
    written = tmp_path / "broker" / classes.NAME
    written.parent.mkdir()
    assert classes.reading(tmp_path) == []
    assert classes.writing(tmp_path, written.parent) == [f"-XX:ArchiveClassesAtExit={written}"]
    for text in ("first", "second"):
        written.write_text(text)
        classes.keep(tmp_path, written)
    assert classes.reading(tmp_path) == [f"-XX:SharedArchiveFile={tmp_path / classes.NAME}"]
    assert classes.writing(tmp_path, written.parent) == []
    assert (tmp_path / classes.NAME).read_text() == "first"


def test_docker_without_a_daemon_does_not_answer(bare: Path) -> None:
    assert not docker_answers()
    tool(bare, "docker", "exit 1")
    assert not docker_answers()
    tool(bare, "docker", "exit 0")
    assert docker_answers()


def test_docker_is_not_replaced_when_it_was_asked_for(bare: Path) -> None:
    with pytest.raises(BrokerUnavailable, match="Docker does not answer"), choose_broker("docker"):
        pass


def test_auto_says_why_docker_failed_and_goes_on_to_the_jars(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool(bare, "docker", 'case "$*" in *up*) echo "pull access denied" >&2; exit 1;; esac')
    with pytest.raises(BrokerUnavailable, match="there is no Java"), choose_broker("auto"):
        pass
    assert "pull access denied" in capsys.readouterr().err


def test_an_address_where_nothing_answers_is_refused() -> None:
    (port,) = free_ports(1)
    with pytest.raises(BrokerUnavailable, match=f"no Kafka broker answers at 127.0.0.1:{port}"):
        choose_broker(f"127.0.0.1:{port}").__enter__()


def test_a_word_that_is_no_address_is_refused() -> None:
    with pytest.raises(BrokerUnavailable, match="'kafka' is no broker: say auto, docker, local or HOST:PORT"):
        choose_broker("kafka").__enter__()


def test_what_listens_but_is_no_kafka_does_not_answer(busy: int) -> None:
    assert not answers(f"127.0.0.1:{busy}", patience=0.5)


def test_a_port_in_use_is_one_clear_line(tmp_path: Path, busy: int) -> None:
    with pytest.raises(BrokerUnavailable, match=f"port {busy} of 127.0.0.1 is in use"):
        LocalBroker(tmp_path, busy).start()


def test_a_process_number_that_belongs_to_another_by_now_is_not_our_broker(tmp_path: Path) -> None:
    (tmp_path / "process.json").write_text(json.dumps({"pid": os.getpid(), "port": 9092}))
    broker = LocalBroker(tmp_path)
    assert not broker.running
    broker.stop()
    assert not (tmp_path / "process.json").exists()
