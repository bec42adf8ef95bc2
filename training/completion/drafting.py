"""The verbs of the desk: write a requirement, put it into force or lay it aside; end one, bring one back, call one.

Nothing changes for anybody before a draft is put into force, and nobody puts into force what was not reckoned first.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import update

from training.audit.service import Happening, record
from training.catalogue.content.requirement_schema import Requirement as Written
from training.catalogue.rules import SubjectKind
from training.completion import (
    audience_queries,
    draft_queries,
    publishing,
    publishing_queries,
    queries,
    requirement_queries,
)
from training.completion.audience_queries import check_everywhere
from training.completion.consequences import Case
from training.completion.draft_queries import FORESEE, WAITING_STATES, Draft, key
from training.completion.models import RequirementDraft
from training.completion.publishing import By, Prepared
from training.completion.publishing_queries import Said
from training.completion.rules import DraftState
from training.completion.service import RECONCILE
from training.core.db import database
from training.core.errors import Conflict, NotFound, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.jobs.service import NewJob, add


@dataclass(frozen=True)
class Asked:
    """What somebody writes on the desk. `content` is what the file would say, but for its id and its owner."""

    slug: str
    """Of the requirement that is changed; empty for a new one."""
    content: dict[str, Any]
    owner: str
    """As it was typed: a name, an address or the roster's key; empty for nobody."""
    reason: str
    everybody: bool = False
    """That it is meant for everybody."""
    replaces: str = ""
    """The public id of the draft that was written over."""


@dataclass(frozen=True)
class At:
    """The instant and the day of an act."""

    now: datetime
    today: date


