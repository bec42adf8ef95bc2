"""The words that rendering adds to content, in the language of the content (not of the reader's menus)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Words for the blocks of a lesson and for the parts of an example message."""

    remember: str
    note: str
    example: str
    try_it: str
    answer: str
    message: str
    inert: str
    sender: str
    to: str
    cc: str
    subject: str
    attached: str
    leads_to: str
    table: str
    code: str


_ENGLISH = Labels(
    remember="Remember",
    note="Note",
    example="Example",
    try_it="Try it",
    answer="Show the answer",
    message="Example message",
    inert="Nothing in it can be pressed",
    sender="From",
    to="To",
    cc="Cc",
    subject="Subject",
    attached="Attached",
    leads_to="leads to",
    table="Table",
    code="Code",
)
_SPANISH = Labels(
    remember="Recuerde",
    note="Nota",
    example="Ejemplo",
    try_it="Pruebe",
    answer="Mostrar la respuesta",
    message="Mensaje de ejemplo",
    inert="Nada en él se puede pulsar",
    sender="De",
    to="Para",
    cc="Cc",
    subject="Asunto",
    attached="Adjunto",
    leads_to="lleva a",
    table="Tabla",
    code="Código",
)
_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH}


def labels_for(language: str) -> Labels:
    """Choose the words for a language code; English where a language has none yet."""
    return _BY_LANGUAGE.get(language.partition("-")[0], _ENGLISH)


# Local words that content may name, and what stands there while nobody has entered them.
VARIABLES: Mapping[str, str] = {
    "org.name": "our organisation",
    "org.domain": "our own domain",
    "org.directory": "our staff directory",
    "report.button": "the report button",
    "report.address": "the security team's address",
    "report.phone": "the security team's telephone number",
}
_SPANISH_VARIABLES: Mapping[str, str] = {
    "org.name": "nuestra organización",
    "org.domain": "nuestro propio dominio",
    "org.directory": "nuestro directorio del personal",
    "report.button": "el botón de aviso",
    "report.address": "la dirección del equipo de seguridad",
    "report.phone": "el teléfono del equipo de seguridad",
}
_VARIABLES_BY_LANGUAGE = {"en": VARIABLES, "es": _SPANISH_VARIABLES}


def without_blanks(words: Mapping[str, str], language: str) -> dict[str, str]:
    """Put plain words of a language for the local words that nobody has entered; English where it has none yet."""
    plain = _VARIABLES_BY_LANGUAGE.get(language.partition("-")[0], VARIABLES)
    return {name: words.get(name, "").strip() or plain[name] for name in VARIABLES}
