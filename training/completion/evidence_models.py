"""Tables of evidence: packs that prove one requirement over a period, and what an auditor may read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from training.completion.rules import PackState
from training.core.db import SCOPED, Base, Interval, Line, PublicId, Short


class EvidencePack(Base):
    """Everything that proves one requirement over a period, as one ZIP file in parts."""

    __tablename__ = "evidence_pack"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    """The last day of the period."""
    known_at: Mapped[datetime]
    seed: Mapped[Short]
    """From which the sample is drawn: the same seed draws the same people."""
    sample: Mapped[int]
    state: Mapped[PackState]
    digest: Mapped[str | None]
    """SHA-256 of the file."""
    size: Mapped[int | None]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class EvidencePart(Base):
    """Some megabytes of a pack, so that neither writing nor sending it needs the memory of the whole."""

    __tablename__ = "evidence_part"

    pack_id: Mapped[int] = mapped_column(ForeignKey("evidence_pack.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Engagement(Interval, Base):
    """What an auditor may read, until when: one requirement over one period. Read-only."""

    __tablename__ = "engagement"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    since: Mapped[date]
    until: Mapped[date]
    """The last day of the period that is audited; valid_until is the day on which the account's right ends."""
    reason: Mapped[Line]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (CheckConstraint("until >= since", "period"), SCOPED)
