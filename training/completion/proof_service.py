"""The verbs of proofs from elsewhere: hand one in, decide about it, take the decision back."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from training.audit.service import Happening, record
from training.completion import history_queries, proof_files, proof_letters, proof_queries, service
from training.completion.history_lines import EARLIEST
from training.completion.models import OutsideProof
from training.completion.proof_letters import About, Host, Letter
from training.completion.proof_queries import DECIDE, Acceptable, Proof
from training.completion.rules import How, ProofState
from training.completion.service import NewCompletion
from training.core import files
from training.core.db import database
from training.core.errors import Conflict, Forbidden, Refused
from training.core.files import Upload
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.notices.service import NewMessage, write

NOON = time(12)


@dataclass(frozen=True)
class NewProof:
    """A paper that somebody hands in. `counts_as` is the public id of a subject."""

    counts_as: str
    title: str
    issuer: str
    done_on: date
    file: Upload


def hand_in(viewer: Viewer, new: NewProof, *, now: datetime, today: date) -> str:
    """Keep a proof until somebody decides, and return its public id. Raises Refused at the field to mend."""
    accepted = _accepted(viewer, new, today)
    if not EARLIEST <= new.done_on <= today:
        raise Refused("done_on", text("Choose a day that is past"))
    kind = proof_files.check(new.file.content)
    if proof_queries.waiting_since(viewer, accepted.subject_id) is not None:
        raise Refused("counts_as", text("Something that you handed in for this waits already. Wait for the answer."))
    kept = Upload(f"proof.{kind}", kind.media_type, new.file.content)
    row: dict[str, Any] = {
        "public_id": new_public_id(), "person_id": viewer.person_id, "subject_id": accepted.subject_id,
        "title": new.title, "issuer": new.issuer, "done_on": new.done_on,
        "file_digest": files.store(kept, permission=str(DECIDE), owner_id=viewer.person_id, now=now),
        "state": ProofState.WAITING, "handed_in_by_id": viewer.person_id, "handed_in_at": now,
    }  # fmt: skip
    added = insert(OutsideProof).values(row).returning(OutsideProof.id)
    proof_id = database.session.execute(added).scalar_one()
    record(Happening("proof-handed-in", "proof", proof_id), actor_id=viewer.person_id, now=now)
    return str(row["public_id"])


def _accepted(viewer: Viewer, new: NewProof, today: date) -> Acceptable:
    found = [one for one in proof_queries.acceptable(viewer, today) if one.public_id == new.counts_as]
    if not found:
        raise Refused("counts_as", text("Choose what it is to count as"))
    return found[0]


@dataclass(frozen=True)
class Decision:
    """Whether a proof counts, and why. A refusal needs its reason."""

    accept: bool
    reason: str


def decide(viewer: Viewer, public_id: str, decision: Decision, *, host: Host, now: datetime) -> ProofState:
    """Accept a proof, which records a completion, or refuse it; the person is told. Saying the same twice does it once.

    Raises NotFound, Forbidden for one's own, Conflict where somebody decided otherwise, Refused without a reason.
    """
    found = proof_queries.proof(viewer, public_id)
    _not_own(viewer, found)
    if not decision.accept and not decision.reason:
        raise Refused("reason", text("Say why: the person reads it"))
    wanted = ProofState.ACCEPTED if decision.accept else ProofState.REFUSED
    state = proof_queries.lock(found.id)
    if state is wanted:
        return wanted
    if state is not ProofState.WAITING:
        raise Conflict(text("Somebody has decided about this proof already."))
    completion_id = _complete(viewer, found, now) if decision.accept else None
    values = {
        "state": wanted, "decided_by_id": viewer.person_id, "decided_at": now, "answer": decision.reason,
        "completion_id": completion_id,
    }  # fmt: skip
    database.session.execute(update(OutsideProof).where(OutsideProof.id == found.id).values(values))
    record(Happening(f"proof-{wanted}", "proof", found.id), actor_id=viewer.person_id, now=now)
    letter = proof_letters.accepted if decision.accept else proof_letters.refused
    _tell(found, f"{wanted}", letter(_about(found, decision.reason), host), now)
    return wanted


def may_decide(viewer: Viewer, found: Proof) -> bool:
    """Tell whether a proof is neither the viewer's own nor handed in by them."""
    return viewer.person_id not in {found.person_id, found.handed_in_by_id}


def _not_own(viewer: Viewer, found: Proof) -> None:
    if not may_decide(viewer, found):
        raise Forbidden(text("This proof is your own, so somebody else has to decide about it."))


def _complete(viewer: Viewer, found: Proof, now: datetime) -> int:
    # Only the day is known: the instant is noon of it at the person's site.
    zone = ZoneInfo(history_queries.zones([found.person_id]).get(found.person_id, "UTC"))
    new = NewCompletion(
        found.person_id, found.subject_id, How.OUTSIDE_PROOF, datetime.combine(found.done_on, NOON, zone),
        found.done_on, origin=f"{found.issuer}: {found.title}",
    )  # fmt: skip
    return service.record(new, recorded_by_id=viewer.person_id, now=now).id


def take_back(viewer: Viewer, public_id: str, reason: str, *, host: Host, now: datetime) -> None:
    """Take an acceptance back: what was recorded does not count any more, and the person is told why.

    Raises NotFound, Forbidden for one's own, Conflict where it does not count (any more).
    """
    found = proof_queries.proof(viewer, public_id)
    _not_own(viewer, found)
    proof_queries.lock(found.id)
    if found.completion_id is None:
        raise Conflict(text("This proof was not accepted: there is nothing to take back."))
    service.take_back(found.completion_id, reason=reason, by_person_id=viewer.person_id, now=now)
    record(Happening("proof-taken-back", "proof", found.id), actor_id=viewer.person_id, now=now)
    _tell(found, "taken-back", proof_letters.taken_back(_about(found, reason), host), now)


def _about(found: Proof, reason: str) -> About:
    return About(found.name, found.language, found.title, found.counts_as, reason)


def _tell(found: Proof, what: str, letter: Letter, now: datetime) -> None:
    if found.email:
        subject, body = letter
        mail = NewMessage(
            kind="completion.proof", key=f"completion.proof:{found.public_id}:{what}", recipient=found.email,
            recipient_name=found.name, subject=subject, body=body, person_id=found.person_id,
        )  # fmt: skip
        write(mail, now=now)
