"""The form of everything that editors write: one model a kind, one field a line, its help below it.

In: the values of one entry. Out: a frozen model. Its fields say what text may become such a value (`shape.Field`). The
models know no files and no other entries; references and the order of dates are checked in `content`.
"""

from g40site.model.entries import (
    Administrator,
    Chapter,
    Contact,
    Entry,
    Event,
    GeneralContact,
    Image,
    Location,
    Municipality,
    MunicipalityFile,
    NewsItem,
    Page,
    Participant,
    Project,
    ProjectFile,
    Source,
    Sources,
    Theme,
)
from g40site.model.fields import Moment
from g40site.model.settings import Accessibility, Approval, Forms, Publisher, Repository, Security, Site, SiteContact

KINDS: dict[str, type[Entry]] = {
    "site": Site,
    "theme": Theme,
    "municipality": Municipality,
    "project": Project,
    "news": NewsItem,
    "event": Event,
    "page": Page,
    "chapter": Chapter,
}

__all__ = [
    "KINDS",
    "Accessibility",
    "Administrator",
    "Approval",
    "Chapter",
    "Contact",
    "Entry",
    "Event",
    "Forms",
    "GeneralContact",
    "Image",
    "Location",
    "Moment",
    "Municipality",
    "MunicipalityFile",
    "NewsItem",
    "Page",
    "Participant",
    "Project",
    "ProjectFile",
    "Publisher",
    "Repository",
    "Security",
    "Site",
    "SiteContact",
    "Source",
    "Sources",
    "Theme",
]
