"""Looks for certificates: one's own, and what a stranger may read who has the number."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.completion.models import Completion
from training.completion.rules import How
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.learning.queries import STANDS
from training.people.models import Membership, Person, Site
from training.reports.rules import Later
from training.seminars.closing_queries import minutes_signed


class CertificateRow(NamedTuple):
    """All that a certificate says."""

    given: str
    family: str
    title: str
    slug: str
    kind: SubjectKind
    how: How
    right: int | None
    asked: int | None
    needed: int | None
    local_date: date
    valid_until: date | None
    digest: str | None
    number: int | None
    published_at: datetime | None
    happened_at: datetime
    recorded_at: datetime
    summary: str
    serves: list[dict[str, str]] | None
    zone: str | None
    origin: str | None
    """What another system or organisation said of it, word for word."""
    minutes: int | None
    """Spent in a seminar."""


_SAID = (
    Person.given, Person.family, Subject.title, Subject.slug, Subject.kind, Completion.how, Completion.right,
    Completion.asked, Completion.needed, Completion.local_date, Completion.valid_until, Completion.digest,
    Edition.number, Edition.published_at,
)  # fmt: skip
_MEMBERSHIP = and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
CERTIFICATE = scoped(
    select(
        *_SAID,
        Completion.happened_at,
        Completion.recorded_at,
        Subject.summary,
        Edition.content["serves"],
        Site.zone,
        Completion.origin,
        minutes_signed(),
    )
    .join(Person, Person.id == Completion.person_id)
    .join(Subject, Subject.id == Completion.subject_id)
    .outerjoin(Edition, Edition.id == Completion.edition_id)
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Site, Site.id == Membership.site_id)
    .where(Completion.public_id == bindparam("public_id"), Completion.person_id == bindparam("person_id"), STANDS),
    by="own person",
)


def certificate(viewer: Viewer, public_id: str) -> CertificateRow:
    """Return one of the viewer's own completions. Raises NotFound, also for one that was taken back."""
    values = {"public_id": public_id, "person_id": viewer.person_id}
    row = database.session.execute(CERTIFICATE, values).one_or_none()
    if row is None:
        raise NotFound
    return CertificateRow._make(row)


class CheckedRow(NamedTuple):
    """What a certificate says, for anybody who has its number. Nothing else about the person is read."""

    given: str
    family: str
    title: str
    slug: str
    kind: SubjectKind
    how: How
    right: int | None
    asked: int | None
    needed: int | None
    local_date: date
    valid_until: date | None
    digest: str | None
    number: int | None
    published_at: datetime | None
    erased_at: datetime | None
    later_void: bool | None
    later_recorded_at: datetime | None
    minutes: int | None

    @property
    def later(self) -> Later | None:
        """The row that supersedes the record, if there is one."""
        if self.later_void is None or self.later_recorded_at is None:
            return None
        return Later(self.later_void, self.later_recorded_at)


_later = Completion.__table__.alias("later")
CHECKED = scoped(
    select(*_SAID, Person.erased_at, _later.c.void, _later.c.recorded_at, minutes_signed())
    .join(Person, Person.id == Completion.person_id)
    .join(Subject, Subject.id == Completion.subject_id)
    .outerjoin(Edition, Edition.id == Completion.edition_id)
    .outerjoin(_later, _later.c.supersedes_id == Completion.id)
    # The row that takes something back never stood on a certificate.
    .where(Completion.public_id == bindparam("public_id"), Completion.void.is_(False)),
    by="holder of the number",
)


def checked(public_id: str) -> CheckedRow | None:
    """Return what the certificate of this number says, whatever became of it, or None for an unknown number."""
    row = database.session.execute(CHECKED, {"public_id": public_id}).one_or_none()
    return CheckedRow._make(row) if row else None
