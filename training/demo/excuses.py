"""Who is away or excused: leave, and exemptions of a few from one requirement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from training.completion.excusing import NewExemption, exempt
from training.completion.rules import ExemptionKind
from training.demo import cast
from training.demo.calendar import FORTNIGHT, ROSTERS, Calendar
from training.demo.cast import DOORS, PHISHING, SIGNING_IN
from training.demo.chance import Chance
from training.demo.scene import Scene
from training.demo.signing_in import SECURITY_TEAM
from training.demo.staff import Staff, Worker

ON_LEAVE, EXCUSED = 3.2, 1.2  # per cent of those who work here
LEAVES = ("Parental leave", "Parental leave", "Long illness", "Care of a relative", "Unpaid leave", "Study leave")
REASONS = {
    PHISHING: "Took the same course at our sister company this year",
    SIGNING_IN: "Has no sign-in: works without a computer until the new terminals come",
    DOORS: "Works at a site without visitors until the rebuilding is over",
}


@dataclass(frozen=True)
class Excuse:
    """Why and how long. `requirement` is empty for leave, which is from all of them."""

    worker: Worker
    requirement: str
    since: date
    until: date
    reason: str


def excuses(calendar: Calendar, staff: Staff) -> Iterator[Excuse]:
    """Yield all excuses of the sixty weeks. Each begins on the day of a roster."""
    for worker in staff.workers:
        if worker.leaves is None and not worker.leads and worker.name not in cast.NAMES:
            yield from _of(calendar, worker)
    on_leave, excused = staff.by_name[cast.ON_LEAVE.name], staff.by_name[cast.EXCUSED.name]
    yield Excuse(on_leave, "", calendar.roster_day(6), calendar.monday + timedelta(days=98), "Parental leave")
    yield Excuse(
        excused, PHISHING, calendar.roster_day(2), calendar.monday + timedelta(days=70), "Teaches this course to others"
    )


def _of(calendar: Calendar, worker: Worker) -> Iterator[Excuse]:
    chance = Chance("excuse", worker.number)
    ago = chance.between(1, ROSTERS - 3)
    since, share = calendar.roster_day(ago), chance.share() * 100
    if since <= worker.starts:
        return
    if share < ON_LEAVE:
        yield Excuse(worker, "", since, since + chance.between(4, 17) * FORTNIGHT, chance.pick(LEAVES))
    elif share < ON_LEAVE + EXCUSED:
        requirement = chance.pick((PHISHING, PHISHING, SIGNING_IN))
        yield Excuse(worker, requirement, since, since + chance.between(6, 20) * FORTNIGHT, REASONS[requirement])


def begin(scene: Scene, coming: list[Excuse], day: date) -> None:
    """Record the excuses that begin on a day."""
    at = scene.calendar.morning(day)
    by_id = scene.id_of(SECURITY_TEAM.name)
    for excuse in coming:
        if excuse.since == day:
            scene.away |= {} if excuse.requirement else {excuse.worker.number: (excuse.since, excuse.until)}
            kind = ExemptionKind.EXEMPTION if excuse.requirement else ExemptionKind.LEAVE
            manager = scene.ids[scene.staff.manager(excuse.worker, day)]
            new = NewExemption(
                scene.ids[excuse.worker.number], scene.requirements.get(excuse.requirement), kind,
                excuse.since, excuse.until, excuse.reason, approved_by_id=manager,
            )  # fmt: skip
            exempt(new, by_person_id=by_id, now=at, today=day)
