"""Tables of the programme: risks, and how they were rated."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base, Line, PublicId, Slug


class Risk(Base):
    """What may go wrong. How likely and how bad it is stands in its ratings; the last one holds."""

    __tablename__ = "risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    slug: Mapped[Slug] = mapped_column(unique=True)
    title: Mapped[Line]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_on: Mapped[date | None]


class RiskRating(Base):
    __tablename__ = "risk_rating"
    __table_args__ = (
        CheckConstraint("likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", "scale"),
        Index(None, "risk_id", "rated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"))
    likelihood: Mapped[int]
    impact: Mapped[int]
    reason: Mapped[Line]
    rated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rated_at: Mapped[datetime]
