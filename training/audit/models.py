"""Tables of the log. An event holds no personal detail; the detail beside it can be erased and the proof stays."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base, Json, Short


class Event(Base):
    __tablename__ = "event"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """NULL: the system itself, or a visitor without a sign-in."""
    action: Mapped[Short]
    subject_kind: Mapped[Short]
    subject_id: Mapped[int | None]
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256(salt ‖ detail): a proof of the detail for as long as the detail is kept."""
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256(0x00 ‖ canonical event), the leaf hash of RFC 6962."""
    seq: Mapped[int | None] = mapped_column(unique=True)
    """Place in the sealed tree; filled by the sealer."""


class EventDetail(Base):
    __tablename__ = "event_detail"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    detail: Mapped[Json]
