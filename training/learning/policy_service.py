"""The one verb of policies: acknowledge what stands there, in the words that stand there."""

from training.completion import service as completion_service
from training.completion.rules import How
from training.completion.service import NewCompletion
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.learning import policy_queries
from training.learning.policy_queries import Policy
from training.learning.readiness import Moment


def acknowledge(viewer: Viewer, policy: Policy, digest: str, *, at: Moment) -> None:
    """Record that the viewer agrees to the statement of a policy, with the digest of the text that they saw.

    Agreeing again to the same text while nothing asks for it changes nothing. Raises Refused where the text has
    changed since the page was opened.
    """
    if digest != policy.digest:
        raise Refused("agree", text("The text has changed since you opened it. Read what is new, then agree to it."))
    before = policy_queries.agreed(viewer).get(policy.slug)
    if before is not None and before.digest == policy.digest and not policy.asked:
        return
    assert viewer.person_id is not None  # noqa: S101  the door lets in nobody else
    new = NewCompletion(
        person_id=viewer.person_id, subject_id=policy.subject_id, how=How.ACKNOWLEDGEMENT, happened_at=at.now,
        local_date=at.today, edition_id=policy.edition_id, digest=policy.digest, edition_number=policy.number,
        statement=policy.content["statement"],
    )  # fmt: skip
    completion_service.record(new, recorded_by_id=viewer.person_id, now=at.now)
