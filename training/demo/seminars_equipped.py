"""What goes with the dates of the seminars: addresses and files before and after, and what everything costs."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from training.core.files import Upload
from training.demo.calendar import HOME_ZONE
from training.demo.chance import Chance
from training.demo.paper import certificate
from training.demo.seminars_described import FIRST_HOUR, PAYMENTS
from training.demo.seminars_held import Date
from training.demo.seminars_planned import Gives
from training.seminars.costs import NewCost, add_cost
from training.seminars.materials import NewMaterial, add_material
from training.seminars.plan_models import CostKind

TRAINING, SITES = "4410 Security training", "4725 Sites and travel"
"""Lines of the budget."""
ENTERED_AFTER = timedelta(days=1, hours=2)
PUT_AFTER = timedelta(hours=3)
CARD = ("First-hour card", "1. Note the time.", "2. Call +1 555 0142.", "3. Touch nothing, switch nothing off.",
        "4. Write down who was told what, and when.")  # fmt: skip
PHONE_LIST = "Site;Who;Telephone\nChicago;Guard, building A;+1 555 0142\nLeeds;Gatehouse;+44 555 0144\n"
MATERIALS = {
    FIRST_HOUR: (
        NewMaterial("How a first hour went: a case to read", after=False, seminar=True,
                    address="https://library.alderfinch.example/cases/first-hour"),
        NewMaterial("Phone list to fill in", after=False, seminar=True,
                    file=Upload("phone-list.csv", "text/csv", PHONE_LIST.encode())),
        NewMaterial("First-hour card", after=True, seminar=True,
                    file=Upload("first-hour-card.pdf", "application/pdf", certificate(CARD))),
        NewMaterial("What we wrote down on the board", after=True, seminar=True,
                    address="https://library.alderfinch.example/boards/first-hour"),
    ),
    PAYMENTS: (
        NewMaterial("The six cases", after=False, seminar=True, address="https://library.alderfinch.example/cases/invoices"),
    ),
}  # fmt: skip
"""By seminar: for every date of it."""


def equip(date: Date, at: datetime) -> None:
    """Enter into the diary what goes with all dates of a seminar; it is put there with the first one."""
    date.scene.diary.enter(at + PUT_AFTER, partial(_put, date))


def pay(date: Date, at: datetime) -> None:
    """Enter into the diary what a date costs."""
    date.scene.diary.enter(at + ENTERED_AFTER, partial(_pay, date))


def _put(date: Date, at: datetime) -> None:
    for new in MATERIALS.get(date.session.seminar, ()):
        add_material(date.scene.team, date.public_id, new, now=at)


def _pay(date: Date, at: datetime) -> None:
    for new in _costs(date):
        add_cost(date.scene.team, date.public_id, new, now=at, today=at.astimezone(ZoneInfo(HOME_ZONE)).date())


def _costs(date: Date) -> list[NewCost]:
    """Return what a date costs: chairs and coffee in a room, travel to other sites, whoever comes from outside."""
    chance, session = Chance("cost", date.session.key), date.session
    if not session.site:
        return [NewCost(CostKind.OTHER, 100 * chance.between(90, 140), TRAINING, "Recording, with subtitles")]
    heads = session.capacity or session.staff + session.guests
    found = [
        NewCost(CostKind.CATERING, 100 * heads * chance.between(7, 11), TRAINING, "Coffee, water, something to eat"),
        NewCost(CostKind.MATERIAL, 10 * heads * chance.between(15, 30), TRAINING, "Printed cards"),
    ]
    if session.site != "CHI" and Gives.COLLEAGUE in session.gives:
        found.append(NewCost(CostKind.TRAVEL, 100 * chance.between(310, 980), SITES, "Trainer’s journey, one night"))
    if Gives.OUTSIDER in session.gives:
        found.append(NewCost(CostKind.TRAINER, 1000 * chance.between(60, 95), TRAINING, "Fee, outside trainer"))
    if session.site == "LYO":
        found.append(NewCost(CostKind.ROOM, 100 * chance.between(150, 260), SITES, "Second room for the walk"))
    return found
