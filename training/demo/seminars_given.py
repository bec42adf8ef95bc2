"""Who gives the dates of the seminars: the trainer whose sign-in is shown, a colleague, and people from outside."""

from datetime import datetime, timedelta
from functools import partial

from training.demo.queries import person_mark
from training.demo.scene import Scene
from training.demo.seminars_held import Date
from training.demo.seminars_planned import Gives, Story
from training.demo.staff import Worker
from training.seminars.plan_models import TrainerRole
from training.seminars.trainers import NewTrainer, add_trainer

OUTSIDERS = {"CHI": "Helga Forsyth", "LYO": "Manon Blanchet", "LDS": "Oscar Whitlock"}
"""Names of people who come from outside to a site to give a part."""
NAMED_AFTER = timedelta(minutes=20)


def give(date: Date, at: datetime) -> None:
    """Enter into the diary who gives a date; the first is its trainer, the others are hosts."""
    news = [_new(date, one, host=place > 0) for place, one in enumerate(date.session.gives)]
    if Story.TODAY in date.session.stories:
        door = date.scene.at_the_door
        news.append(NewTrainer(TrainerRole.HELPER, person=_mark(date.scene, door)))
    date.scene.diary.enter(at + NAMED_AFTER, partial(_name, date, news))


def _new(date: Date, who: Gives, *, host: bool) -> NewTrainer:
    role = TrainerRole.HOST if host else TrainerRole.TRAINER
    if who is Gives.OUTSIDER:
        return NewTrainer(role, name=OUTSIDERS[date.session.site])
    person_id = date.scene.team.person_id
    mark = person_mark(person_id or 0) if who is Gives.TRAINER else _mark(date.scene, date.scene.second_trainer)
    return NewTrainer(role, person=mark)


def _mark(scene: Scene, worker: Worker) -> str:
    return person_mark(scene.ids[worker.number])


def _name(date: Date, news: list[NewTrainer], at: datetime) -> None:
    for new in news:
        add_trainer(date.scene.team, date.public_id, new, now=at)
