"""All components on one page, for whoever draws pages: /ui, in development and in the tests only."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from training.core.permissions import Viewer
from training.web import pictures
from training.web.blueprint import PUBLIC, Blueprint
from training.web.pictures import CoverageInput
from training.web.square_code import square_code

blueprint = Blueprint("gallery", __name__)


@dataclass(frozen=True)
class Samples:
    """Pictures of invented values."""

    bar: pictures.Bar
    small_bar: pictures.Bar
    chart: pictures.CoverageChart
    cells: tuple[pictures.RecallCell, ...]
    tally: pictures.Tally
    code: Markup


SAMPLES = Samples(
    bar=pictures.five_part_bar(36, 3, 2, 5, 2),
    small_bar=pictures.five_part_bar(4, 0, 0, 0, 0),
    chart=pictures.coverage_rows(
        (CoverageInput("Finance", 39, 46, "#tables"), CoverageInput("Operations", 278, 370, "#tables")), goal=80
    ),
    cells=(
        pictures.recall_cell(91, 83, 97, 46),
        pictures.recall_cell(61, 53, 68, 171),
        pictures.recall_cell(78, 70, 85, 103),
    ),
    tally=pictures.tally(count=33, gold=32, columns=4),
    code=square_code("https://training.company.example/check/7QK4-M2XD-9TPA"),
)


@blueprint.page("/ui", permission=PUBLIC)
def components(_viewer: Viewer) -> ResponseReturnValue:
    return render_template("ui/gallery.html", samples=SAMPLES)
