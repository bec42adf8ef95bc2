"""Looks at policies as one reader sees them: what is asked, what was acknowledged, and with which words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, select

from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.completion.models import Completion
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.learning.queries import ASKED, STANDS

_POLICY = and_(Subject.kind == SubjectKind.POLICY, Subject.retired_on.is_(None))
_ME: BindParameter[int] = bindparam("person_id")


class PolicyEntry(NamedTuple):
    """One policy of the list; `asked` tells whether a duty of the viewer is open."""

    slug: str
    title: str
    summary: str
    minutes: int
    edition: int
    asked: bool


POLICIES = scoped(
    select(Subject.slug, Subject.title, Subject.summary, Subject.minutes, Edition.number, ASKED)
    .join(Edition, Edition.id == Subject.edition_id)
    .where(_POLICY)
    .order_by(Subject.title),
    by="own person",
)


def policies(viewer: Viewer, today: date) -> list[PolicyEntry]:
    """Return all policies that hold now, by title."""
    values = {"person_id": viewer.person_id, "today": today}
    return [PolicyEntry(*row) for row in database.session.execute(POLICIES, values)]


class Agreed(NamedTuple):
    """What the viewer acknowledged last of a policy."""

    slug: str
    edition: int | None
    on: date
    happened_at: datetime
    public_id: str
    digest: str | None
    statement: str | None


AGREED = scoped(
    select(
        Subject.slug, Edition.number, Completion.local_date, Completion.happened_at, Completion.public_id,
        Completion.digest, Completion.statement,
    )
    .join(Subject, Subject.id == Completion.subject_id)
    .outerjoin(Edition, Edition.id == Completion.edition_id)
    .where(Completion.person_id == _ME, Subject.kind == SubjectKind.POLICY, STANDS)
    .order_by(Completion.local_date, Completion.id),
    by="own person",
)  # fmt: skip


def agreed(viewer: Viewer) -> dict[str, Agreed]:
    """Return what the viewer acknowledged last of each policy: slug → that."""
    rows = database.session.execute(AGREED, {"person_id": viewer.person_id})
    return {row.slug: Agreed(*row) for row in rows}


class Policy(NamedTuple):
    """A policy and the whole content of the edition that holds now."""

    subject_id: int
    slug: str
    title: str
    edition_id: int
    number: int
    digest: str
    published_at: datetime
    asked: bool
    content: Mapping[str, Any]

    @property
    def clauses(self) -> list[str]:
        """The slugs of the clauses that it serves."""
        return [one["clause"] for one in self.content["serves"]]


POLICY = scoped(
    select(
        Subject.id, Subject.slug, Subject.title, Edition.id, Edition.number, Edition.digest, Edition.published_at,
        ASKED, Edition.content,
    )
    .join(Edition, Edition.id == Subject.edition_id)
    .where(_POLICY, Subject.slug == bindparam("slug")),
    by="own person",
)  # fmt: skip


def policy(viewer: Viewer, slug: str, today: date) -> Policy:
    """Return a policy that holds now. Raises NotFound."""
    values = {"person_id": viewer.person_id, "slug": slug, "today": today}
    row = database.session.execute(POLICY, values).one_or_none()
    if row is None:
        raise NotFound
    return Policy(*row)
