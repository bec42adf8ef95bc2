"""What was proved: one pack of evidence that is ready, and an auditor from outside who may read it."""

from datetime import date, timedelta

from sqlalchemy import update

from training.completion import evidence_service
from training.completion.evidence_letters import Sender
from training.completion.evidence_rules import BUILD_PACK, LONGEST_READING, SAMPLE
from training.completion.evidence_service import NewEngagement, NewPack
from training.core.db import database
from training.core.permissions import Held, Role, Viewer
from training.core.world import World
from training.demo.cast import PHISHING
from training.demo.scene import COMPANY, Scene
from training.demo.signing_in import AUDITOR, CSO, PASSWORD
from training.jobs.service import Claimed
from training.jobs.worker import Tools
from training.people.auditors import Outsider
from training.people.models import Account
from training.people.passwords import hash_password
from training.reports import evidence_work

SEED = "alder-2026"


def ask(scene: Scene) -> str:
    """Have the CSO ask for a pack of the year so far, and let an auditor in for it; return the pack's public id."""
    viewer = Viewer(person_id=scene.id_of(CSO.name), held=(Held(Role.EMPLOYEE), Held(Role.CSO)))
    now, today = scene.calendar.now, scene.calendar.today
    since, until = _period(today)
    host = scene.host_at(now)
    who = Outsider(AUDITOR.given, AUDITOR.family, AUDITOR.email)
    last = now.date() + timedelta(days=LONGEST_READING)
    new = NewEngagement(who, (PHISHING,), since, until, last, "ISO/IEC 27001, yearly audit")
    sender = Sender(COMPANY, host.links, scene.world.token())
    person_id = evidence_service.let_in(viewer, new, sender=sender, now=now, today=today)
    hashed = {"password_hash": hash_password(PASSWORD), "password_changed_at": now}
    database.session.execute(update(Account).where(Account.person_id == person_id).values(hashed))
    return evidence_service.ask(viewer, NewPack(PHISHING, since, until, SAMPLE, SEED), now=now, today=today)


def _period(today: date) -> tuple[date, date]:
    """From the first of January, or of the year before where this one is young, to the end of last month."""
    until = today.replace(day=1) - timedelta(days=1)
    return until.replace(month=1, day=1), until


def make(scene: Scene, pack: str) -> None:
    """Build the pack, as its job would. No transaction may be open."""
    world: World = scene.world_at(scene.calendar.now)
    evidence_work.make_pack(
        Claimed(0, BUILD_PACK, pack, {"pack": pack}, 1), Tools(world, scene.host_at(world.now()).links)
    )
