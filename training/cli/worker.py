"""The command that carries out jobs."""

import logging
import signal
import threading

import click

from training.app import create_app, system_world
from training.cli.ground import need_current, settings
from training.cli.parent import end_with_parent
from training.core.links import Links
from training.core.logs import start_logging
from training.core.settings import Mode, Settings
from training.core.site import SiteMemory
from training.jobs.worker import Tools, run_for_ever
from training.rooms import handlers, schedules


@click.command()
def worker() -> None:
    """Carry out jobs: mail, imports, the daily work.

    `serve` starts one of these; start more on as many machines as you like, the job table hands each job to one of
    them. SIGTERM and SIGINT end it after the job at hand. If it is killed, its job is done by another one five
    minutes later.
    """
    end_with_parent()
    known = settings()
    start_logging(level=logging.WARNING if known.mode is Mode.DEMO else logging.INFO)
    work(known)


def work(known: Settings) -> None:
    """Work until a signal comes."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    world = system_world(known)
    tools = Tools(world, Links(site_url=known.site_url, secret_key=known.secret_key, now=world.now))
    with create_app(known, world).app_context():
        need_current()
        name = SiteMemory().site(world.now()).name
        run_for_ever(handlers(known, name), tools, schedules(known), stop)
