"""The square code by which a seat is found at the door: on the page of the date, on paper and on a badge."""

from dataclasses import dataclass

from markupsafe import Markup

from training.seminars.addresses import HERE, here_path
from training.web.request import links
from training.web.square_code import square_code
from training.web.words import _

SHORT = 6  # characters


@dataclass(frozen=True)
class Pass:
    """What somebody shows at the door: a code for a camera, and the same to be typed."""

    code: Markup
    label: str
    short: str


def pass_of(registration: str) -> Pass:
    """Return the pass of a seat. The code holds an address of this site and no name."""
    address = links().to(here_path(links().seal(HERE, registration)))
    return Pass(
        square_code(address), _("Square code for the door, %(code)s", code=short(registration)), short(registration)
    )


def short(registration: str) -> str:
    """Return the beginning of a registration's public id, as people type it: "7QK-4M2"."""
    shown = registration[:SHORT].upper()
    return f"{shown[:3]}-{shown[3:]}"


def typed(find: str) -> str:
    """Return what stands at the beginning of a public id if somebody typed a short code, else "".

    The alphabet has no I, L, O and U: what people type for 1 and 0 is put right.
    """
    plain = find.lower().replace("-", "").replace(" ", "").translate(str.maketrans("ilo", "110"))
    return plain if len(plain) == SHORT and plain.isalnum() else ""
