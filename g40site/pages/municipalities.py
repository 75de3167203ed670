"""The A-Z of municipalities and the page of one municipality."""

from itertools import groupby

from g40site import addresses, phrases, words
from g40site.content.site import Project
from g40site.lifecycle import LADDER
from g40site.model import Municipality
from g40site.pages import network_map
from g40site.pages.advice import NAMED, about_together, advice_view
from g40site.pages.contact import Correction, Person, contact_of_municipality, correction, person_of
from g40site.pages.context import Context
from g40site.pages.matches import Sentence, resemblances, short_link
from g40site.pages.view_models import Link, View

EARLIER = 6


def municipalities(ctx: Context) -> View:
    """All municipalities, A-Z, each with the themes that it leads and its number of projects, and the provinces."""
    site = ctx.site
    ordered = sorted(site.municipalities, key=lambda m: (words.sort_name(m.name), m.id))
    description = f"Alle {len(ordered)} gemeenten van A tot Z, met hun projecten, hun thema’s en wie u kunt vragen."
    return View(
        description=description,
        total=len(ordered),
        letters=[
            (letter, [(m, site.led_by.get(m.id, ()), len(site.projects_at.get(m.id, ()))) for m in group])
            for letter, group in groupby(ordered, key=lambda m: words.sort_name(m.name)[:1].upper() or "#")
        ],
        provinces=tuple(province_link(ctx, province) for province in site.provinces),
        map=network_map.of_all(ctx),
    )


def province_link(ctx: Context, province: str) -> Link:
    return ctx.link(province, addresses.province(province), len(ctx.site.projects_in.get(province, ())))


def municipality(ctx: Context, m: Municipality) -> View:
    """One municipality: the first view answers what to join, whom it resembles, whom to ask and what it has."""
    site = ctx.site
    own, elsewhere = site.projects_of.get(m.id, []), site.projects_with.get(m.id, [])
    every = [*own, *elsewhere]
    states = [ctx.state(project.id, m.id) for project in every]
    over = sum(state.ended for state in states)
    leads = [theme.id for theme in site.led_by.get(m.id, ())]
    about, address = ("municipality", m.id), addresses.municipality(m.id)
    intro, alike = municipality_intro(ctx, m, leads), resemblances(ctx, m)
    return View(
        m.name,
        intro,
        municipality=m,
        leads=ctx.theme_marks(leads),
        invitations=sum(len(ctx.matching.worth_inviting(id)) for id in leads),
        joined=ctx.theme_marks(id for id in m.participates if id not in leads),
        has_advice=site.settings.features.matching,
        advice=advice_view(ctx, m, alike),
        resembles=alike,
        named=alike[:NAMED],
        named_topics=about_together([resemblance.story.topics for resemblance in alike[:NAMED]]),
        only_over=bool(every) and over == len(every),
        contact=contact_of_municipality(ctx, m),
        # What goes on in each phase; what has ended is on no step.
        steps=[(phase, sum(state.status == phase and not state.ended for state in states)) for phase in LADDER],
        over=over,
        projects=own,
        takes_part=elsewhere,
        interested_html=tuple(wished(ctx, project) for project in site.projects_wanted.get(m.id, ())),
        people=people(ctx, m),
        map=network_map.of_municipality(ctx, m),
        upcoming=ctx.upcoming(site.events_about.get(about, ())),
        earlier=ctx.earlier(about, EARLIER),
        province=ctx.link(m.province, addresses.province(m.province)),
        correction=correction(ctx, m.name, address),
    )


def people(ctx: Context, m: Municipality) -> list[tuple[Person, Correction]]:
    """The contacts first, then the administrators, each with how to say that it is not right."""
    everybody = [person_of(ctx, person, m.id) for person in m.contacts]
    everybody += [person_of(ctx, person, m.id) for person in m.administrators]
    address = addresses.municipality(m.id)
    return [(who, correction(ctx, f"{who.name or who.role}, {m.name}", address)) for who in everybody]


def municipality_intro(ctx: Context, m: Municipality, leads: list[str]) -> str:
    """What it leads and joined, which was declared, and how many projects are known, which says nothing of today."""
    own, elsewhere = ctx.site.projects_of.get(m.id, ()), ctx.site.projects_with.get(m.id, ())
    declared = (("is koploper van", leads), ("doet mee met", [id for id in m.participates if id not in leads]))
    parts = [f"{verb} {words.listed([mark.title for mark in ctx.theme_marks(ids)])}" for verb, ids in declared if ids]
    declared_text = f"{m.name} {words.listed(parts)}. " if parts else ""
    over = sum(ctx.state(project.id).ended for project in own)
    return declared_text + phrases.has_projects(m.name, len(own), over, len(elsewhere))


def wished(ctx: Context, project: Project) -> str:
    """A project that a municipality was interested in, with whose it is, as HTML."""
    owner = ctx.municipality(project.municipality)
    return Sentence(phrases.of_place, (short_link(ctx, project.id), owner)).html
