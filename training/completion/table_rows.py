"""What the files of this room's lists hold: the same as their pages, with numbers and days as such. The head first."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from training.completion import history_pages, reminder_pages
from training.completion.draft_queries import Draft
from training.completion.history_queries import Import
from training.completion.outlook_queries import Addressee, Failed, Outlook
from training.completion.proof_queries import Proof
from training.completion.requirement_pages import NOTHING, Found, draft_state, lacking_words
from training.completion.rules import ProofState, RequirementSource
from training.web.request import local
from training.web.words import _

Row = tuple[object, ...]


def requirements(found: Found, cited: Mapping[str, str], today: date) -> Iterator[Row]:
    """Yield all requirements with their numbers and what they lack; those that have ended too."""
    yield (
        _("Requirement"), _("Owner"), _("Clauses"), _("Done"), _("Done late"), _("Exempt"), _("Open"), _("Overdue"),
        _("People"), _("Source"), _("Since"), _("Ended"), _("What is missing"),
    )  # fmt: skip
    sources = {RequirementSource.FILE: _("File"), RequirementSource.DESK: _("Desk")}
    for one in found.lines:
        parts = found.parts.get(one.id, NOTHING)
        counted = (parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue, parts.total)
        clauses = "; ".join(cited.get(slug, slug) for slug in one.clauses)
        lacking = lacking_words(one, parts, today) if one.ended_on is None else ""
        told = (sources[one.source], one.since, one.ended_on, lacking)
        yield one.title, one.owner(today), clauses, *counted, *told


def drafts(found: Iterable[Draft]) -> Iterator[Row]:
    """Yield the drafts that somebody has to decide on."""
    yield _("Requirement"), _("State"), _("By"), _("Written")
    for one in found:
        yield one.content["title"], draft_state(one.state), one.by, local(one.made_at)


def people(found: Iterable[tuple[str, str, str]]) -> Iterator[Row]:
    """Yield people with their departments."""
    yield _("Person"), _("Department")
    for family, given, department in found:
        yield f"{family}, {given}", department


def proofs(found: Iterable[Proof]) -> Iterator[Row]:
    """Yield the proofs from elsewhere for those who decide about them."""
    yield _("Person"), _("Department"), *_proof_head(), _("By")
    for one in found:
        yield f"{one.family}, {one.given}", one.department, *_proof(one), one.decided_by


def own_proofs(found: Iterable[Proof]) -> Iterator[Row]:
    """Yield one's own proofs from elsewhere."""
    yield _proof_head()
    for one in found:
        yield _proof(one)


def _proof_head() -> Row:
    return (
        _("On the paper"), _("Issued by"), _("Is to count as"), _("Done on"), _("Handed in"), _("State"),
        _("Reason"), _("Decided"), _("Taken back"),
    )  # fmt: skip


def _proof(one: Proof) -> Row:
    words = {
        ProofState.WAITING: _("Waiting"), ProofState.ACCEPTED: _("Accepted"), ProofState.REFUSED: _("Refused"),
    }  # fmt: skip
    state = _("Taken back") if one.back_at else words[one.state]
    decided = local(one.decided_at) if one.decided_at else None
    back = local(one.back_at) if one.back_at else None
    said = (one.title, one.issuer, one.counts_as, one.done_on, local(one.handed_in_at), state)
    return *said, one.back_reason or one.answer, decided, back


def imports(found: Iterable[Import]) -> Iterator[Row]:
    """Yield the imports of history, each with how many lines and completions it has."""
    yield (
        _("System"), _("File"), _("By"), _("Sent"), _("State"), _("Lines"), _("Completions"),
        _("People whom they concern"), _("Lines with a fault"), _("Applied"),
    )  # fmt: skip
    for one in found:
        counts = one.plan.get("counts", {})
        said = (one.system, one.file_name, history_pages.by_words(one), local(one.uploaded_at))
        numbers = (counts.get(kind) for kind in ("lines", "new", "people", "faulty"))
        applied = local(one.applied_at) if one.applied_at else None
        yield *said, history_pages.state_words(one), *numbers, applied


def addressees(found: Iterable[Addressee]) -> Iterator[Row]:
    """Yield who gets a mail of reminders on a day, and why."""
    yield _("Person"), _("State"), _("Why")
    for one in found:
        yield one.name, reminder_pages.state_words(one.state), "; ".join(reminder_pages.reasons_told(one))


def days_with_mail(found: Outlook) -> Iterator[Row]:
    """Yield the next days with mail: how many, in which state (of days to come: none yet), how many tell of a team."""
    yield (
        _("Day"), _("Together"), _("Went out"), _("To come"), _("Held"), _("Not needed any more"), _("Managers"),
        _("Note"),
    )  # fmt: skip
    for one in reminder_pages.days_ahead(found):
        states = (one.went_out, one.to_come, one.held, one.dropped)
        yield one.day, one.mails, *states, one.managers, reminder_pages.brake_words(one)


def failed(found: Iterable[Failed]) -> Iterator[Row]:
    """Yield whose last reminder was refused, and what helps."""
    yield _("Person"), _("To"), _("What the mail server said"), _("What to do"), _("Written")
    for one in found:
        yield one.name, one.recipient, one.error, reminder_pages.cure_words(one), local(one.at)
