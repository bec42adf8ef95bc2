"""How people were asked again, weeks after they learned: half a year of single questions, and where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from training.core.bulk import send
from training.core.world import new_public_id
from training.demo.calendar import DAY, working_moment
from training.demo.cast import AMARA
from training.demo.chance import Chance
from training.demo.ledger import Tried, answered
from training.demo.material import hash_of, right_answer, wrong_answer
from training.demo.queries import Learned, contents_of, learned
from training.demo.scene import Scene, zone
from training.demo.staff import Worker
from training.learning.ladder import Due, Rung, after, begun, to_ask
from training.learning.marking import Content, credit
from training.learning.models import Recall
from training.learning.recall_queries import OWN, Banked, bank
from training.learning.rules import AttemptKind, AttemptState, Candidate, Given, Known, sealed

WEEKS = 26
TAKES_PART, ANSWERS = 62, 58  # per cent of people; per cent of weeks in which one of them answers
TUESDAY = timedelta(days=1)
KNOWS = 88
"""Per cent of questions that are still known, but for what a department or a topic takes away or adds."""
FADES = "reporting"
"""The topic of which less is known than three months ago."""
LATELY = timedelta(weeks=13)
Place = tuple[int, str]
"""A subject and an objective."""


@dataclass
class _Memory:
    """Where one person stands with everything that they learned."""

    rungs: dict[Place, Rung] = field(default_factory=dict)
    learned: dict[Place, date] = field(default_factory=dict)
    seen: dict[int, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """Asks everybody again, in the order of the weeks."""

    scene: Scene
    bank: Mapping[tuple[int, str, str], Banked]
    contents: Mapping[int, Content]
    objectives: Mapping[int, list[str]]

    def everybody(self) -> None:
        """Write half a year of refreshers, and on which step everybody stands."""
        learned_by = _by_person(learned())
        rows: list[tuple[Any, ...]] = []
        for worker in self.scene.staff.workers:
            person_id = self.scene.ids.get(worker.number, 0)
            if person_id in learned_by and worker.here(self.scene.calendar.today):
                memory = self._half_a_year(worker, learned_by[person_id])
                rows += self._steps(person_id, worker, memory)
        self.scene.ledger.write()
        send(insert(_TABLE), ("person_id", "subject_id", "objective", "learned_on", "step", "due_on"), rows)

    def _half_a_year(self, worker: Worker, courses: list[Learned]) -> _Memory:
        memory, chance = _Memory(), Chance("refreshers", worker.number)
        takes_part = chance.happens(TAKES_PART) or worker.name == AMARA.name
        for week in range(WEEKS * 2 if worker.name == AMARA.name else WEEKS, -1, -1):
            day = self.scene.calendar.monday - week * timedelta(weeks=1) + TUESDAY
            self._learn(memory, courses, day)
            over = day < self.scene.calendar.today and (week > 0 or worker.name != AMARA.name)
            if takes_part and over and chance.happens(ANSWERS):
                self._ask(worker, memory, day, chance)
        return memory

    def _learn(self, memory: _Memory, courses: list[Learned], day: date) -> None:
        for one in courses:
            for objective in self.objectives.get(one.subject_id, ()) if one.day < day else ():
                place = (one.subject_id, objective)
                if one.day > memory.learned.get(place, date.min):
                    memory.rungs.setdefault(place, begun(one.day))
                    memory.learned[place] = one.day

    def _ask(self, worker: Worker, memory: _Memory, day: date, chance: Chance) -> None:
        due = [Due(*place, rung.due_on) for place, rung in memory.rungs.items()]
        for one in to_ask(due, 1, day):
            place = (one.subject_id, one.objective)
            seen = memory.seen.setdefault(one.subject_id, {})
            question = min(chance.shuffled(self.bank[*place, OWN].candidates), key=Known(seen).rank)
            seen[question.slug] = seen.get(question.slug, 0) + 1
            right = chance.happens(self._knows(worker, str(self.contents[question.id]["topic"]), day))
            memory.rungs[place] = after(memory.rungs[place].step, right=right, today=day)
            self.scene.ledger.tried.append(self._tried(worker, one, question, right, (day, chance)))

    def _tried(self, worker: Worker, one: Due, question: Candidate, right: bool, when: tuple[date, Chance]) -> Tried:
        day, chance = when
        content, drawn = self.contents[question.id], sealed(question, chance.shuffled)
        at = working_moment(day, zone(worker), chance)
        until = at + timedelta(seconds=chance.between(12, 70))
        chosen = right_answer(content, drawn) if right else wrong_answer(content, drawn, worker.number)
        given = Given(chosen, credit(content, chosen))
        edition_id = self.bank[one.subject_id, one.objective, OWN].edition_id
        attempt = self._attempt(worker, one.subject_id, edition_id, at) | {
            "draw": [drawn.as_data()], "right": int(given.right), "finished_at": until,
            "state": AttemptState.PASSED if given.right else AttemptState.FAILED,
        }  # fmt: skip
        return Tried(attempt, [answered(1, question.id, given, until, at)], [content])

    def _attempt(self, worker: Worker, subject_id: int, edition_id: int, at: datetime) -> dict[str, Any]:
        person_id = self.scene.ids[worker.number]
        return {
            "public_id": new_public_id(), "person_id": person_id, "subject_id": subject_id, "edition_id": edition_id,
            "kind": AttemptKind.REFRESHER, "part": "", "carried": 0, "words": {}, "closes_at": None, "needed": 1,
            "number": self.scene.next_attempt(person_id, subject_id), "language": "en", "started_at": at,
        }  # fmt: skip

    def _knows(self, worker: Worker, topic: str, day: date) -> int:
        unit = worker.stays[-1].unit
        moves = hash_of(f"{unit} {topic}") % 23 - 14
        fades = 15 if topic == FADES and day > self.scene.calendar.today - LATELY else 0
        return KNOWS + moves - fades

    def _steps(self, person_id: int, worker: Worker, memory: _Memory) -> Iterator[tuple[Any, ...]]:
        """Where somebody stands; what is due by now waits some days more, so that not everybody is asked at once."""
        today, chance = self.scene.calendar.today, Chance("due", worker.number)
        for (subject_id, objective), rung in memory.rungs.items():
            wait = 0 if worker.name == AMARA.name else chance.between(1, 60)
            due_on = rung.due_on if rung.due_on > today else today + wait * DAY
            yield person_id, subject_id, objective, memory.learned[subject_id, objective], rung.step, due_on


_TABLE: Any = Recall.__table__


def _by_person(rows: list[Learned]) -> dict[int, list[Learned]]:
    found: dict[int, list[Learned]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def ask_again(scene: Scene) -> None:
    """Ask everybody again, as it went in the half-year until today."""
    known = bank()
    objectives: dict[int, list[str]] = {}
    for subject_id, objective, language in known:
        if language == OWN:
            objectives.setdefault(subject_id, []).append(objective)
    contents = contents_of([one.edition_id for one in known.values()])
    Asking(scene, known, contents, objectives).everybody()
