"""Tables of the day and after it: scans, ticks, what was signed, what people need and what they thought."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Fact, Long, Short
from training.seminars.rules import Mark


class AttendanceRecord(Fact, Base):
    """What was signed about one registration. The newest one that no other supersedes holds."""

    __tablename__ = "attendance_record"
    __table_args__ = (Index(None, "registration_id"), {"info": {"scoped": True}, "sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    mark: Mapped[Mark]
    minutes: Mapped[int]
    completion_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_record.id"), unique=True)


class AttendanceMark(Base):
    """What the trainer ticked before signing: a working row."""

    __tablename__ = "attendance_mark"
    __table_args__ = (CheckConstraint("minutes IS NULL OR minutes >= 0", "minutes"), SCOPED)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    mark: Mapped[Mark]
    minutes: Mapped[int | None]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]


class CheckIn(Base):
    """One scan or tap at the door. The telephone makes the nonce, so that a scan sent twice counts once."""

    __tablename__ = "check_in"
    __table_args__ = (Index(None, "registration_id"), SCOPED)

    nonce: Mapped[Short] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    scanned_at: Mapped[datetime]
    """By the telephone's clock."""
    received_at: Mapped[datetime]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SpecialNeed(Base):
    """What somebody needs in order to take part. Gone the day after."""

    __tablename__ = "special_need"
    __table_args__ = (SCOPED,)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    need: Mapped[Long]


class Feedback(Base):
    """What somebody thought of a date. It names no registration, and no time but the day."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("useful BETWEEN 1 AND 5 AND pace BETWEEN 1 AND 5 AND trainer BETWEEN 1 AND 5", "grades"),
        Index(None, "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("seminar_session.id"))
    given_on: Mapped[date]
    useful: Mapped[int]
    pace: Mapped[int]
    """1: far too slow, 3: right, 5: far too fast."""
    trainer: Mapped[int]
    comment: Mapped[Long]
