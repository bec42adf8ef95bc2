"""README.txt of an evidence pack: what it is, what each file holds, how to verify it, what it does not prove.

In English whatever the language of the house: a pack is read years later and elsewhere, beside columns of fixed names.
"""

from training.reports.pack_subject import Subject

WORDS = """EVIDENCE PACK
{title}
{organisation}, {since} to {until}, both days included

What this is
------------
Who had to do what is named above in this period, on which content, by when, and whether they did: as it was known to
Muster at {known_at} (UTC). What was recorded or corrected after that instant is not in here, and changes nothing in
here. All days are the local days of the people; all instants are in UTC.

What each file holds
--------------------
population.csv   One row for each duty of the period: the person, where the roster had them and by which roster file
                 (its SHA-256), when the duty opened and ended, its due day, why they have it, which version of the rule
                 asked it, and its state. due_before is the rule's own day where an extension moved it. The state is
                 that of {until}, or of the last day of a duty that had ended by then (state_on). counts = yes:
                 the duty stood on {until} and is in the five parts of summary.json.
summary.json     The five parts on {until}: done, done late, exempt, open, overdue. They add up to the total.
completions.csv  What these people did of what satisfies the rule, whenever they did it: how, which edition, the SHA-256
                 of its content, right answers of those asked and needed, who recorded it. What was taken back stays,
                 with the row that takes it back (takes_back = yes) and its reason.
late.csv         Duties done late, and duties not done when their day had passed, with the days.
exemptions.csv   Who was excused from when until when (until is the first day on which they no longer were), why, and
                 who approved it. retired_at: when it was taken back or replaced. everything = yes: from all duties.
extensions.csv   Whose due day was moved, to which day, why, by whom.
reminders.csv    Who was told of which duty on which day: step is working days from the due day (for kind = asked it is
                 the day as a number, on which a manager asked), digest_day the day of the mail, mail its id in the
                 outbox. told is who got it: the person, the manager or the director.
rules.json       The rule in every version: what it says, since when, who changed it and why, which clauses it serves.
content/         What was taught, word for word, of every edition in completions.csv. The name is the SHA-256 of the
                 file. It holds the questions with their right answers: keep it to yourselves.
sample.csv       {sample} people drawn by the seed {seed} (all, where there are fewer).
events.csv       What the log says of these facts. commitment is the SHA-256 of a salt and the detail, which is kept
                 apart and can be erased; leaf is the SHA-256 over the event; seq its place in the sealed log, empty
                 where it was not sealed yet.
manifest.json    The size and SHA-256 of every file, and what this pack is.
verify.py        Checks all of it. Needs Python 3.9 or newer and nothing else: no network, no installation.

How to verify
-------------
    python3 verify.py            in the unpacked folder
    python3 verify.py pack.zip   with verify.py beside the file

It says OK, or names each fault and ends with 1. Compare what it prints as the SHA-256 of the ZIP file with what Muster
shows on the page of the pack: somebody who changes files and their manifest alike can deceive verify.py, but not that.
Whoever does not trust this verify.py can do without: `sha256sum` shows the same numbers, and the sample can be drawn
anew by hand:

    printf '%s' '{seed}:PERSON' | sha256sum     for every person of population.csv; the {sample} smallest are drawn

A cell that a spreadsheet would run as a formula has an apostrophe in front: where a cell begins with an apostrophe
followed (after blanks, if any) by one of = + - @ ' or a tab or line break, take the first apostrophe away.

What this does not prove
------------------------
* That the roster was right: it is what the personnel system sent. The SHA-256 of each roster file lets you compare.
* That a person sat at the keyboard, or that they still know it. Nobody is watched. No answers are in here: they belong
  to the person. Right answers of those asked are.
* That nothing was changed in the database before the pack was made. The program cannot rewrite facts, but whoever
  runs the machine can do anything. Ask for the sealed head of the log, and keep packs: they cannot be recalled.
* That the law or standard is met. It says what was asked, of whom, and what was done. Whether that is enough is
  yours to say.

Made by {software}. Pack of {slug}.
"""


def readme(about: Subject) -> str:
    """Return the words of README.txt."""
    matter = about.matter
    return WORDS.format(
        title=about.title, organisation=about.organisation, since=matter.since, until=matter.until,
        known_at=matter.known_at.isoformat(timespec="seconds").replace("+00:00", ""), seed=about.seed,
        sample=about.sample, software=about.software, slug=about.slug,
    )  # fmt: skip
