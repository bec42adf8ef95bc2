"""The verbs of what goes with a date or a seminar: an address or a file, before it or after it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete

from training.audit.service import Happening, record
from training.core import files
from training.core.db import database
from training.core.errors import Refused
from training.core.files import Upload
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.seminars import material_queries
from training.seminars.plan_models import Material


@dataclass(frozen=True)
class NewMaterial:
    """One file or one address. `seminar`: for every date of it, else for the date alone."""

    title: str
    after: bool
    seminar: bool = False
    address: str = ""
    file: Upload | None = None


def add_material(viewer: Viewer, session_public_id: str, new: NewMaterial, *, now: datetime) -> str:
    """Put something with a date and return its public id. Raises NotFound, and Refused at `file` and `address`."""
    of = material_queries.owner(viewer, session_public_id)
    if (new.file is None) == (not new.address):
        raise Refused("address", text("Choose a file, or enter an address: one of the two."))
    if new.address and not _sound(new.address):
        raise Refused("address", text("Enter an address that begins with https://"))
    digest = _keep(new.file, viewer, now) if new.file else None
    row = Material(
        seminar_id=of.seminar_id if new.seminar else None, session_id=None if new.seminar else of.session_id,
        title=new.title, digest=digest, address=new.address, after=new.after, added_at=now,
        added_by_id=viewer.person_id,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    record(Happening("material-added", "material", row.id), actor_id=viewer.person_id, now=now)
    return row.public_id


def remove_material(viewer: Viewer, session_public_id: str, material: str, *, now: datetime) -> None:
    """Take something away from a date or its seminar. Raises NotFound."""
    number = material_queries.of_desk(viewer, session_public_id, material)
    database.session.execute(delete(Material).where(Material.id == number))
    record(Happening("material-removed", "material", number), actor_id=viewer.person_id, now=now)


def _sound(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username


def _keep(file: Upload, viewer: Viewer, now: datetime) -> str:
    if not file.content:
        raise Refused("file", text("The file is empty. Choose another one."))
    return files.store(file, permission=str(Permission.SEMINAR_RUN), owner_id=viewer.person_id, now=now)
