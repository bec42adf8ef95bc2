"""Every grade of the demonstration follows from its stored answers and the frozen editions, and from nothing else."""

from sqlalchemy import select

from tests.demo import looking
from tests.demo.conftest import Filled
from training.catalogue.models import Question
from training.learning.marking import credit
from training.learning.models import Answer, Attempt
from training.learning.rules import AttemptState, Given, drawn_from, grade


def test_every_attempt_graded_anew_stands_as_it_was_stored(filled: Filled) -> None:
    contents = dict(looking.rows(select(Question.id, Question.content)))
    given: dict[int, dict[int, Given]] = {}
    for attempt_id, position, question_id, chosen, stored in looking.rows(
        select(Answer.attempt_id, Answer.position, Answer.question_id, Answer.chosen, Answer.credit)
    ):
        assert credit(contents[question_id], chosen) == stored
        given.setdefault(attempt_id, {})[position] = Given(tuple(chosen), stored)
    ended = looking.rows(
        select(Attempt.id, Attempt.draw, Attempt.needed, Attempt.state, Attempt.right).where(
            Attempt.state != AttemptState.OPEN
        )
    )
    assert len(ended) > 5_000
    kinds = {contents[one["question"]]["kind"] for _id, draw, *_rest in ended for one in draw}
    assert {"one", "order", "match", "inspect"} <= kinds
    for attempt_id, draw, needed, state, right in ended:
        again = grade(drawn_from(draw), given[attempt_id], needed)
        assert (again.state, again.right) == (state, right)
