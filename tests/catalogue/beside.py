"""The texts of what stands beside the one right course: a policy, a seminar kit, a Spanish translation."""

POLICY = """\
format: 1
id: clear-desk
edition: 1
title: Clear desk
summary: What happens to papers when you leave.
language: en
owner: Head of facilities
licence: CC-BY-4.0
reviewed: 2026-11-01
statement: I have read this policy, and I will keep to it.
serves:
  - clause: law.1
    strength: part
    note: One subject.
sources:
  - title: A study of desks
    used_for: the drawer
    url: https://desks.org/study
"""

POLICY_TEXT = """\
## What you do

Put papers into the drawer. Call {{ report.phone }} if one is gone. See [the study](https://desks.org/study).
"""

KIT = """\
format: 1
id: small-business
edition: 1
title: For small firms
summary: An hour about messages.
language: en
audience:
  - outside
seats: 12 to 40 people
needs:
  - A screen
licence: CC-BY-4.0
reviewed: 2026-11-01
course: spot-it
objectives:
  - Report a doubtful message.
agenda:
  - minutes: 20
    title: Welcome
    does: People say why they came.
  - minutes: 40
    title: The hunt
    does: Everybody looks for the signs.
feedback:
  - id: useful
    ask: How useful was it?
    kind: scale
  - id: length
    ask: Was it too long?
    kind: choice
    choices:
      - Too long
      - Right
serves:
  - clause: law.1
    strength: supports
"""

TRAINER = """\
## Before

Have the messages ready.

![Who owns the address](images/owner.svg)
"""

EXERCISE = """\
## The hunt

```message
from: Pay Team <pay@alder.example.pay-desk.test>
body: Hello
```
"""

HANDOUT = """\
## To take home

Call back by a number that you had before.
"""

SPANISH = """\
translates: 1
of: "COURSE"
title: Dese cuenta
summary: Un curso breve sobre mensajes.
objectives:
  examine: Mirar quién envía un mensaje.
  report: Avisar de un mensaje dudoso.
"""

SPANISH_LOOK = """\
---
title: Mire
of: "LOOK"
---

Dana lee un mensaje de {{ org.name }}.

![De quién es la dirección](images/owner.svg)

::: try
¿Quién lo envió?
:::

::: answer
El dueño de `pay-desk.test`.
:::
"""

SPANISH_TELL = """\
---
title: Avise
of: "TELL"
---

Use {{ report.button }} o marque {{ report.phone }}.

::: try
¿Qué pulsa?
:::

::: answer
El botón de aviso.
:::
"""

SPANISH_GLOSSARY = """\
- term: anzuelo
  means: Un mensaje que ayuda a un ladrón.
"""


def spanish_question(slug: str) -> str:
    """The words of a question in Spanish, with a place for the digest of the original."""
    return f"""\
- id: {slug}
  of: "{slug}"
  stem: Una nota llamada {slug} pide su clave. ¿Qué hace?
  options:
    - text: Avisar con el botón.
      why: Aclararlo es trabajo nuestro.
    - text: Borrarla al momento.
      why: Los demás aún tienen la suya.
    - text: Contestar, lleva un candado.
      why: Un candado no responde por nadie.
  takeaway: No estar seguro es buena razón para avisar.
"""
