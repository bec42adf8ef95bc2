"""The square code of an address, for a telephone's camera: SVG, dark on white in every theme and on paper."""

from io import BytesIO

import segno
from markupsafe import Markup

MASK = 0  # a chequered pattern: no large area of one colour in a code of letters


def square_code(address: str) -> Markup:
    """Return the code with its white margin as one `svg` without a size of its own: CSS or the PDF sets it.

    Error correction M: it is still read with a seventh of it damaged. What shows it must say what it is.
    """
    out = BytesIO()
    # Every mask is read alike. To choose the prettiest of eight took most of the time of a page with a seat.
    segno.make(address, error="m", micro=False, mask=MASK).save(
        out,
        kind="svg",
        xmldecl=False,
        nl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        dark="#000",
        light="#fff",
    )
    return Markup(out.getvalue().decode())  # noqa: S704  paths that segno drew: no letter of the address stands in it
