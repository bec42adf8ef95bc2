"""One's own certificate, as a page and as a file."""

from flask import Response, make_response, render_template, url_for
from flask_babel import get_locale

from training.catalogue import queries as catalogue
from training.reports import answers, badges, typesetting
from training.reports.certificate_pages import Certificate, certificate_of, certificate_page
from training.reports.certificate_queries import CertificateRow
from training.reports.rules import grouped
from training.web.request import links, now, site
from training.web.words import _


def page(row: CertificateRow, public_id: str) -> Response:
    """Answer with the certificate and the ways to keep it."""
    return _page(row, public_id, _sheet(row, public_id))


def pdf(row: CertificateRow, public_id: str) -> Response:
    """Answer with the PDF, or with the page and the reason why there is none."""
    sheet = _sheet(row, public_id)
    if not typesetting.installed():
        return _page(row, public_id, sheet, _("PDF files are not made here. Print this page, and save it as PDF."), 404)
    language = str(get_locale() or "en").replace("_", "-")
    title = _("Certificate %(number)s: %(course)s", number=grouped(public_id), course=row.title)
    try:
        content = typesetting.pdf(sheet, title=title, language=language, now=now())
    except typesetting.Unsettable:
        told = _("A letter stands on it for which the PDF has no font. Print this page instead, and save it as PDF.")
        return _page(row, public_id, sheet, told, 422)
    return answers.download(content, "application/pdf", f"{grouped(public_id)}.pdf")


def _sheet(row: CertificateRow, public_id: str) -> Certificate:
    citations = catalogue.citations([one["clause"] for one in row.serves or []])
    return certificate_of(row, public_id, site().name, citations, links())


def _page(row: CertificateRow, public_id: str, sheet: Certificate, problem: str = "", status: int = 200) -> Response:
    pdf_href = url_for("reports.certificate_pdf", completion_id=public_id) if typesetting.installed() else ""
    badge_href = url_for("reports.credential", completion_id=public_id) if badges.offered_for(row.how) else ""
    made = certificate_page(row, sheet, pdf_href=pdf_href, badge_href=badge_href, problem=problem)
    return make_response(render_template("reports/certificate.html", page=made), status)
