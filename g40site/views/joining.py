"""What the page for joining knows, so that a script in the browser can make a mail and lines of YAML.

In: the site, and what `matching` found for every municipality and theme. Out: choices for the form, and the facts
behind them as JSON in one attribute. Nothing is sent.
"""

import json

from msgspec import Struct

from g40site import addresses, words
from g40site.content.site import Project
from g40site.matching import points
from g40site.model import Municipality, Theme
from g40site.views.calls import call_about_theme
from g40site.views.context import Context


class Choice(Struct, frozen=True):
    """One option of a list."""

    value: str
    text: str


class Chooser(Struct, frozen=True):
    """The form, and `facts`: everything that its script may say, as JSON."""

    municipalities: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    phases: tuple[Choice, ...]
    facts: str


def chooser(ctx: Context) -> Chooser:
    facts = {
        "themes": {theme.id: theme_facts(ctx, theme) for theme in ctx.site.themes},
        "municipalities": {m.id: municipality_facts(ctx, m) for m in ctx.site.municipalities},
        "threshold": points.ADVISED,
        "projects": ctx.absolute(addresses.PROJECTS),
        "matching": ctx.site.settings.features.matching,
        "taken": [project.id for project in ctx.site.projects],
        "today": ctx.today.isoformat(),
        "repository": repository(ctx),
    }
    return Chooser(
        municipalities=tuple(Choice(m.id, m.name) for m in ctx.site.municipalities),
        themes=tuple(Choice(theme.id, theme.title) for theme in ctx.site.themes),
        phases=tuple(Choice(id, title) for id, title in words.PHASES.items()),
        facts=json.dumps(facts, ensure_ascii=False, separators=(",", ":")),
    )


def theme_facts(ctx: Context, theme: Theme) -> dict[str, object]:
    call = call_about_theme(ctx, theme)
    person = call.person if call.person and call.person.email else ctx.group_contact
    email = call.email or person.email
    return {
        "title": theme.title,
        "lead": ctx.site.municipality[theme.lead].name,
        "to": email,
        "mail": addresses.mailto(email),
        "who": person.name or person.role,
        "dated": person.dated,
    }


def municipality_facts(ctx: Context, m: Municipality) -> dict[str, object]:
    own = ctx.site.projects_of.get(m.id, [])
    scores = (ctx.matching.scores or {}).get(m.id, ())
    return {
        "name": m.name,
        "joined": list(m.participates),
        "leads": [theme.id for theme in ctx.site.led_by.get(m.id, ())],
        "file": any(project.file == file_of(m) for project in own),
        "projects": [project_facts(p) for p in (*own, *ctx.site.projects_with.get(m.id, ()))],
        "fits": {one.theme: [[r.text, r.points] for r in one.reasons] for one in scores if one.score},
    }


def project_facts(project: Project) -> dict[str, object]:
    return {
        "title": project.title,
        "phase": words.PHASES[project.status],
        "themes": list(project.themes),
        "id": project.id,
    }


def file_of(m: Municipality) -> str:
    return f"content/projects/{m.id}.yaml"


def repository(ctx: Context) -> dict[str, str] | None:
    """Where a new issue or a new file can be opened with its text filled in, when the site says where it is kept."""
    kept = ctx.site.settings.repository
    if kept is None:
        return None
    url = kept.url.rstrip("/")
    if words.host(kept.url) == "github.com":
        return {
            "issue": f"{url}/issues/new?title=TITLE&body=BODY",
            "file": f"{url}/new/{kept.branch}?filename=NAME&value=BODY",
        }
    return {"issue": f"{url}/-/issues/new?issue[title]=TITLE&issue[description]=BODY", "file": ""}
