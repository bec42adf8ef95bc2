"""Reads the folder of one policy."""

from training.catalogue.content import reading
from training.catalogue.content.beside_schema import Policy
from training.catalogue.content.files import Folder
from training.catalogue.content.written import WrittenPolicy

_IN_A_POLICY = ("policy.yaml", "text.md", "CHANGES.md")


def read_policy(part: Folder, slug: str) -> WrittenPolicy | None:
    """Read a policy, or None when a part of it cannot be read. Problems are noted in the folder."""
    reading.strangers(part, _IN_A_POLICY)
    document = reading.document(part, "policy.yaml")
    policy = reading.shape(part, Policy, document)
    text = reading.plain(part, "text.md")
    if policy is None or document is None or text is None:
        return None
    changes = reading.changes(part)
    return WrittenPolicy(slug, policy, document, text, changes, reading.digest_of_files(part))
