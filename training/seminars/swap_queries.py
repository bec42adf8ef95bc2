"""Looks at the two dates of a swap, before either is locked."""

from sqlalchemy import bindparam, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.seminars.models import Attendee, Registration, SeminarSession

OWN_SESSION = scoped(
    select(Registration.session_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(Registration.public_id == bindparam("public_id"), Attendee.person_id == bindparam("person_id")),
    by="own person",
)
SESSION_ID = select(SeminarSession.id).where(SeminarSession.public_id == bindparam("public_id"))


def session_of(viewer: Viewer, registration: str) -> int:
    """Return the date of the viewer's own registration. Raises NotFound."""
    return _known(database.session.scalar(OWN_SESSION, {"public_id": registration, "person_id": viewer.person_id}))


def session_id(public_id: str) -> int:
    """Return the id of a date. Raises NotFound."""
    return _known(database.session.scalar(SESSION_ID, {"public_id": public_id}))


def _known(number: int | None) -> int:
    if number is None:
        raise NotFound
    return number
