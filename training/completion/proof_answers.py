"""Answers of proofs that are no page, and the house as their letters name it."""

from flask import Response

from training.completion.proof_files import kind_of
from training.completion.proof_letters import Host
from training.completion.proof_queries import ProofFile
from training.web.files import download
from training.web.request import links, site


def file_answer(file: ProofFile) -> Response:
    """Answer with a proof's file to save: as what its content is, under a name of ours."""
    kind = kind_of(file.content)
    if kind is None:
        return download(file.content, "application/octet-stream", f"{file.name}.bin")
    return download(file.content, kind.media_type, f"{file.name}.{kind}")


def host() -> Host:
    """Return who writes."""
    return Host(site().name, links())
