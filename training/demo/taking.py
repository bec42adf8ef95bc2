"""How a course was taken: the lessons read, the questions answered, and that it was completed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from training.completion.due import Moment, next_due
from training.completion.rules import How
from training.core.world import new_public_id
from training.demo.chance import Chance
from training.demo.habits import answers_first
from training.demo.ledger import Done, Read, Tried, answered
from training.demo.material import Material, hash_of
from training.demo.queries import Opened
from training.demo.scene import Scene, zone
from training.demo.staff import Worker
from training.learning.rules import AttemptKind, AttemptState, Drawn, draw, grade

TOLD_IN_FULL = 30
"""Per cent of people of whom the lessons and the answers are there too, beside those of whom the script tells."""
ALL_RIGHT, FAILED_BEFORE = 55, 11  # per cent
ANSWER_TAKES = (16, 75)  # seconds
AGAIN_AFTER = timedelta(minutes=37)
READING_TOOK = timedelta(minutes=50)


@dataclass(frozen=True)
class Taking:
    """That somebody takes the course of a duty."""

    scene: Scene
    worker: Worker
    duty: Opened

    def __call__(self, at: datetime) -> None:
        """Finish the course at an instant, unless the person has left or a seminar has settled the duty meanwhile."""
        day = self._day(at)
        if not self._take_up(day):
            return
        chance, material = Chance("taking", *self.duty[:3]), self.scene.materials[self.duty.requirement]
        if material.statement:
            self._agree(material, at, day)
            return
        right = material.asked if chance.happens(ALL_RIGHT) else material.needed
        if self._in_full:
            self._tell(material, right, at, chance)
        self._complete(material, right, at, day)

    def enter(self, marks: dict[str, object], done_at: datetime) -> None:
        """Enter what was done elsewhere at an instant, unless it has been settled meanwhile."""
        day = self._day(done_at)
        if self._take_up(day):
            self._record(self.scene.materials[self.duty.requirement], marks, done_at, day)

    def _day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(zone(self.worker))).date()

    def _take_up(self, day: date) -> bool:
        scene, key = self.scene, (self.duty.number, self.duty.requirement)
        moved = scene.standing[key] != self.duty
        if moved or scene.done.get(key, 0) >= self.duty.cycle or not self.worker.here(day):
            return False
        scene.done[key] = self.duty.cycle
        return True

    @property
    def _person_id(self) -> int:
        return self.scene.ids[self.worker.number]

    @property
    def _in_full(self) -> bool:
        scripted = self.scene.follows_script(self.worker)
        return scripted or Chance("in full", self.worker.number).happens(TOLD_IN_FULL)

    def _agree(self, material: Material, at: datetime, day: date) -> None:
        agreed = {"how": How.ACKNOWLEDGEMENT, "right": None, "asked": None, "needed": None}
        self._record(material, agreed | {"statement": material.statement}, at, day)

    def _complete(self, material: Material, right: int, at: datetime, day: date) -> None:
        how = How.TEST_OUT if answers_first(self.worker, self.duty.requirement) else How.QUIZ
        marks = {"how": how, "right": right, "asked": material.asked, "needed": material.needed, "statement": None}
        self._record(material, marks, at, day)

    def _record(self, material: Material, marks: dict[str, object], at: datetime, day: date) -> None:
        completion = {
            "public_id": new_public_id(), "person_id": self._person_id, "subject_id": material.subject_id,
            "happened_at": at, "recorded_at": at, "recorded_by_id": self._person_id, "local_date": day,
            "edition_id": material.edition_id, "digest": material.digest, "valid_until": self._valid_until(day),
            "void": False, **marks,
        }  # fmt: skip
        requirement_id = self.scene.requirements[self.duty.requirement]
        self.scene.ledger.done.append(Done(completion, requirement_id, self.duty.cycle))

    def _valid_until(self, day: date) -> date | None:
        """Return until when the requirement counts it: until its next duty is due."""
        terms = self.scene.terms[self.duty.requirement]
        due = self.duty.due - timedelta(days=terms.grace_days)
        renews = self.duty.cycle > 1 or self.scene.worth.get((self.duty.number, self.duty.requirement)) == due
        old_end = due if renews else None
        return next_due(terms, Moment(self.duty.opens, done_on=day, last_due=due, old_end=old_end))

    def _tell(self, material: Material, right: int, at: datetime, chance: Chance) -> None:
        if not answers_first(self.worker, self.duty.requirement):
            self._read(material, at - READING_TOOK)
        if chance.happens(FAILED_BEFORE):
            self._try(material, material.needed - chance.between(1, 3), at - AGAIN_AFTER, chance)
        self._try(material, right, at, chance)

    def _read(self, material: Material, at: datetime) -> None:
        """Read all lessons, for the first time: to look into them again a year later leaves no other trace."""
        if self.scene.attempts[self._person_id, material.subject_id]:
            return
        self.scene.ledger.read += [
            Read(
                self._person_id,
                material.subject_id,
                slug,
                material.edition_id,
                at + timedelta(minutes=3 * place),
                known=False,
            )
            for place, slug in enumerate(material.lessons)
        ]

    def _try(self, material: Material, right: int, finished: datetime, chance: Chance) -> None:
        drawn = draw(material.candidates, material.terms, chance.shuffled)
        times = list(_times(len(drawn), finished, chance))
        wrong = set(_hardest_first(drawn, chance)[: len(drawn) - right])
        given = {
            place: material.answer(one, right=place not in wrong, salt=str(self._person_id))
            for place, one in enumerate(drawn, start=1)
        }
        graded = grade(drawn, given, material.needed)
        attempt = {
            "public_id": new_public_id(), "person_id": self._person_id, "subject_id": material.subject_id,
            "edition_id": material.edition_id, "kind": AttemptKind.COURSE, "part": "", "carried": 0, "words": {},
            "number": self.scene.next_attempt(self._person_id, material.subject_id), "closes_at": None,
            "language": material.language, "draw": [one.as_data() for one in drawn], "needed": material.needed,
            "state": graded.state, "right": graded.right, "started_at": times[0], "finished_at": finished,
        }  # fmt: skip
        answers = [
            answered(place, one.question, given[place], times[place], times[place - 1])
            for place, one in enumerate(drawn, start=1)
        ]
        contents = [material.contents[one.question] for one in drawn]
        self.scene.ledger.tried.append(Tried(attempt, answers, contents, self._skipped(material, attempt)))

    def _skipped(self, material: Material, attempt: dict[str, Any]) -> list[tuple[str, int]]:
        """The lessons that somebody did not have to read who passed by answering first."""
        passed = attempt["state"] is AttemptState.PASSED and attempt["number"] == 1
        if not passed or not answers_first(self.worker, self.duty.requirement):
            return []
        return [(slug, material.minutes[slug]) for slug in material.lessons]


def _hardest_first(drawn: Sequence[Drawn], chance: Chance) -> list[int]:
    """Return the positions of a draw: what is answered wrongly by many comes early, but never for certain."""
    return sorted(range(1, len(drawn) + 1), key=lambda place: chance.share() * 1.6 + _ease(drawn[place - 1]))


def _ease(one: Drawn) -> float:
    """Return how easy a question is, from 0 to 1: the same for everybody."""
    return hash_of(one.digest) % 100 / 100


def _times(count: int, finished: datetime, chance: Chance) -> Iterator[datetime]:
    """Yield when an attempt was started and when each question was answered; the last answer finishes it."""
    spans = [timedelta(seconds=chance.between(*ANSWER_TAKES)) for _answer in range(count)]
    moment = finished - sum(spans, timedelta())
    yield moment
    for span in spans:
        moment += span
        yield moment
