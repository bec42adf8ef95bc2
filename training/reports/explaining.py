"""Gathers what explains one duty: the rule, what satisfies it, the clauses, leave and exemptions, dates of seminars."""

from datetime import datetime

from training.catalogue.rules import SubjectKind
from training.core.permissions import Viewer
from training.reports import duty_queries
from training.reports.duty_pages import Explanation
from training.seminars import queries as seminars


def explanation(viewer: Viewer, public_id: str, now: datetime) -> Explanation:
    """Return it for a duty that the viewer may see. Four SELECTs; one more where a seminar counts. Raises NotFound."""
    found = duty_queries.explained(viewer, public_id)
    satisfiers = duty_queries.satisfiers(found.version_id, viewer.language)
    held = any(one.kind is SubjectKind.SEMINAR for one in satisfiers)
    return Explanation(
        found,
        satisfiers,
        seminars.listing(viewer, now) if held else (),
        duty_queries.clauses(found.clauses),
        duty_queries.absences_from(found.person_id, found.duty.requirement_id),
    )
