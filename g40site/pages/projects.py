"""The list of projects, whole and by one choice, and the page of one project."""

from collections.abc import Sequence

from g40site import addresses, model, phrases, words
from g40site.content.prose import id_prefix
from g40site.content.site import Project
from g40site.lifecycle import LADDER
from g40site.model.description import describe
from g40site.pages import network_map
from g40site.pages.contact import contact_of_project, correction, group_contact, ways_in
from g40site.pages.context import Context
from g40site.pages.facets import all_facets, facets_within, newest_first
from g40site.pages.matches import look_alikes, where_it_was
from g40site.pages.view_models import View

# So many projects of a list are rows, the others are lines that unfold.
UNFOLDED = 30
EARLIER = 20


def projects(ctx: Context) -> View:
    """All projects."""
    chosen = list(ctx.site.projects)
    places = {id for project in chosen for id in ctx.site.place_of(project)}
    intro = (
        f"{words.count(len(chosen), 'project', 'projecten')} uit {words.count(len(places), 'gemeente', 'gemeenten')}. "
        "Kies een fase, thema, gemeente of onderwerp en zie waar uw project op lijkt. De nieuwste stand staat bovenaan."
    )
    return listing(ctx, "", intro, chosen, None)


def projects_in_phase(ctx: Context, status: str) -> View:
    chosen = list(ctx.site.projects_of_phase.get(status, ()))
    title = f"Projecten in de fase {words.PHASES[status]}"
    return chosen_listing(ctx, title, chosen, ("fase", addresses.PHASES[status]))


def projects_about(ctx: Context, slug: str) -> View:
    word, chosen = ctx.site.topics[slug]
    return chosen_listing(ctx, f"Projecten over {word}", chosen, ("onderwerp", slug))


def projects_in_province(ctx: Context, province: str) -> View:
    chosen = list(ctx.site.projects_in.get(province, ()))
    preset = ("provincie", addresses.slug(province))
    return chosen_listing(ctx, f"Projecten in {province}", chosen, preset)


def chosen_listing(ctx: Context, title: str, chosen: Sequence[Project], preset: tuple[str, str]) -> View:
    if chosen:
        places = {id for project in chosen for id in ctx.site.place_of(project)}
        intro = (
            f"{words.count(len(chosen), 'project', 'projecten')} van "
            f"{words.count(len(places), 'gemeente', 'gemeenten')}."
        )
    else:
        intro = "Hier staan nu geen projecten. Kies een andere fase of een ander onderwerp."
    return listing(ctx, title, intro, chosen, preset)


def listing(ctx: Context, title: str, intro: str, chosen: Sequence[Project], preset: tuple[str, str] | None) -> View:
    """Projects, the newest state first. `preset` is the choice of the page in an address; one click takes it away."""
    ways = facets_within(ctx, *preset, chosen) if preset else all_facets(ctx)
    name = next((choice.text for facet in ways for choice in facet.choices if choice.current), "")
    files = (("CSV", "csv"), ("JSON", "json"))
    return View(
        title,
        intro,
        intro=intro,
        chosen=ctx.link(name, addresses.PROJECTS) if preset else None,
        total=len(chosen),
        rows=newest_first(chosen),
        unfolded=UNFOLDED,
        facets=ways,
        preset=preset,
        all_projects=ctx.href(addresses.PROJECTS),
        data=ctx.href(addresses.PROJECT_CHOICES),
        files=tuple(ctx.link(text, addresses.dataset("projects", ending)) for text, ending in files),
        map=None if preset else network_map.of_choices(ctx),
    )


def project(ctx: Context, project: Project) -> View:
    """One project: what became of it, who can be asked, what looks like it, and where it came from."""
    site, state = ctx.site, ctx.state(project.id)
    about, places = ("project", project.id), site.place_of(project)
    leads = {site.theme[id].lead: site.theme[id].title for id in project.themes}
    stories, table = look_alikes(ctx, project)
    note = takeover_note(ctx, project)
    return View(
        project.title,
        project.summary,
        project=project,
        state=state,
        age=phrases.age(state),
        ladder=LADDER,
        others=[id for id in places if id != project.municipality],
        interested=[id for id in project.interested if id not in places],
        description_html=html_of(ctx, project, project.description),
        seeking_title=describe(model.Project, "seeking").label,
        seeking_html=html_of(ctx, project, project.seeking, "kans"),
        lesson_html=html_of(ctx, project, project.lesson, "les"),
        is_checked=ctx.is_checked(project),
        contact=contact_of_project(ctx, project),
        note_text=note,
        note_href=addresses.mailto("", f"Voorstel over {phrases.short_title(project.title)}", note),
        map=network_map.of_project(ctx, project),
        upcoming=ctx.upcoming(site.events_about.get(about, ())),
        earlier=ctx.earlier(about, EARLIER),
        leads=[
            ctx.link(f"{ctx.municipality_name(lead)} ({title})", addresses.municipality(lead))
            for lead, title in leads.items()
        ],
        alike=stories,
        points=table,
        correction=correction(ctx, project.title, addresses.project(project.id)),
        lesson_href=lesson_href(ctx, project),
    )


def html_of(ctx: Context, project: Project, markdown: str | None, field: str = "") -> str:
    return ctx.prose.html(markdown, project.file, id_prefix(field, project.id) if field else "") if markdown else ""


def takeover_note(ctx: Context, project: Project) -> str:
    """For an alderman of another municipality: whether to take this over."""
    lesson = ctx.prose.plain(project.lesson, id_prefix("les", project.id)) if project.lesson else ""
    return ctx.mail(
        "note-takeover",
        title=phrases.short_title(project.title),
        places=ctx.place_names(project),
        reasons=(
            phrases.first_sentence(project.summary),
            where_it_was(ctx, project),
            f"De les: {phrases.first_sentence(lesson)}" if lesson else "",
        ),
        unknown=phrases.not_known(has_lesson=bool(lesson), ended=ctx.state(project.id).ended),
        to=ctx.municipality_name(project.municipality),
        ways_in=ways_in(contact_of_project(ctx, project)),
        age=words.partial_date(project.status_date) if project.status_date else "",
        source=ctx.absolute(addresses.project(project.id)),
    )


def lesson_href(ctx: Context, project: Project) -> str:
    """A mail to write one sentence about what was learned; nothing where there is a lesson or no mailbox."""
    email = group_contact(ctx).email
    if project.lesson or not email:
        return ""
    text = ctx.mail("lesson", title=project.title, address=ctx.absolute(addresses.project(project.id)))
    return addresses.mailto(email, f"Les uit het project {phrases.short_title(project.title)}", text)
