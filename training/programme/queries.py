"""What waits for the security team."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.notices.models import Message
from training.notices.rules import MessageState
from training.seminars.models import SeminarSession
from training.seminars.rules import SessionStatus


class Waiting(NamedTuple):
    """How many registers are to be signed, and how many mails could not be delivered."""

    registers: int
    failed_mails: int


_REGISTERS = (
    select(func.count())
    .select_from(SeminarSession)
    .where(SeminarSession.status == SessionStatus.OPEN, SeminarSession.ends_at < bindparam("now"))
    .scalar_subquery()
)
_FAILED = select(func.count()).select_from(Message).where(Message.state == MessageState.FAILED).scalar_subquery()
WAITING = scoped(select(_REGISTERS, _FAILED), by="security team")


def waiting(viewer: Viewer, now: datetime) -> Waiting:
    """Return what waits for somebody who runs seminars. Raises NotFound for anybody else."""
    if not viewer.may(Permission.SEMINAR_RUN):
        raise NotFound
    return Waiting(*database.session.execute(WAITING, {"now": now}).one())
