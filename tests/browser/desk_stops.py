"""Stops of the desk on the way past all pages: evidence and its auditor, risks, reminders."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from tests.browser import house
from tests.browser.house import House
from tests.completion.making import duties as duties_of
from tests.make import NOW
from tests.seminars import making
from tests.small_world import TODAY
from training.completion import evidence_service, reminder_service
from training.completion.evidence_letters import Sender
from training.completion.evidence_models import Engagement
from training.completion.evidence_rules import BUILD_PACK
from training.completion.evidence_service import NewEngagement, NewPack
from training.completion.models import Assignment, Requirement
from training.completion.reminder_work import plan_morning
from training.completion.reminding import Ladder
from training.core.db import database, writing
from training.core.permissions import Role
from training.core.world import new_token
from training.jobs.models import Job
from training.notices import service as mails
from training.notices.rules import MessageState
from training.notices.service import NewMessage
from training.people.auditors import Outsider
from training.people.site_queries import weeks
from training.programme.risks import NewRating, add_risk, close_risk


@dataclass(frozen=True)
class Stop:
    """One page on the way: who looks (empty: a guest), where, and which button is pressed with nothing filled in."""

    who: str
    path: str
    press: str = ""
    looks_again: bool = False


def evidence(app: Flask, found: House) -> list[Stop]:
    """A pack that is ready, one that waits, and an auditor who may read; the last jobs of the house have been done."""
    viewer, now = making.viewer(found.rafael, Role.SECURITY_TEAM), NOW
    new = NewPack("phishing-each-year", TODAY, TODAY, 25)
    with writing():
        ready = evidence_service.ask(viewer, new, now=now, today=TODAY)
        database.session.execute(update(Job).where(Job.kind == BUILD_PACK).values(due_at=now))
    house.work_off(app)
    let_in = NewEngagement(
        Outsider("Robin", "Quist", "robin@audit.example"), (new.requirement,), TODAY, TODAY, TODAY + timedelta(days=14), "ISO 27001"
    )  # fmt: skip
    with writing():
        waits = evidence_service.ask(viewer, new, now=now, today=TODAY)
        evidence_service.let_in(
            viewer, let_in, sender=Sender("Alder & Finch", house.links(app), new_token()), now=now, today=TODAY
        )
        read = database.session.scalars(select(Engagement.public_id).execution_options(scoped="test")).one()
        duties = select(Assignment.public_id).join(Requirement, Requirement.id == Assignment.requirement_id)
        duty = duties.where(
            Requirement.slug == new.requirement, Assignment.person_id == found.jonas.id, Assignment.retired_at.is_(None)
        )  # fmt: skip
        jonas = database.session.scalars(duty.execution_options(scoped="test")).one()
    return [
        Stop("cso", "/desk/evidence/", "Make the pack"), Stop("cso", f"/desk/evidence/{ready}"),
        Stop("cso", f"/desk/evidence/{waits}", looks_again=True), Stop("cso", "/desk/auditors/", "Let them in"),
        Stop("robin", "/evidence/"), Stop("robin", f"/evidence/{read}"), Stop("robin", f"/evidence/{read}?part=overdue"),
        Stop("robin", f"/evidence/{read}/sample"), Stop("robin", f"/evidence/{read}/{jonas}"),
    ]  # fmt: skip


def risks(found: House) -> list[Stop]:
    """A list with a risk that is closed, the page of one, the form, and what another rating would change."""
    viewer = making.viewer(found.rafael, Role.CSO)
    with writing():
        for title, likelihood in (("Somebody pays a false invoice", 4), ("A door is held open", 2)):
            slug = add_risk(viewer, title, "", NewRating(likelihood, 4, "Seen twice."), now=NOW, today=NOW.date())
        close_risk(viewer, slug, now=NOW, today=NOW.date())
    one = "/desk/risks/somebody-pays-a-false-invoice"
    return [
        Stop("cso", "/desk/risks/"), Stop("cso", "/desk/risks/new", "Add the risk"), Stop("cso", one),
        Stop("cso", f"{one}/rate?likelihood=2&impact=2", "Rate it so"),
    ]  # fmt: skip


def reminders(found: House) -> list[Stop]:
    """Mail that the brake holds, one that was refused, and the ladder with its effect and with an error."""
    ask = [duty.id for person in (found.amara, found.mila, found.jonas) for duty in duties_of(person.id)]
    with writing():
        reminder_service.ask(ask, asked_by_id=found.ines.id, now=NOW, today=TODAY)
        viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
        reminder_service.change_ladder(viewer, Ladder(brake=1), "Two are too many", now=NOW, today=TODAY)
    plan_morning(TODAY, "Europe/London", now=NOW)
    with writing():
        refused = NewMessage(
            "completion.digest", "digest:0", "x@y.example", "Jonas", "One thing", "Hello", found.jonas.id
        )
        mails.write(refused, now=NOW)
        mails.note_outcome("digest:0", state=MessageState.FAILED, error="550 No such user", attempts=1, now=NOW)
    here, asked = "/desk/reminders/", "manager_from=3&director_from=14&most_a_week=2&brake=9"
    site = next(one.public_id for one in weeks())
    return [
        Stop("cso", here), Stop("cso", f"{here}days/{TODAY}"), Stop("cso", f"{here}days/2026-11-28"),
        Stop("cso", f"{here}ladder"), Stop("cso", f"{here}ladder?steps=x&{asked}"),
        Stop("cso", f"{here}ladder?steps=-5,0&{asked}", "Let this ladder hold"), Stop("cso", "/desk/sites/"),
        Stop("cso", f"/desk/sites/{site}"), Stop("ines", f"/departments/{found.finance.public_id}/summary"),
    ]  # fmt: skip
