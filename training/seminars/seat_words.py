"""What somebody has, in words: to themselves in a sentence, to the desk in a word or two."""

from training.seminars.roster_queries import Comer
from training.seminars.rules import State
from training.web.words import _, ngettext


def own_words(state: State | None, place: int) -> str:
    """Say in one sentence what somebody has."""
    words = {
        State.BOOKED: _("You have a seat."), State.WAITLISTED: _("You are number %(n)d on the waiting list.", n=place),
        State.UNVERIFIED: _("You have not confirmed yet."), State.ATTENDED: _("You were there."),
        State.PARTIAL: _("You were there for a part."), State.ABSENT: _("You were not there."),
        State.CANCELLED: _("You have no seat any more."), State.EXPIRED: _("Your request has ended."),
        State.PENDING: _("Your request waits for an answer."), State.OFFERED: _("A seat is kept for you."),
        State.DECLINED: _("Your request was declined."), State.EXCUSED: _("You were excused."),
    }  # fmt: skip
    return words[state] if state is not None else ""


def own_rest(state: State | None, place: int, of: int, *, by_team: bool = False) -> str:
    """Say what follows from it. `of`: how many wait; `by_team`: the security team decides, not a manager."""
    if state is State.WAITLISTED:
        where = ngettext("Place %(place)d of %(num)d.", "Place %(place)d of %(num)d.", max(of, place), place=place)
        then = _("When a seat comes free, it goes to the first on the list, and we write at once.")
        return f"{where} {then}"
    if state is State.PENDING:
        return (
            _("The security team decides, and we write at once.")
            if by_team
            else _("Your manager decides, and we write at once.")
        )
    return _("The mail that we sent has the entry for your calendar.") if state is State.BOOKED else ""


def give_up_words(state: State | None) -> str:
    """Say what the button does that gives it up."""
    words = {
        State.BOOKED: _("Give the seat back"), State.WAITLISTED: _("Leave the waiting list"),
        State.OFFERED: _("No, leave it to the next"),
    }  # fmt: skip
    return words.get(state, _("Take the request back")) if state else ""


def state_words(one: Comer) -> str:
    """Say in one or two words what somebody has."""
    words = {
        State.UNVERIFIED: _("Not confirmed"), State.WAITLISTED: _("Waiting"), State.BOOKED: _("Has a seat"),
        State.ATTENDED: _("Was here"), State.PARTIAL: _("Partly, %(n)d minutes", n=one.signed_minutes or 0),
        State.ABSENT: _("Absent"), State.CANCELLED: _("Given up late") if one.late else _("Given up"),
        State.EXPIRED: _("No answer in time"), State.PENDING: _("Waits for a manager"),
        State.OFFERED: _("Has an offer"), State.DECLINED: _("Declined"), State.EXCUSED: _("Excused"),
    }  # fmt: skip
    return str(words[one.state])
