"""Where a field is left out on purpose, and why: the one list. Everywhere else a field of a model appears by itself.

A key that editors write is in the schemas, the prompts of `new`, the issue forms of code hosts and the form that
becomes a mail (which ask the same), the spreadsheet, the list of fields in the manual, the editing forms, open data and
on the pages; `tests/editing/test_fields_everywhere.py` fails for one that is not, unless it stands here.
"""

from msgspec import Struct

EDITING_FORM, ISSUE_FORM, OPEN_DATA = "editing form", "issue form", "open data"
PAGE, PROMPTS = "page", "prompts"


class Omission(Struct, frozen=True):
    """Keys of a model that are left out of something, with the reason."""

    where: str
    form: str
    keys: str
    why: str


LEFT_OUT = (
    Omission(PROMPTS, "Municipality", "projects", "each is made by itself, with `new project`"),
    Omission(ISSUE_FORM, "Project", "id added updated aliases", "the program or an editor gives these"),
    Omission(ISSUE_FORM, "Project", "interested", "an editor knows what is said of others"),
    Omission(ISSUE_FORM, "Project", "image", "a picture is a file, which no form takes"),
    Omission(ISSUE_FORM, "NewsItem", "updated draft aliases", "the program or an editor gives these"),
    Omission(ISSUE_FORM, "NewsItem", "projects", "there are too many to choose from"),
    Omission(ISSUE_FORM, "NewsItem", "image", "a picture is a file, which no form takes"),
    Omission(ISSUE_FORM, "Event", "updated draft aliases", "the program or an editor gives these"),
    Omission(ISSUE_FORM, "Event", "projects", "there are too many to choose from"),
    Omission(ISSUE_FORM, "Event", "status previous_start revision", "these are for an event that changes"),
    Omission(ISSUE_FORM, "Contact", "url checked known source", "an editor looks these up"),
    Omission(EDITING_FORM, "Municipality", "projects", "each has a file of its own"),
    Omission(EDITING_FORM, "Municipality", "contact participates administrators contacts", "these have a file too"),
    Omission(OPEN_DATA, "Theme", "contact", "people are never in open data"),
    Omission(OPEN_DATA, "Theme", "colour aliases", "these are of the pages"),
    Omission(OPEN_DATA, "Municipality", "contact contacts", "people are never in open data"),
    Omission(OPEN_DATA, "Municipality", "projects", "they are a table of their own"),
    Omission(OPEN_DATA, "Municipality", "aliases", "these are of the pages"),
    Omission(OPEN_DATA, "Administrator", "email", "mailboxes are never in open data"),
    Omission(OPEN_DATA, "Project", "contact", "people are never in open data"),
    Omission(OPEN_DATA, "Project", "aliases", "these are of the pages"),
    Omission(OPEN_DATA, "NewsItem", "draft aliases", "drafts are not published, aliases are of the pages"),
    Omission(OPEN_DATA, "Event", "draft aliases", "drafts are not published, aliases are of the pages"),
    Omission(OPEN_DATA, "Image", "file", "its address is published instead"),
    Omission(OPEN_DATA, "Source", "title date archived", "a source is its address"),
    Omission(PAGE, "Theme", "aliases", "they lead on by themselves"),
    Omission(PAGE, "Theme", "colour", "it is seen, and not said"),
    Omission(PAGE, "Theme", "topics", "they are for search and matching"),
    Omission(PAGE, "Municipality", "location", "it is a dot on the map, without words"),
    Omission(PAGE, "Municipality", "aliases", "they lead on by themselves"),
    Omission(PAGE, "Administrator", "checked known", "the page says how long somebody has a role"),
    Omission(PAGE, "GeneralContact", "name role checked known source", "the page says how to get in"),
    Omission(PAGE, "Contact", "known source", "these are for who looks it up again (`review`)"),
    Omission(PAGE, "Project", "added updated", "these are for feeds and newsletters"),
    Omission(PAGE, "Project", "aliases", "they lead on by themselves"),
    Omission(PAGE, "NewsItem", "aliases", "they lead on by themselves"),
    Omission(PAGE, "Event", "revision updated", "these are for calendars and feeds"),
    Omission(PAGE, "Event", "aliases", "they lead on by themselves"),
    Omission(PAGE, "Page", "menu", "it says where the page stands in the menu"),
    Omission(PAGE, "Page", "aliases", "they lead on by themselves"),
)


def is_left_out(where: str, form: type[Struct], key: str) -> bool:
    return key in keys_left_out(where, form)


def keys_left_out(where: str, form: type[Struct]) -> set[str]:
    """The keys of a model that are left out of something."""
    omissions = (omission for omission in LEFT_OUT if (omission.where, omission.form) == (where, form.__name__))
    return {key for omission in omissions for key in omission.keys.split()}
