"""Makers of packs for tests: ask, build, unpack, verify in another process."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from tests import make
from tests.conftest import Clock
from tests.reports import lived
from tests.reports.lived import END, SLUG, START, TODAY, Lived
from training.completion import evidence_service
from training.completion.evidence_models import EvidencePack, EvidencePart
from training.completion.evidence_rules import SETTLES
from training.completion.evidence_service import NewPack
from training.core.db import database, writing
from training.core.permissions import Held, Role, Viewer

TEAM = Viewer(held=(Held(Role.EMPLOYEE), Held(Role.SECURITY_TEAM)))


def team(found: Lived) -> Viewer:
    """Somebody of the security team."""
    return Viewer(person_id=found.ids["p1"], held=TEAM.held)


def ask(found: Lived, *, since: date = START, until: date = END, sample: int = 3, seed: str = "finch") -> str:
    now = found.app.extensions["muster"].world.now()
    with writing():
        return evidence_service.ask(team(found), NewPack(SLUG, since, until, sample, seed), now=now, today=TODAY)


def build(found: Lived, clock: Clock, **wish: object) -> str:
    """Ask for a pack and have it built; return its public id."""
    public_id = ask(found, **wish)  # type: ignore[arg-type]
    clock.forward(seconds=SETTLES.total_seconds())
    assert lived.work_off(found.app)
    return public_id


def pack(public_id: str) -> EvidencePack:
    database.session.rollback()
    return database.session.query(EvidencePack).filter_by(public_id=public_id).one()


def content(public_id: str) -> bytes:
    """Return the bytes of the file."""
    found = database.session.query(EvidencePart).filter_by(pack_id=pack(public_id).id).order_by(EvidencePart.number)
    return b"".join(part.content for part in found)


def unpacked(public_id: str, folder: Path) -> Path:
    with ZipFile(io.BytesIO(content(public_id))) as archive:
        archive.extractall(folder)
    return folder


def verify(
    place: Path, *, script: Path | None = None, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    """Run verify.py as an auditor would: another process, no environment, none of our packages, another folder."""
    script = script or place / "verify.py"
    command = [python, "-I", "-S", str(script)] + ([] if script.parent == place else [str(place)])
    return subprocess.run(command, env={}, cwd="/", capture_output=True, text=True, check=False, timeout=120)


def noon_of(day: date) -> object:
    return make.NOW.replace(year=day.year, month=day.month, day=day.day)
