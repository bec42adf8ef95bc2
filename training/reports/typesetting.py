"""Certificates as PDF, by typst: tagged, PDF/A-2a and PDF/UA-1. Only where the package is installed."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from training.core.settings import ROOT
from training.reports.certificate_pages import Certificate

SHEET = ROOT / "templates" / "reports" / "certificate.typ"
FONTS = ROOT / "static" / "fonts"
STANDARDS = ["a-2a", "ua-1"]


class Unsettable(Exception):
    """A letter of the certificate stands in none of the fonts. PDF/A refuses it rather than show an empty box."""


@cache
def installed() -> bool:
    """Tell whether the package is there. It is 84 MB, so most installations go without."""
    return find_spec("typst") is not None


def pdf(certificate: Certificate, *, title: str, language: str, now: datetime) -> bytes:
    """Return the certificate as one A4 sheet. Raises Unsettable.

    What people wrote goes in as data and never as a part of the program, so nothing in a name can be carried out.
    """
    typst = _typst()
    words = {**asdict(certificate), "title": title, "language": language}
    try:
        set_ = typst.compile(
            str(SHEET), root=str(SHEET.parent), font_paths=_fonts(), ignore_system_fonts=True,
            sys_inputs={"words": json.dumps(words)}, pdf_standards=STANDARDS, timestamp=now.replace(microsecond=0),
        )  # fmt: skip
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        raise Unsettable(error.message) from None
    return bytes(set_)


def _typst() -> Any:
    return import_module("typst")


@cache
def _fonts() -> Any:
    # Fonts of our own and those inside typst, never the machine's: a certificate looks the same everywhere.
    return _typst().Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
