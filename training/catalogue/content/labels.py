"""The words that rendering adds to content, in the language of the content (not of the reader's menus)."""

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
)
_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH}


def labels_for(language: str) -> Labels:
    """Choose the words for a language code; English where a language has none yet."""
    return _BY_LANGUAGE.get(language.partition("-")[0], _ENGLISH)
