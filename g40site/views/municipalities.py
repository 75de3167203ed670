"""The A-Z of municipalities and the page of one municipality."""

import re
from itertools import groupby

from msgspec import Struct

from g40site import addresses, words
from g40site.matching.participation import part
from g40site.model import Municipality
from g40site.views import network
from g40site.views.calls import call_municipality
from g40site.views.context import Context
from g40site.views.meetings import AdviceView, advice_view
from g40site.views.parts import (
    EventRow,
    Link,
    Meta,
    NetworkMap,
    NewsRow,
    Person,
    ProjectRow,
    ThemeMark,
    WhomToCall,
)


class MunicipalityRow(Struct, frozen=True):
    """A municipality in the list; `leads` are the themes it leads."""

    name: str
    href: str
    projects: int
    leads: tuple[ThemeMark, ...]


class Letter(Struct, frozen=True):
    """The municipalities that begin with one letter."""

    letter: str
    rows: tuple[MunicipalityRow, ...]


class MunicipalitiesView(Struct, frozen=True):
    """All municipalities, A-Z, and the provinces."""

    meta: Meta
    heading: str
    total: int
    letters: tuple[Letter, ...]
    provinces: tuple[Link, ...]
    map: NetworkMap


class ThemeStand(Struct, frozen=True):
    """Where a municipality stands in one theme: `role` is leads, joined, projects or none."""

    mark: ThemeMark
    role: str
    role_text: str
    projects: tuple[Link, ...]


class MunicipalityView(Struct, frozen=True):
    """One municipality: what it leads and joined, its projects, its people, and whom to call."""

    meta: Meta
    heading: str
    lede: str
    province: Link
    code: str
    website: Link
    also_known_as: tuple[str, ...]
    leads: tuple[ThemeMark, ...]
    joined: tuple[ThemeMark, ...]
    stands: tuple[ThemeStand, ...]
    administrators: tuple[Person, ...]
    contacts: tuple[Person, ...]
    call: WhomToCall
    projects: tuple[ProjectRow, ...]
    takes_part: tuple[ProjectRow, ...]
    interested: tuple[ProjectRow, ...]
    map: NetworkMap
    upcoming: tuple[EventRow, ...]
    past_events: tuple[EventRow, ...]
    news: tuple[NewsRow, ...]
    join: Link
    advice: AdviceView | None


EVENTS, NEWS = 5, 5


def municipalities(ctx: Context) -> MunicipalitiesView:
    site = ctx.site
    title = "Gemeenten"
    ordered = sorted(site.municipalities, key=lambda m: (sort_name(m.name), m.id))
    description = f"Alle {len(ordered)} gemeenten van A tot Z, met hun projecten, hun thema’s en wie u kunt vragen."
    return MunicipalitiesView(
        meta=ctx.meta(
            title, description, addresses.MUNICIPALITIES, file="municipalities.yaml", section=addresses.MUNICIPALITIES
        ),
        heading=title,
        total=len(ordered),
        letters=tuple(
            Letter(letter, tuple(municipality_row(ctx, m) for m in group))
            for letter, group in groupby(ordered, key=lambda m: sort_name(m.name)[:1].upper() or "#")
        ),
        provinces=tuple(province_link(ctx, province) for province in site.provinces),
        map=network.of_all(ctx),
    )


def sort_name(name: str) -> str:
    """'s-Hertogenbosch stands under its own word, the H."""
    return addresses.slug(re.sub("^['’‘`]s-", "", name))


def municipality_row(ctx: Context, m: Municipality) -> MunicipalityRow:
    return MunicipalityRow(
        name=m.name,
        href=ctx.href(addresses.municipality(m.id)),
        projects=len(ctx.site.projects_at.get(m.id, ())),
        leads=ctx.theme_marks(theme.id for theme in ctx.site.led_by.get(m.id, ())),
    )


def province_link(ctx: Context, province: str) -> Link:
    return ctx.link(province, addresses.province(province), len(ctx.site.projects_in.get(province, ())))


def municipality(ctx: Context, m: Municipality) -> MunicipalityView:
    site = ctx.site
    own = site.projects_of.get(m.id, [])
    elsewhere = site.projects_with.get(m.id, [])
    leads = [theme.id for theme in site.led_by.get(m.id, ())]
    joined = [id for id in m.participates if id not in leads]
    about = ("municipality", m.id)
    return MunicipalityView(
        meta=ctx.meta(
            m.name,
            municipality_lede(ctx, m, leads, joined),
            addresses.municipality(m.id),
            [("Gemeenten", addresses.MUNICIPALITIES)],
            file="municipalities.yaml",
            section=addresses.MUNICIPALITIES,
        ),
        heading=m.name,
        lede=municipality_lede(ctx, m, leads, joined),
        province=ctx.link(m.province, addresses.province(m.province)),
        code=m.code,
        website=Link(words.host(m.website), m.website),
        also_known_as=m.also_known_as,
        leads=ctx.theme_marks(leads),
        joined=ctx.theme_marks(joined),
        stands=stands(ctx, m),
        administrators=tuple(ctx.administrator(person, m.id) for person in m.administrators),
        contacts=tuple(ctx.contact(person, m.id) for person in m.contacts),
        call=call_municipality(ctx, m),
        projects=tuple(ctx.project_row(project) for project in own),
        takes_part=tuple(ctx.project_row(project) for project in elsewhere),
        interested=tuple(ctx.project_row(project) for project in site.projects_wanted.get(m.id, ())),
        map=network.of_municipality(ctx, m),
        upcoming=ctx.upcoming(site.events_about.get(about, ())),
        past_events=ctx.past(site.events_about.get(about, ()), EVENTS),
        news=tuple(ctx.news_row(item) for item in site.news_about.get(about, ())[:NEWS]),
        join=ctx.link("Sluit aan met uw eigen projecten", f"{addresses.JOIN}?gemeente={m.id}"),
        advice=advice_view(ctx, m),
    )


def municipality_lede(ctx: Context, m: Municipality, leads: list[str], joined: list[str]) -> str:
    """One sentence: what it leads, what it joined, and how many projects are known."""
    own = len(ctx.site.projects_of.get(m.id, ()))
    elsewhere = len(ctx.site.projects_with.get(m.id, ()))
    told = (("is koploper van", leads), ("doet mee met", joined))
    parts = [f"{verb} {words.listed([mark.title for mark in ctx.theme_marks(ids)])}" for verb, ids in told if ids]
    number = words.count(own, "project", "projecten")
    parts.append(f"heeft {number} op deze site" if own else "heeft hier nog geen eigen project")
    if elsewhere:
        parts.append(f"doet mee aan {words.count(elsewhere, 'project', 'projecten')} van anderen")
    return f"{m.name} {words.listed(parts)}."


def stands(ctx: Context, m: Municipality) -> tuple[ThemeStand, ...]:
    site = ctx.site
    found = []
    for mark in ctx.all_marks:
        projects = [project for project in site.projects_at.get(m.id, ()) if mark.id in project.themes]
        role = part(site, m.id, mark.id).role
        links = tuple(ctx.link(project.title, addresses.project(project.id)) for project in projects)
        found.append(ThemeStand(mark, role, words.ROLES[role], links))
    return tuple(found)
