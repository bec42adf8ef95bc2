"""Tables of outside organisations: who may act for one, the seats kept for it, the codes that let its people in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Json, Line, PublicId, Short
from training.seminars.rules import BlockState


class Organisation(Base):
    """An outside organisation that sends people."""

    __tablename__ = "organisation"
    __table_args__ = (SCOPED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    name: Mapped[Line]
    key: Mapped[Line] = mapped_column(unique=True)
    """The name casefolded and without doubled spaces."""
    domains: Mapped[Json] = mapped_column(default=list)
    """Where its people have their mail: sorted domains in small letters."""
    agreement_until: Mapped[date | None]
    """The last day on which it may keep seats; NULL: without end."""


class Contact(Base):
    """Somebody who may act for an organisation. They have no account, but a link of their own."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("organisation_id", "attendee_id"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id"), index=True)
    link_version: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    """When they first opened their page with its button."""
    ended_at: Mapped[datetime | None]


class Allotment(Base):
    """A block of seats for an organisation. While it is held, all its seats are taken, named or not."""

    __tablename__ = "allotment"
    __table_args__ = (
        CheckConstraint("seats > 0 AND least > 0 AND least <= seats OR state = 'returned'", "size"),
        CheckConstraint("0 <= used AND used <= seats", "used"),
        Index(None, "session_id", "state"),
        Index(None, "organisation_id"),
        SCOPED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    session_id: Mapped[int] = mapped_column(ForeignKey("seminar_session.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    """Who acts for it and gets its mails."""
    state: Mapped[BlockState]
    seats: Mapped[int]
    """Wanted while it waits, kept while it is held, used up once it is returned."""
    least: Mapped[int]
    """With how few it would be content."""
    used: Mapped[int] = mapped_column(default=0)
    """Seats that somebody holds by name."""
    priority: Mapped[int] = mapped_column(default=0)
    queue_number: Mapped[int]
    release_at: Mapped[datetime]
    """When the seats that nobody holds by name go back to everyone."""
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]


class Invitation(Base):
    """A code that lets somebody in, bound to domains or to addresses: whoever else has it can do nothing with it."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("most IS NULL OR used <= most", "most"),
        Index(None, "session_id"),
        SCOPED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Short] = mapped_column(unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("seminar_session.id"))
    allotment_id: Mapped[int | None] = mapped_column(ForeignKey("allotment.id"))
    """The block out of which the seats come; NULL: the seats of everyone."""
    domains: Mapped[Json]
    addresses: Mapped[Json]
    most: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
