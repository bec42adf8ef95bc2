"""The first day: the organisation, its people, what they can learn, what they must, and what they did before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, update

from training.audit.service import Happening, record_all
from training.catalogue.content.checker import check
from training.catalogue.content.problems import has_errors, report
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.requirement_schema import Requirement
from training.catalogue.rules import SubjectKind
from training.catalogue.service import planned, publish
from training.completion import service as completion
from training.completion.due import add_months
from training.completion.history_lines import Row
from training.completion.history_queries import subjects as history_subjects
from training.completion.models import Completion
from training.completion.queries import book
from training.completion.rules import How
from training.core import site
from training.core.db import database, writing
from training.core.errors import Refused
from training.core.settings import own_courses
from training.core.text import text
from training.core.world import new_public_id
from training.demo import scene as told
from training.demo.calendar import HOME_ZONE, working_day, working_moment
from training.demo.cast import DOORS, PHISHING
from training.demo.chance import Chance
from training.demo.elsewhere import TITLES, Brought, note_import, origin
from training.demo.hazards import rate
from training.demo.material import material, policy_material
from training.demo.places import SITES
from training.demo.queries import requirement_ids
from training.demo.rosters import bring_in
from training.demo.scene import Scene, zone
from training.demo.seminars_described import AT_DOORS, describe
from training.demo.signing_in import PASSWORD, VISITORS
from training.demo.staff import Worker
from training.people import service as people
from training.people.models import Account, Site
from training.people.passwords import hash_password
from training.people.rules import GrantSource

OWN = Path(__file__).parent / "courses" / "requirements.yaml"
PREPARED = timedelta(days=21)
"""So long before the first day the courses were published."""
TAKEN_OVER = {PHISHING: "recognising-phishing", DOORS: "doors-badges-visitors"}
"""Requirements for which an older system had completions, with the course that counts for them."""
TAKEN_OVER_PER_CENT = 78
OLDEST, NEWEST = 355, 6  # days before the first one


def found(scene: Scene) -> None:
    """Make the organisation as it was on the morning of the first day."""
    first = scene.calendar.first
    scene.echo(f"The company, its sites and its people, on {first} …")
    _name(scene)
    bring_in(scene, scene.staff.at_first(), first)
    _describe_sites()
    _let_in(scene)
    scene.echo("The courses, and what is asked of whom …")
    _ask_little(scene)
    _publish(scene)
    rate(scene)
    _take_over(scene)


def _name(scene: Scene) -> None:
    values = {
        "name": told.COMPANY, "zone": HOME_ZONE, "language": "en", "report_phone": told.REPORT_PHONE,
        "report_mail": told.REPORT_MAIL, "report_button": "Report", "seminar_mail": told.SEMINAR_MAIL,
        "seminar_phone": told.SEMINAR_PHONE, told.MARK: told.BEGUN,
    }  # fmt: skip
    with writing():
        site.change(values, by_person_id=None, now=scene.calendar.morning(scene.calendar.first) - PREPARED)


def _describe_sites() -> None:
    with writing():
        for place in SITES:
            values = {
                "address": place.address, "report_phone": place.phone, "report_mail": told.REPORT_MAIL,
                "contact": place.answers, "how_to_report": place.how,
            }  # fmt: skip
            database.session.execute(update(Site).where(Site.code == place.code).values(values))


def _let_in(scene: Scene) -> None:
    """Give the sign-ins that are shown their password, and those who run the programme their roles."""
    now = scene.calendar.morning(scene.calendar.first)
    hashes = {one.name: hash_password(PASSWORD) for one in VISITORS}
    with writing():
        for one in VISITORS:
            person_id = scene.id_of(one.name)
            values = {"password_hash": hashes[one.name], "password_changed_at": now}
            database.session.execute(update(Account).where(Account.person_id == person_id).values(values))
            if one.role is not None:
                people.grant(person_id, one.role, source=GrantSource.PERSON, now=now)


def _ask_little(scene: Scene) -> None:
    """Give the company requirements of its own, in the place where every organisation keeps its own."""
    place = own_courses(scene.settings.instance) / OWN.name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        written = OWN.read_text(encoding="utf-8")
        for one in VISITORS:
            # Numbers are given when the staff is employed: the file names its owners.
            written = written.replace(f"owner: {one.name}\n", f"owner: {scene.staff.by_name[one.name].number}\n")
        place.write_text(written, encoding="utf-8")


def _publish(scene: Scene) -> None:
    catalogue = read_catalogue(scene.settings.courses, own_courses(scene.settings.instance))
    problems = check(catalogue, today=scene.calendar.today)
    if has_errors(problems):
        raise Refused("", text("The courses have errors:\n%(report)s", report=report(problems)))
    plan, first = planned(catalogue), scene.calendar.first
    now = scene.calendar.morning(first)
    with writing():
        publish(plan, now=now - PREPARED, today=first)
        describe(now - PREPARED)
        completion.publish_requirements(catalogue.requirements, now=now, today=first)
    _know_what_is_asked(scene, catalogue.requirements)
    database.session.rollback()


def _know_what_is_asked(scene: Scene, requirements: Sequence[Requirement]) -> None:
    scene.asked = tuple(requirements)
    ids = scene.requirements = requirement_ids()
    terms = {version.requirement_id: version.terms for version in book().current}
    for requirement in requirements:
        scene.terms[requirement.id] = terms[ids[requirement.id]]
        for one in requirement.satisfied_by:
            if one.seminar:
                scene.seminars[one.seminar] = requirement.id
            elif one.course or one.policy:
                held = material(one.course) if one.course else policy_material(one.policy or "", scene.calendar.first)
                scene.materials.setdefault(requirement.id, held)


def _take_over(scene: Scene) -> None:
    """Bring in what an older system knew: one import, so that all of it was recorded at one instant."""
    ours = {one.slug: one for one in history_subjects() if one.kind is SubjectKind.COURSE}
    database.session.rollback()
    lines = [
        Brought(
            Row(number, worker.number, TITLES[requirement], day, None, None, None, ""), scene.ids[worker.number],
            ours[TAKEN_OVER[requirement]].id,
        )
        for number, (requirement, worker, day) in enumerate(_known_before(scene), start=2)
    ]  # fmt: skip
    _record(scene, lines, {one.id: (one.public_id, one.title) for one in ours.values()})


def _known_before(scene: Scene) -> Iterator[tuple[str, Worker, date]]:
    for requirement in TAKEN_OVER:
        for worker in scene.staff.at_first():
            day = _done_before(scene, worker, requirement)
            if day is not None:
                scene.worth[worker.number, requirement] = add_months(day, 12)
                yield requirement, worker, day


def _record(scene: Scene, lines: Sequence[Brought], subjects: Mapping[int, tuple[str, str]]) -> None:
    now, by_id = scene.calendar.morning(scene.calendar.first), scene.id_of(VISITORS[-1].name)
    rows = [_row(scene, one) | {"recorded_at": now, "recorded_by_id": by_id} for one in lines]
    added = insert(Completion).returning(Completion.id, sort_by_parameter_order=True)
    with writing():
        ids = database.session.scalars(added, rows).all()
        happenings = [Happening("completion-recorded", "completion", number) for number in ids]
        record_all(happenings, actor_id=by_id, now=now)
        note_import(scene, lines, subjects, by_id)


def _done_before(scene: Scene, worker: Worker, requirement: str) -> date | None:
    if requirement == DOORS and AT_DOORS.isdisjoint(worker.attributes):
        return None
    if scene.follows_script(worker) and (day := scene.script.taken_over(worker.name, worker.number, requirement)):
        return day
    chance = Chance("before", requirement, worker.number)
    day = working_day(scene.calendar.first - timedelta(days=chance.between(NEWEST, OLDEST)), scene.calendar.first)
    return day if chance.happens(TAKEN_OVER_PER_CENT) and worker.here(day) else None


def _row(scene: Scene, one: Brought) -> dict[str, object]:
    worker, day = scene.staff.by_number[one.row.person], one.row.day
    at = working_moment(day, zone(worker), Chance("hour before", one.subject_id, worker.number))
    return {
        "public_id": new_public_id(), "person_id": one.person_id, "subject_id": one.subject_id, "how": How.IMPORT,
        "happened_at": at, "local_date": day, "valid_until": add_months(day, 12), "void": False,
        "origin": origin(one.row),
    }  # fmt: skip