def draft(viewer: Viewer, asked: Asked, *, at: At) -> str:
    """Write a draft and have its consequences reckoned; return its public id. Raises Refused at the field to mend."""
    check_everywhere(viewer)
    requirement = requirement_queries.line(asked.slug) if asked.slug else None
    slug = requirement.slug if requirement else _free_slug(asked.content["title"])
    written = _written({**_in_old_order(asked), "id": slug, "owner": _owner(asked.owner, at.today)})
    _check_satisfiers(written)
    _check_audience(viewer, written, asked, at.today)
    _check_changes(written, at.today)
    row = RequirementDraft(
        public_id=new_public_id(), requirement_id=requirement.id if requirement else None, content=_content(written),
        reason=asked.reason, consequences={"turn": 1}, state=DraftState.RECKONING, made_by_id=viewer.person_id,
        made_at=at.now,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    if asked.replaces:
        _settle(asked.replaces, DraftState.DISCARDED, at.now)
    _have_reckoned(row.public_id, 1, at.now)
    record(Happening("requirement-drafted", "requirement-draft", row.id), actor_id=viewer.person_id, now=at.now)
    return row.public_id


def _written(content: dict[str, Any]) -> Written:
    try:
        return Written.model_validate_json(json.dumps(content))
    except ValidationError as error:
        first = error.errors()[0]
        what = str(first.get("ctx", {}).get("error", first["msg"]))
        raise Refused(str(first["loc"][0]), text("This does not fit: %(what)s.", what=what)) from None


def _in_old_order(asked: Asked) -> dict[str, Any]:
    """Clauses are a set: those that stood there keep their order, so that nothing seems changed."""
    said = publishing_queries.said(asked.slug) if asked.slug else None
    old, clauses = said.row["clauses"] if said else [], asked.content["clauses"]
    kept = [one for one in old if one in clauses]
    return asked.content | {"clauses": [*kept, *(one for one in clauses if one not in kept)]}


def _content(written: Written) -> dict[str, Any]:
    return written.model_dump(mode="json", by_alias=True, exclude_none=True) | {
        "audience": written.audience.as_data(), "due": written.due.as_data(),
    }  # fmt: skip


def written_of(found: Draft) -> Written:
    """Return what a draft says."""
    return Written.model_validate_json(json.dumps(found.content))


_TAKEN = {"new", "drafts", "audience"}
"""Words that stand in addresses where the name of a requirement stands."""
_LONGEST_SLUG = 60


def _free_slug(title: str) -> str:
    """Make the lasting id of a new requirement from its title."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in title.lower())
    stem = "-".join(plain.split())[:_LONGEST_SLUG].strip("-") or "requirement"
    taken = _TAKEN | queries.published().keys() | {one.content["id"] for one in draft_queries.waiting()}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(one for one in numbered if one not in taken)


# --- what is refused --------------------------------------------------------------------------------------------------


def _owner(typed: str, today: date) -> str:
    """Return the roster's key of whoever was named."""
    if not typed:
        return ""
    found = audience_queries.named([typed]).get(typed)
    people = [found] if found else audience_queries.called(typed)
    here = [one for one in people if one.left_on is None or one.left_on > today]
    if people and not here:
        name = f"{people[0].given} {people[0].family}"
        raise Refused("owner", text("%(name)s does not work here any more. Name somebody else.", name=name))
    if not here:
        raise Refused("owner", text("Nobody on the roster is called “%(who)s”. Try their address.", who=typed))
    if len(here) > 1:
        addresses = ", ".join(one.email or one.external_id for one in here)
        raise Refused("owner", text("Several people are called so. Enter one address: %(who)s.", who=addresses))
    return here[0].external_id


def _check_satisfiers(written: Written) -> None:
    known = {(one.kind, one.slug): one for one in requirement_queries.taught(_slugs(written))}
    for one in written.satisfied_by:
        kind, slug = one.named
        found = known.get((SubjectKind(kind), slug))
        if found is None and kind != SubjectKind.PROOF:
            raise Refused("satisfied_by", text("There is nothing called “%(slug)s” to choose.", slug=slug))
        if found is not None and found.retired_on is not None:
            told = text("“%(title)s” is not taught any more. Choose something else.", title=found.title)
            raise Refused("satisfied_by", told)


def _slugs(written: Written) -> list[str]:
    return [slug for kind, slug in (one.named for one in written.satisfied_by) if kind != SubjectKind.PROOF]


def _check_audience(viewer: Viewer, written: Written, asked: Asked, today: date) -> None:
    rule = written.audience.as_data()
    number = audience_queries.reached(viewer, rule, today).number
    if not number:
        raise Refused("audience", text("This audience takes in nobody, so nobody would have anything to do."))
    said = publishing_queries.said(written.id)
    same = said is not None and said.row["audience"] == rule
    if number == audience_queries.everybody(today) and not asked.everybody and not same:
        raise Refused("everybody", text("This takes in everybody: %(number)s people. Confirm it.", number=number))


def _check_changes(written: Written, today: date) -> None:
    before = queries.published().get(written.id)
    if before is None or before.ended_on is not None:
        return
    owner_id = queries.owner_ids([written.owner]).get(written.owner)
    if publishing.prepared(written, before, _subjects(written), owner_id, today).digest == before.digest:
        raise Refused("", text("This is what holds already. Change something, or leave it as it is."))


def _subjects(written: Written) -> publishing.Known:
    """All subjects, with the proof that this requirement takes: it is made only when the draft is put into force."""
    return {(SubjectKind.PROOF, written.id): (0, None)} | queries.satisfiers()


# --- what becomes of a draft ------------------------------------------------------------------------------------------


def case_of(found: Draft, today: date) -> tuple[Case, Prepared]:
    """Return what a draft would change, ready to be reckoned. Raises Refused where nothing satisfies it any more."""
    written = written_of(found)
    before = queries.published().get(written.id)
    owner_id = queries.owner_ids([written.owner]).get(written.owner)
    new = publishing.prepared(written, before, _subjects(written), owner_id, today)
    return draft_queries.case(before.requirement_id if before else None, new, today), new


def note(public_id: str, consequences: dict[str, Any]) -> None:
    """Keep what was reckoned, unless the draft was laid aside meanwhile."""
    change = update(RequirementDraft).where(
        RequirementDraft.public_id == public_id, RequirementDraft.state == DraftState.RECKONING
    )
    database.session.execute(change.values(consequences=consequences, state=DraftState.RECKONED))


def fail(public_id: str) -> None:
    """Note that reckoning was given up."""
    change = update(RequirementDraft).where(
        RequirementDraft.public_id == public_id, RequirementDraft.state == DraftState.RECKONING
    )
    database.session.execute(change.values(state=DraftState.FAILED))


def put_into_force(viewer: Viewer, public_id: str, *, at: At) -> str:
    """Put a draft into force and return the slug of its requirement.

    Where the day, the requirement or the people are not those that were reckoned with, nothing happens: it is reckoned
    anew, to be shown beside the old numbers, and "" is returned. Raises NotFound, or Conflict for a draft that is not
    ready.
    """
    found = draft_queries.draft_for(viewer, public_id)
    if found.state is not DraftState.RECKONED:
        raise Conflict(text("This draft is not ready to be put into force. Go back and look at it again."))
    case, new = case_of(found, at.today)
    if found.requirement_id is None and case.before is not None:
        raise Conflict(text("A requirement of this name has come into being meanwhile. Change that one instead."))
    if draft_queries.mark(case) != found.consequences["mark"]:
        _reckon_anew(found, at.now)
        return ""
    written = written_of(found)
    by = By(viewer.person_id, found.reason)
    requirement_id = publishing.put(written, by, owner_id=new.row["owner_id"], now=at.now, today=at.today)
    _settle(public_id, DraftState.IN_FORCE, at.now)
    detail = {"reason": found.reason, "draft": public_id}
    _record("requirement-put-into-force", requirement_id, viewer, detail, at.now)
    return written.id


def _reckon_anew(found: Draft, now: datetime) -> None:
    turn = found.turn + 1
    change = update(RequirementDraft).where(
        RequirementDraft.id == found.id, RequirementDraft.state == DraftState.RECKONED
    )
    again = {"turn": turn, "before": found.consequences["numbers"]}
    database.session.execute(change.values(state=DraftState.RECKONING, consequences=again))
    _have_reckoned(found.public_id, turn, now)


def discard(viewer: Viewer, public_id: str, *, at: At) -> None:
    """Lay a draft aside. Raises NotFound, or Conflict for one that is in force or was laid aside."""
    found = draft_queries.draft_for(viewer, public_id)
    _settle(public_id, DraftState.DISCARDED, at.now)
    record(Happening("requirement-discarded", "requirement-draft", found.id), actor_id=viewer.person_id, now=at.now)


def _settle(public_id: str, state: DraftState, now: datetime) -> None:
    change = update(RequirementDraft).where(
        RequirementDraft.public_id == public_id, RequirementDraft.state.in_(WAITING_STATES)
    )
    settled = change.values(state=state, settled_at=now).returning(RequirementDraft.id)
    if database.session.execute(settled).scalar_one_or_none() is None:
        raise Conflict(text("Somebody else has decided on this draft already. Go back and look at it again."))


def _have_reckoned(public_id: str, turn: int, now: datetime) -> None:
    add(NewJob(FORESEE, key(public_id, turn), {"draft": public_id}), now=now)


# --- without a draft --------------------------------------------------------------------------------------------------


def end(viewer: Viewer, slug: str, reason: str, *, at: At) -> None:
    """End a requirement as of today. Raises NotFound, Conflict where it has ended, or Refused without a reason."""
    said, ended_on = _said(viewer, slug)
    if ended_on is not None:
        raise Conflict(text("This requirement has ended already."))
    why = _why(reason)
    publishing.end(said.requirement_id, today=at.today)
    _record("requirement-ended", said.requirement_id, viewer, {"reason": why}, at.now)


def bring_back(viewer: Viewer, slug: str, reason: str, *, at: At) -> None:
    """Let a requirement hold again as of today. Raises NotFound, Conflict where it holds, or Refused."""
    said, ended_on = _said(viewer, slug)
    if ended_on is None:
        raise Conflict(text("This requirement holds already."))
    why = _why(reason)
    publishing.bring_back(said, By(viewer.person_id, why), now=at.now, today=at.today)
    _record("requirement-brought-back", said.requirement_id, viewer, {"reason": why}, at.now)


def call(viewer: Viewer, slug: str, reason: str, *, at: At) -> None:
    """Ask people anew because something came about today: an incident, a bulletin.

    Raises NotFound for a requirement that waits for no such thing, Conflict where it has ended or was called today.
    """
    said, ended_on = _said(viewer, slug)
    due = said.row["due"]
    if due.get("event") not in CALLED:
        raise NotFound
    if ended_on is not None:
        raise Conflict(text("This requirement has ended. Bring it back first."))
    if at.today.isoformat() in due.get("on", ()):
        raise Conflict(text("This was called today already: people have been asked."))
    why = _why(reason)
    publishing.call(said, By(viewer.person_id, why), now=at.now, today=at.today)
    _record("requirement-called", said.requirement_id, viewer, {"reason": why}, at.now)


CALLED = ("incident", "bulletin")
"""Events that a person calls; new editions call themselves."""


def _said(viewer: Viewer, slug: str) -> tuple[Said, date | None]:
    line = requirement_queries.line_everywhere(viewer, slug)
    said = publishing_queries.said(slug)
    if said is None:
        raise NotFound
    return said, line.ended_on


def _why(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason", text("Say why, in a few words."))
    return reason.strip()


def _record(action: str, requirement_id: int, viewer: Viewer, detail: dict[str, Any], now: datetime) -> None:
    record(Happening(action, "requirement", requirement_id, detail), actor_id=viewer.person_id, now=now)
    add(NewJob(RECONCILE, f"{action}:{requirement_id}:{now.isoformat()}"), now=now)
