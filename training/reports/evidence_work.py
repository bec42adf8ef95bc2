"""The job of evidence: build a pack, keep it in parts. Tried again from the start if it was cut short."""

import hashlib
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from training import __version__
from training.completion import evidence_queries, evidence_service
from training.completion.evidence_queries import Order
from training.completion.evidence_rules import BUILD_PACK, PART
from training.core.db import database, writing
from training.core.site import SiteMemory
from training.jobs import service as jobs
from training.jobs.rules import MOST_ATTEMPTS
from training.jobs.service import Claimed
from training.jobs.worker import Handler, Tools
from training.reports import proof_queries
from training.reports.pack_subject import Subject
from training.reports.packing import STEPS, build, parts
from training.reports.population_queries import Matter


def make_pack(job: Claimed, tools: Tools) -> None:
    """Build the pack of the payload. One that is not waiting to be built has been, or was given up."""
    order = evidence_queries.order(job.payload["pack"])
    database.session.rollback()
    if order is None:
        return
    try:
        _make(order, job, tools)
    except Exception:
        if job.attempts >= MOST_ATTEMPTS:
            with writing():
                evidence_service.fail(order.public_id, now=tools.world.now())
        raise


def _make(order: Order, job: Claimed, tools: Tools) -> None:
    # The file lies beside the database only for as long as it is written: it has no name that anybody could open.
    with TemporaryFile() as file:
        build(_subject(order, tools), file, partial(_note, job, tools))
        database.session.rollback()
        digest, size = _keep(order, file, job, tools)
    with writing():
        evidence_service.finish(order.id, digest=digest, size=size, now=tools.world.now())


def _keep(order: Order, file: IO[bytes], job: Claimed, tools: Tools) -> tuple[str, int]:
    """Keep the parts, each in a short transaction of its own; return the SHA-256 and the size of the whole."""
    digest, size = hashlib.sha256(), 0
    with writing():
        evidence_service.drop_parts(order.id)
    for number, piece in enumerate(parts(file, PART), start=1):
        with writing():
            evidence_service.keep_part(order.id, number, piece)
            jobs.progress(job.id, done=STEPS - 1, total=STEPS, now=tools.world.now())
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _subject(order: Order, tools: Tools) -> Subject:
    matter = Matter(order.requirement_id, order.since, order.until, order.known_at)
    title = proof_queries.versions(matter)[-1].title
    organisation = SiteMemory().site(tools.world.now()).name
    software = f"Muster {__version__}"
    return Subject(order.public_id, matter, order.slug, title, organisation, order.seed, order.sample, software)


def _note(job: Claimed, tools: Tools, done: int, total: int) -> None:
    with writing():
        jobs.progress(job.id, done=done, total=total, now=tools.world.now())


HANDLERS: dict[str, Handler] = {BUILD_PACK: make_pack}
