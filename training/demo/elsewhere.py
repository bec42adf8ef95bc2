"""What people did elsewhere: the import of what an older system knew, and papers that wait or were decided about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from training.completion import proof_queries, proof_service
from training.completion.history_effects import Effects
from training.completion.history_lines import COLUMNS, History, Row
from training.completion.history_planning import HistoryPlan, NewFact, Title
from training.completion.history_summary import summarise
from training.completion.models import HistoryImport
from training.completion.proof_letters import Host
from training.completion.proof_service import Decision, NewProof
from training.completion.rules import HistoryState
from training.core import files
from training.core.db import database
from training.core.files import Upload
from training.core.links import Links
from training.core.permissions import Permission, Viewer
from training.core.tables import csv_lines
from training.demo.cast import DOORS, PHISHING
from training.demo.chance import Chance
from training.demo.paper import certificate
from training.demo.scene import COMPANY, Scene
from training.demo.staff import Worker

SYSTEM = "Harbour Learning"
TITLES = {PHISHING: "Phishing basics", DOORS: "Site access and visitors"}
"""What the older system called its courses, by the requirement that they count for."""


def origin(row: Row) -> str:
    """Return what is kept of a line of the older system."""
    return f"{SYSTEM}: {row.words()}"


@dataclass(frozen=True)
class Brought:
    """One line of the older system with what it counts as: the ids of a person and a subject."""

    row: Row
    person_id: int
    subject_id: int


def note_import(scene: Scene, lines: Sequence[Brought], subjects: Mapping[int, tuple[str, str]], by_id: int) -> None:
    """Put the import on its list, with the file that it came from. `subjects` are public ids and titles by id."""
    now = scene.calendar.morning(scene.calendar.first)
    rows = [COLUMNS.needed, *((one.row.person, one.row.course, one.row.day) for one in lines)]
    upload = Upload("harbour-learning.csv", "text/csv", "".join(csv_lines(rows)).encode())
    key = files.store(upload, permission=str(Permission.HISTORY_IMPORT), owner_id=by_id, now=now)
    titles = {one.row.course: Title(0, one.subject_id) for one in lines}
    for one in lines:
        titles[one.row.course].lines += 1
    facts = [
        NewFact(one.row.line, one.person_id, one.subject_id, one.row.day, None, None, None, origin(one.row))
        for one in lines
    ]
    history = History(rows=[one.row for one in lines], count=len(lines))
    names = {number: scene.staff.by_number[key].name for key, number in scene.ids.items()}
    summary = summarise(history, HistoryPlan(facts, titles), Effects(), subjects, names)
    answers = {name: subjects[title.subject_id or 0][0] for name, title in titles.items()}
    plan = summary | {"round": 1, "answers": answers, "instants": [now.isoformat()]}
    database.session.add(HistoryImport(
        file_digest=key, system=SYSTEM, state=HistoryState.APPLIED, plan=plan, uploaded_by_id=by_id, uploaded_at=now,
        applied_at=now,
    ))  # fmt: skip
    database.session.flush()


# --- papers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Paper:
    """A certificate that somebody handed in so many days ago, and what was said of it."""

    title: str
    issuer: str
    done: int
    handed_in: int
    decision: Decision | None = None


_PAPERS = (
    _Paper("Phishing and social engineering", "National Cyber School", 34, 5),
    _Paper("Spotting false messages (2 hours)", "Lakeside University", 61, 2),
    _Paper(
        "Security awareness for new colleagues", "Northwind Logistics", 75, 12,
        Decision(accept=True, reason="An hour on phishing, with a test"),
    ),
    _Paper(
        "Conference ticket: Mail Security Days", "Mail Security Days", 40, 9,
        Decision(accept=False, reason="A ticket shows that you were there, not what you learned"),
    ),
)  # fmt: skip


def hand_in(scene: Scene) -> None:
    """Let four people hand in what they did elsewhere; Marek decides about two of them."""
    for paper, worker in zip(_PAPERS, _people(scene), strict=False):
        _hand_in(scene, paper, worker, scene.team)


def _people(scene: Scene) -> Iterator[Worker]:
    """Yield those who owe something that a proof satisfies, none of them of the cast, in an order of chance."""
    workers = sorted(scene.staff.workers, key=lambda one: Chance("paper", one.number).share())
    for worker in workers:
        here = worker.leaves is None and not worker.leads and not scene.follows_script(worker)
        if here and worker.number in scene.ids and proof_queries.acceptable(scene.viewer(worker), scene.calendar.today):
            yield worker


def _hand_in(scene: Scene, paper: _Paper, worker: Worker, team: Viewer) -> None:
    viewer, today = scene.viewer(worker), scene.calendar.today
    now, done_on = scene.calendar.now - timedelta(days=paper.handed_in), today - timedelta(days=paper.done)
    lines = ("Certificate", worker.name, paper.title, paper.issuer, done_on.isoformat())
    file = Upload("certificate.pdf", "application/pdf", certificate(lines))
    accepted = proof_queries.acceptable(viewer, today)[0].public_id
    new = NewProof(accepted, paper.title, paper.issuer, done_on, file)
    public_id = proof_service.hand_in(viewer, new, now=now, today=today)
    if paper.decision is not None:
        links = Links(scene.settings.site_url, scene.settings.secret_key, lambda: now)
        decided = now + timedelta(days=1)
        proof_service.decide(team, public_id, paper.decision, host=Host(COMPANY, links), now=decided)
