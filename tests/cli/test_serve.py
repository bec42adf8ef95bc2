"""`serve` starts the web server and a worker, keeps them, and ends them whatever happens."""

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.cli.running import ROOT, Installation, Running, alive, eventually, free_port


def worker_of(running: Running) -> int | None:
    return next((child.pid for child in running.children() if "training worker" in child.command), None)


def test_a_life_of_serve(ready: Installation):
    port = free_port()
    with ready.start("serve", "--port", str(port)) as running:
        eventually(lambda: f"Muster is at http://127.0.0.1:{port}" in running.told, "the address is printed")
        second = ready.run("serve", "--port", str(port))
        assert second.code == 1
        assert second.errors == (
            f"Something else already uses port {port} of 127.0.0.1."
            f" Take another one: PORT={port + 1} make run, or --port {port + 1}.\n"
        )

        eventually(lambda: worker_of(running), "there is a worker")
        first = worker_of(running)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        eventually(lambda: worker_of(running) not in {None, first}, "there is another worker")
        assert "The worker ended (code -9); it is started again." in running.told

        children = [child.pid for child in running.children()]
        assert len(children) == 2
        running.process.send_signal(signal.SIGINT)
        running.process.send_signal(signal.SIGINT)  # as a terminal and make both do
        assert running.ends() == 0
        assert not [pid for pid in children if alive(pid)]
    assert "Traceback" not in running.told


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel of Linux")
def test_killed_outright_it_leaves_nobody_behind(ready: Installation):
    port = free_port()
    with ready.start("serve", "--port", str(port)) as running:
        eventually(lambda: "Muster is at" in running.told and worker_of(running), "it serves")
        children = [child.pid for child in running.children()]
        running.process.kill()
        eventually(lambda: not [pid for pid in children if alive(pid)], "the children end")


def test_the_server_ending_ends_the_rest(ready: Installation):
    with ready.start("serve", "--port", str(free_port())) as running:
        eventually(lambda: "Muster is at" in running.told and worker_of(running), "it serves")
        web, worker = (next(c.pid for c in running.children() if name in c.command) for name in ("gunicorn", "worker"))
        os.kill(web, signal.SIGKILL)
        assert running.ends() != 0
        assert not alive(worker)


def test_a_database_behind_the_program_stops_it_with_a_sentence(bare: Installation):
    for command in (["serve", "--port", str(free_port())], ["worker"], ["publish-courses"]):
        done = bare.run(*command)
        assert done.code == 1
        assert re.fullmatch(
            r"The database is at revision nothing and this program needs \w+\."
            r" Make a backup, then run: python -m training migrate\n",
            done.errors,
        ), done.errors


def test_an_address_of_another_machine_stops_it_with_a_sentence(ready: Installation):
    done = ready.run("serve", "--host", "192.0.2.1")
    assert done.code == 1
    assert done.errors.startswith("This machine cannot listen at 192.0.2.1:")
    assert done.errors.count("\n") == 1


def test_production_refuses_the_settings_of_a_demonstration(ready: Installation):
    done = ready.run("serve", MUSTER_MODE="production")
    assert done.code == 1
    assert "MUSTER_SECRET_KEY" in done.errors
    assert "MUSTER_TRUSTED_HOSTS" in done.errors
    assert "Traceback" not in done.errors


def test_gunicorn_is_configured_by_the_settings(ready: Installation):
    show = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "training/cli/gunicorn_config.py",
        "--print-config",
        "wsgi:app",
    ]
    env = ready.environment(MUSTER_SECRET_KEY="x" * 40, MUSTER_WEB_WORKERS="3", MUSTER_WEB_THREADS="5")
    told = subprocess.run(show, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    values = dict(re.findall(r"^(\w+)\s+= (.*)$", told, re.MULTILINE))
    assert (values["workers"], values["threads"], values["worker_class"]) == (
        "3",
        "5",
        "gthread",
    ) or "Thread" in values["worker_class"]
    assert values["control_socket_disable"] == "True"
    assert values["accesslog"] == "None"
