"""Looks at exemptions and extensions, for the verbs that change them: the rows are locked."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from training.completion.models import Assignment, Exemption, Extension
from training.completion.rules import ExemptionKind
from training.core.db import database, scoped


class Excuse(NamedTuple):
    """An exemption or a leave as it holds."""

    person_id: int
    requirement_id: int | None
    kind: ExemptionKind
    since: date
    until: date | None
    reason: str
    approved_by_id: int | None


EXEMPTION = scoped(
    select(
        Exemption.person_id, Exemption.requirement_id, Exemption.kind, Exemption.valid_from, Exemption.valid_until,
        Exemption.reason, Exemption.approved_by_id,
    )
    .where(Exemption.id == bindparam("exemption_id"), Exemption.retired_at.is_(None))
    .with_for_update(),
    by="system",
)  # fmt: skip


def exemption(exemption_id: int) -> Excuse | None:
    """Return an exemption that holds, locked, or None."""
    row = database.session.execute(EXEMPTION, {"exemption_id": exemption_id}).one_or_none()
    return Excuse(*row) if row else None


class DutyToExtend(NamedTuple):
    """One cycle of a person's duty, and the extension that it has."""

    due: date
    due_before: date | None
    done_on: date | None
    extension_id: int | None

    @property
    def due_by_rule(self) -> date:
        return self.due_before or self.due


_extended = and_(
    Extension.person_id == Assignment.person_id,
    Extension.requirement_id == Assignment.requirement_id,
    Extension.cycle == Assignment.cycle,
    Extension.retired_at.is_(None),
)
DUTY = scoped(
    select(Assignment.due, Assignment.due_before, Assignment.done_on, Extension.id)
    .outerjoin(Extension, _extended)
    .where(
        Assignment.person_id == bindparam("person_id"),
        Assignment.requirement_id == bindparam("requirement_id"),
        Assignment.cycle == bindparam("cycle"),
        Assignment.retired_at.is_(None),
    )
    .with_for_update(of=Assignment),
    by="system",
)


def duty_to_extend(person_id: int, requirement_id: int, cycle: int) -> DutyToExtend | None:
    """Return one cycle of a person's duty, locked, or None."""
    values = {"person_id": person_id, "requirement_id": requirement_id, "cycle": cycle}
    row = database.session.execute(DUTY, values).one_or_none()
    return DutyToExtend(*row) if row else None
