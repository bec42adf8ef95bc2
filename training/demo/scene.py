"""What the demonstration knows while it is filled: its days, its people, what stands open and what will happen."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from training.catalogue.content.requirement_schema import Requirement
from training.completion.due import Terms
from training.core.links import Links
from training.core.permissions import Held, Role, Viewer
from training.core.settings import Settings
from training.core.world import World
from training.demo.calendar import Calendar
from training.demo.cast import Script
from training.demo.diary import Diary
from training.demo.ledger import Ledger
from training.demo.material import Material
from training.demo.places import BY_CODE, RECEPTION, SECURITY
from training.demo.queries import Opened
from training.demo.signing_in import SECURITY_TEAM
from training.demo.staff import Staff, Worker
from training.seminars.letters import Host

COMPANY = "Alder & Finch"
REPORT_PHONE, REPORT_MAIL = "+1 555 0142", "report@alderfinch.example"
SEMINAR_PHONE, SEMINAR_MAIL = "+1 555 0140", "seminars@alderfinch.example"
MARK, BEGUN, WHOLE = "demonstration", "begun", "whole"
"""A setting that tells whether the filling came to its end."""
Duty = tuple[str, str]
"""A person's number and a requirement's slug."""


@dataclass
class Scene:
    """Everything in one place. `echo` is told how far it is."""

    world: World
    settings: Settings
    echo: Callable[[str], None]
    calendar: Calendar
    staff: Staff
    diary: Diary = field(default_factory=Diary)
    worth: dict[Duty, date] = field(default_factory=dict)
    """Until when what was taken over from the older system counts."""
    ledger: Ledger = field(default_factory=Ledger)
    ids: dict[str, int] = field(default_factory=dict)
    """Of people, by number."""
    standing: dict[Duty, Opened] = field(default_factory=dict)
    """What was opened last."""
    done: dict[Duty, int] = field(default_factory=dict)
    """The cycle that was done last."""
    attempts: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How often each person has tried the questions of each subject."""
    materials: dict[str, Material] = field(default_factory=dict)
    """The course that settles each requirement."""
    asked: tuple[Requirement, ...] = ()
    """What the file asks of people."""
    requirements: dict[str, int] = field(default_factory=dict)
    """Their ids by slug."""
    terms: dict[str, Terms] = field(default_factory=dict)
    """When each requirement is due and comes again."""
    seminars: dict[str, str] = field(default_factory=dict)
    """The requirement that each seminar settles."""
    away: dict[str, tuple[date, date]] = field(default_factory=dict)
    """Since when and until when somebody is on leave."""

    def next_attempt(self, person_id: int, subject_id: int) -> int:
        """Count one more attempt and return its number, from 1."""
        self.attempts[person_id, subject_id] += 1
        return self.attempts[person_id, subject_id]

    @cached_property
    def script(self) -> Script:
        return Script(self.calendar)

    def follows_script(self, worker: Worker) -> bool:
        """Tell whether the script says when somebody does what, instead of chance."""
        return worker.leaves is None and self.script.concerns(worker.name, worker.stays[-1].unit)

    def world_at(self, moment: datetime) -> World:
        """Return the world as it was at an instant."""
        return replace(self.world, now=lambda: moment)

    def host_at(self, moment: datetime) -> Host:
        """Return the house as the letters of an instant name it."""
        links = Links(self.settings.site_url, self.settings.secret_key, lambda: moment)
        return Host(COMPANY, self.settings.mail_from, SEMINAR_MAIL, SEMINAR_PHONE, links)

    def viewer(self, worker: Worker) -> Viewer:
        """Return somebody as the verbs of the rooms want to know them."""
        return Viewer(
            person_id=self.ids[worker.number], name=worker.name, given_name=worker.given, email=worker.email,
            zone=zone(worker),
        )  # fmt: skip

    @property
    def team(self) -> Viewer:
        """The trainer of the security team, as one of those who run seminars and decide about papers."""
        trainer = self.viewer(self.staff.by_name[SECURITY_TEAM.name])
        return replace(trainer, held=(Held(Role.EMPLOYEE), Held(Role.SECURITY_TEAM)))

    @cached_property
    def second_trainer(self) -> Worker:
        """The other one of the security team who gives seminars."""
        return self.staff.steady(SECURITY, "CHI")

    @cached_property
    def at_the_door(self) -> Worker:
        """Who of the reception checks people in."""
        return self.staff.steady(RECEPTION, "CHI")

    def id_of(self, name: str) -> int:
        """Return the id of somebody by name."""
        return self.ids[self.staff.by_name[name].number]


def zone(worker: Worker) -> str:
    """Return the time zone of somebody's site."""
    return BY_CODE[worker.site].zone
