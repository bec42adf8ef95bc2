"""`race`: many at once through two processes: no session is oversold, no roll-up differs from the facts."""

from benchmarks import sample, seed, stores
from benchmarks.client import Load, drive
from benchmarks.figures import Gate, Report
from benchmarks.servers import Server, served
from benchmarks.sides import PRODUCT, Side, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE
from benchmarks.units import ANSWER, chains, seat, works
from training.completion import rollups
from training.core.db import database

PEOPLE = 1500
CONNECTIONS = 16
FINISHERS = range(1, 61)
SEATS = """SELECT s.taken, count(CASE WHEN r.state = 'booked' THEN 1 END), count(*) FROM seminar_session s
JOIN registration r ON r.session_id = s.id WHERE s.id = {number} GROUP BY s.id, s.taken"""
DONE = "SELECT count(*) FROM completion WHERE edition_id IS NOT NULL AND recorded_by_id IS NOT NULL"


def run(report: Report) -> None:
    """Race on both databases."""
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            side = seed_side(PRODUCT, made.new("race"), PEOPLE)
            with served(side) as server:
                seats = [_for_seats(server, trial) for trial in range(seed.RACES)]
                answers = drive(server.port, chains(side, works(ANSWER, FINISHERS)), CONNECTIONS)
            _judge(report, kind, side, [*seats, answers])


def _for_seats(server: Server, trial: int) -> Load:
    people = range(1 + trial * sample.CROWD, 1 + (trial + 1) * sample.CROWD)
    crowd = [seat(person_id, seed.FIRST_RACE + trial) for person_id in people]
    return drive(server.port, chains(server.side, crowd), CONNECTIONS)


def _judge(report: Report, kind: str, side: Side, loads: list[Load]) -> None:
    bad = sum(sum(load.wrong.values()) for load in loads)
    with seed.product(side.store):
        counted = [_row(SEATS.format(number=seed.FIRST_RACE + trial)) for trial in range(seed.RACES)]
        done, wrong = _row(DONE)[0], len(rollups.differences())
    expected = (sample.FEW_SEATS, sample.FEW_SEATS, sample.CROWD)
    crooked = sum(tuple(one) != expected for one in counted)
    report.data[f"race {kind}"] = {"seats": [list(one) for one in counted], "done": done, "wrong": wrong, "bad": bad}
    people = f"{seed.RACES} × {sample.CROWD} people for {sample.FEW_SEATS} seats over {CONNECTIONS} connections"
    outcomes = f"(taken, booked, registered) {sorted(set(counted))}; {done} of {len(FINISHERS)} completions"
    report.say(f"\nrace, {kind}: {people}: {outcomes}; {wrong} roll-ups differ; {bad} wrong answers")
    report.judge(f"{kind} sessions with wrong seats", crooked, {"must": 0}, Gate.EXACT)
    report.judge(f"{kind} roll-ups that differ after the race", wrong, {"must": 0}, Gate.EXACT)
    report.judge(f"{kind} completions lost", len(FINISHERS) - done, {"must": 0}, Gate.EXACT)
    report.judge(f"{kind} wrong answers in the race", bad, {"must": 0}, Gate.EXACT)


def _row(sql: str) -> tuple[int, ...]:
    return tuple(database.session.connection().exec_driver_sql(sql).one())
