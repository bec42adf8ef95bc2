"""The house as letters name it that a job writes: what the settings and the site say, without a request."""

from dataclasses import dataclass
from datetime import datetime

from training.core.db import database
from training.core.site import SiteMemory
from training.jobs.worker import Tools
from training.seminars.letters import Host


@dataclass(frozen=True)
class Sender:
    """Who sends our mail, and where calendars answer (empty: nowhere)."""

    mail_from: str
    replies: str = ""

    def host(self, tools: Tools, now: datetime) -> Host:
        """Return the house as its letters name it."""
        site = SiteMemory().site(now)
        database.session.rollback()
        return Host(site.name, self.mail_from, site.seminar_mail, site.seminar_phone, tools.links, self.replies)
