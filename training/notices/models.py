"""The outbox: each message is a row, written with its cause and sent by a job."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Line, Long, PublicId, Short
from training.notices.rules import CalendarMethod, MessageState


class Message(Base):
    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "created_at"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[Short]
    key: Mapped[Line] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    recipient: Mapped[Line]
    recipient_name: Mapped[Line]
    subject: Mapped[Line]
    body: Mapped[Long]
    calendar: Mapped[Long | None]
    calendar_method: Mapped[CalendarMethod | None]
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[Long | None]
    code: Mapped[Short | None] = mapped_column(unique=True)
    """Printed in the mail: whoever types it on our page learns that the mail is ours. NULL: it carries none."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
