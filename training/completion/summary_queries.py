"""Looks at the monthly summaries: who wished for which, and what is open in a department."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from training.completion.digest_queries import Owed
from training.completion.models import Assignment, RequirementVersion
from training.completion.reminder_models import Subscription
from training.completion.reminder_queries import DAY, MAILABLE, open_on, zone_there
from training.core.db import database, scoped
from training.core.permissions import ROLES, Permission, Role, Viewer
from training.notices.models import Message
from training.people.models import Account, Department, Grant, Membership, Person, Site

KIND = "completion.summary"
_HOLDS = (Subscription.retired_at.is_(None), Subscription.valid_until.is_(None))
WISHED = scoped(
    select(Subscription.id, Subscription.valid_from).where(
        *_HOLDS,
        Subscription.person_id == bindparam("person_id"),
        Subscription.department_id == bindparam("department_id"),
    ),
    by="own person",
)
CURRENT = WISHED.with_for_update()


class Wished(NamedTuple):
    """That somebody gets the summary of a department, since a day."""

    id: int
    since: date


def wished(viewer: Viewer, department_id: int) -> Wished | None:
    """Return whether the viewer gets the summary of a department, or None."""
    return _wished(WISHED, viewer, department_id)


def wished_for_change(viewer: Viewer, department_id: int) -> Wished | None:
    """Return the same, locked."""
    return _wished(CURRENT, viewer, department_id)


def _wished(statement: Select[int, date], viewer: Viewer, department_id: int) -> Wished | None:
    values = {"person_id": viewer.person_id, "department_id": department_id}
    row = database.session.execute(statement, values).one_or_none()
    return Wished(*row) if row else None


class Subscriber(NamedTuple):
    """Who gets a summary of what. `first` tells whether it is the first one that they get."""

    id: int
    person_id: int
    given: str
    email: str
    language: str
    department_id: int
    public_id: str
    department: str
    path: str
    first: bool


_above, _membership = aliased(Department), aliased(Membership)
_LOOKERS = [role for role in Role if Permission.DEPARTMENT_READ in ROLES[role]]
_MAY_LOOK = (
    select(Grant.id)
    .outerjoin(_above, _above.id == Grant.department_id)
    .where(
        Grant.person_id == Person.id, Grant.role.in_(_LOOKERS), Grant.retired_at.is_(None), Grant.valid_from <= DAY,
        or_(Grant.valid_until.is_(None), Grant.valid_until > DAY),
        or_(Grant.department_id.is_(None), func.substr(Department.path, 1, func.length(_above.path)) == _above.path),
    )
    .correlate(Person, Department)
    .exists()
)  # fmt: skip
_KEY = literal("summary:") + cast(Person.id, String) + ":" + cast(Department.id, String) + ":"
_HAD_ONE = (
    select(Message.id)
    .where(Message.person_id == Person.id, Message.kind == KIND, func.substr(Message.key, 1, func.length(_KEY)) == _KEY)
    .correlate(Person, Department)
    .exists()
)
DUE = scoped(
    select(
        Subscription.id, Person.id, Person.given, Person.email,
        func.coalesce(func.nullif(Account.language, ""), Person.language),
        Department.id, Department.public_id, Department.name, Department.path, ~_HAD_ONE,
    )
    .join(Person, Person.id == Subscription.person_id)
    .join(Department, Department.id == Subscription.department_id)
    .join(_membership, and_(_membership.person_id == Person.id, _membership.retired_at.is_(None),
                            _membership.valid_until.is_(None)))
    .join(Site, Site.id == _membership.site_id)
    .outerjoin(Account, Account.person_id == Person.id)
    .where(
        *_HOLDS, *MAILABLE, _MAY_LOOK, Department.closed_on.is_(None), Subscription.id > bindparam("after"),
        _membership.site_id.in_(bindparam("site_ids", expanding=True)), bindparam("zone") == zone_there,
    )
    .order_by(Subscription.id)
    .limit(bindparam("most")),
    by="system",
)  # fmt: skip


def due(day: date, zone: str, site_ids: Sequence[int], *, after: int, most: int) -> list[Subscriber]:
    """Return some of those whose summary is due where they work: who may still see the department, and is not away."""
    values = {"day": day, "zone": zone, "site_ids": list(site_ids), "after": after, "most": most}
    return [Subscriber(*row) for row in database.session.execute(DUE, values)]


_team, _below = aliased(Department), aliased(Department)
OPEN = scoped(
    select(
        _team.id, Person.id, Person.family + ", " + Person.given, RequirementVersion.title, Assignment.due
    )
    .select_from(_team)
    .join(_below, func.substr(_below.path, 1, func.length(_team.path)) == _team.path)
    .join(Membership, and_(Membership.department_id == _below.id, Membership.retired_at.is_(None),
                           Membership.valid_until.is_(None)))
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Assignment, and_(Assignment.person_id == Person.id, open_on(Assignment, DAY)))
    .outerjoin(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .where(
        _team.id.in_(bindparam("ids", expanding=True)), or_(Person.left_on.is_(None), Person.left_on > DAY)
    )
    .order_by(_team.id, Assignment.due, Person.family, Person.given, Person.id),
    by="subtree",
)  # fmt: skip


def open_in(department_ids: Sequence[int], day: date) -> Mapping[int, list[Owed]]:
    """Return the people of some departments, with those below, and what each of them has not done. One SELECT."""
    found: dict[int, list[Owed]] = defaultdict(list)
    rows: Sequence[Any] = database.session.execute(OPEN, {"ids": list(department_ids), "day": day}).all()
    for row in rows:
        found[row[0]].append(Owed(*row))
    return found
