"""Reads the folder of one seminar kit: what somebody needs to hold a seminar."""

from training.catalogue.content import reading
from training.catalogue.content.beside_schema import Kit
from training.catalogue.content.files import Folder
from training.catalogue.content.written import WrittenKit

PAPERS = ("trainer", "handout", "exercise")
"""The texts of a kit, each a file that ends in .md."""
_IN_A_KIT = ("kit.yaml", *(f"{paper}.md" for paper in PAPERS), "CHANGES.md", "images")


def read_kit(part: Folder, slug: str) -> WrittenKit | None:
    """Read a kit, or None when a part of it cannot be read. Problems are noted in the folder."""
    reading.strangers(part, _IN_A_KIT)
    document = reading.document(part, "kit.yaml")
    kit = reading.shape(part, Kit, document)
    papers = {paper: reading.plain(part, f"{paper}.md") for paper in PAPERS}
    found = {paper: text for paper, text in papers.items() if text is not None}
    if kit is None or document is None or len(found) < len(PAPERS):
        return None
    changes, pictures = reading.changes(part), reading.pictures(part, "images")
    return WrittenKit(slug, kit, document, found, changes, pictures, reading.digest_of_files(part))
