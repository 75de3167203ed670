"""What pages say to search engines: schema.org as JSON-LD, the same facts that a visitor sees.

In: the publication and an entry. Out: nodes, in which what is not known may be nothing, and `text`, which leaves that
out and makes them safe to stand in a script element.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.json import encode

from g40site import addresses, model, words
from g40site.content.site import Event, NewsItem, Project
from g40site.outputs.dcat import DEEDS
from g40site.outputs.open_data import FORMS, Dataset
from g40site.outputs.publication import Publication, first_date, public_url, takes_place, tooi, town_of

Node = dict[str, Any]
STATUS = {"scheduled": "EventScheduled", "cancelled": "EventCancelled", "postponed": "EventPostponed"}
SCHEMA = "https://schema.org/"
# Characters that could end a script element, or a line of a script.
UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def text(nodes: Sequence[Node]) -> str:
    """The nodes of a page as text for `<script type="application/ld+json">`."""
    return encode({"@context": "https://schema.org", "@graph": filled(nodes)}).decode().translate(UNSAFE)


def page(publication: Publication, kind: str, name: str, description: str, url: str) -> Node:
    settings = publication.site.settings
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": settings.language,
        "isPartOf": {"@id": f"{publication.url}#site"},
    }


def crumbs(trail: Iterable[tuple[str, str]]) -> Node:
    """The way from home to the page: names with absolute addresses."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def web_site(publication: Publication) -> Node:
    """The site, and how to search it where it can be searched."""
    settings = publication.site.settings
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{publication.absolute(addresses.SEARCH)}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    return {
        "@type": "WebSite",
        "@id": f"{publication.url}#site",
        "url": publication.url,
        "name": settings.title,
        "description": settings.description,
        "inLanguage": settings.language,
        "publisher": {"@id": f"{publication.url}#group"},
        "potentialAction": search if settings.features.search else None,
    }


def group(publication: Publication) -> Node:
    """The theme group, part of its network."""
    settings = publication.site.settings
    return {
        "@type": "Organization",
        "@id": f"{publication.url}#group",
        "name": settings.title,
        "url": publication.url,
        "description": settings.description,
        "parentOrganization": {"@type": "Organization", "name": settings.network},
    }


def municipality(publication: Publication, m: model.Municipality) -> Node:
    return {
        "@type": "GovernmentOrganization",
        "@id": tooi(m.code),
        "name": f"Gemeente {m.name}",
        "alternateName": list(m.also_known_as) or None,
        "url": m.website,
        "mainEntityOfPage": publication.absolute(addresses.municipality(m.id)),
        "identifier": {"@type": "PropertyValue", "propertyID": "CBS", "value": m.code},
        "areaServed": {"@type": "AdministrativeArea", "name": m.name},
        "address": {"@type": "PostalAddress", "addressRegion": m.province, "addressCountry": "NL"},
        "memberOf": {"@type": "Organization", "name": publication.site.settings.network},
        "member": [administrator(person) for person in m.administrators] or None,
    }


def administrator(person: model.Administrator) -> Node:
    """A person in a role with its period; who held it then is not said to hold it now."""
    return {
        "@type": "OrganizationRole",
        "roleName": person.role,
        "startDate": person.since,
        "endDate": person.until,
        "description": words.how_old(person.checked, person.known),
        "member": {"@type": "Person", "name": person.name, "jobTitle": person.role},
    }


def theme(publication: Publication, theme: model.Theme) -> Node:
    return {
        "@type": "DefinedTerm",
        "name": theme.title,
        "description": theme.summary,
        "url": publication.absolute(addresses.theme(theme.id)),
        "inDefinedTermSet": publication.absolute(addresses.THEMES),
    }


def project(publication: Publication, project: Project) -> Node:
    """A project; `Project` is an organisation in schema.org, so its years are those of its founding and its end."""
    site = publication.site
    owner = site.municipality[project.municipality]
    others = [site.municipality[id] for id in site.place_of(project) if id != owner.id]
    return {
        "@type": "Project",
        "name": project.title,
        "description": project.summary,
        "url": public_url(project.url),
        "mainEntityOfPage": publication.absolute(addresses.project(project.id)),
        "foundingDate": project.start,
        "dissolutionDate": project.end,
        "keywords": list(project.topics) or None,
        "parentOrganization": named(owner),
        "member": [*map(named, others), *({"@type": "Organization", "name": p} for p in project.partners)] or None,
        "subjectOf": [source.url for source in project.sources] or None,
    }


def named(m: model.Municipality) -> Node:
    return {"@type": "GovernmentOrganization", "@id": tooi(m.code), "name": f"Gemeente {m.name}", "url": m.website}


def news(publication: Publication, item: NewsItem) -> Node:
    site = publication.site
    url = publication.absolute(addresses.news(item.slug))
    return {
        "@type": "NewsArticle",
        "headline": item.title,
        "description": item.summary,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": item.date.isoformat(),
        "dateModified": max(item.date.isoformat(), item.updated or ""),
        "inLanguage": site.settings.language,
        "image": publication.picture(item.image.file) if item.image else None,
        "author": {"@id": f"{publication.url}#group", "@type": "Organization", "name": site.settings.title},
        "publisher": group(publication),
        "about": [named(site.municipality[id]) for id in item.municipalities] or None,
        "keywords": [site.theme[id].title for id in item.themes] or None,
        "citation": [source.url for source in item.sources] or None,
    }


def event(publication: Publication, event: Event) -> Node:
    site = publication.site
    moved = event.began is not None and event.status == "scheduled"
    day = event.all_day
    url = publication.absolute(addresses.event(event.slug))
    organizer = {"@type": "Organization", "name": event.organiser} if event.organiser else group(publication)
    end = event.end.day.isoformat() if day and event.end else event.ends.isoformat() if event.ends else None
    began, first = event.began, event.previous_start
    return {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": url,
        "mainEntityOfPage": url,
        "startDate": event.start.day.isoformat() if day else event.begins.isoformat(),
        "endDate": end,
        "previousStartDate": (first.day if first.clock is None else began).isoformat() if began and first else None,
        "eventStatus": SCHEMA + ("EventRescheduled" if moved else STATUS[event.status]),
        "eventAttendanceMode": attendance(event),
        "location": locations(publication, event),
        "organizer": organizer,
        "keywords": [site.theme[id].title for id in event.themes] or None,
    }


def attendance(event: Event) -> str | None:
    """How one can take part, where the event says so."""
    modes = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}
    mode = modes.get((event.location is not None, event.is_online))
    return f"{SCHEMA}{mode}EventAttendanceMode" if mode else None


def locations(publication: Publication, event: Event) -> list[Node | str]:
    """Where an event is; of one that says nothing of it the words of its page."""
    places: list[Node | str] = []
    if event.location is not None:
        town = town_of(publication.site, event)
        address = {"@type": "PostalAddress", "addressLocality": town.name if town else None, "addressCountry": "NL"}
        places.append({"@type": "Place", "name": event.location, "address": address})
    if event.is_online:
        url = event.online if takes_place(event) else None
        places.append({"@type": "VirtualLocation", "name": "Online", "url": url})
    return places or ["niet bekend"]


def listing(urls: Sequence[str]) -> Node:
    """What a list page shows, in its order."""
    items = [{"@type": "ListItem", "position": number, "url": url} for number, url in enumerate(urls, start=1)]
    return {"@type": "ItemList", "numberOfItems": len(urls), "itemListElement": items}


def dataset(publication: Publication, dataset: Dataset) -> Node:
    settings = publication.site.settings
    return {
        "@type": "Dataset",
        "@id": publication.absolute(f"{addresses.DATA}#{dataset.name}"),
        "name": f"{dataset.title} · {settings.title}",
        "description": f"{dataset.help} Open data van {settings.title}, {settings.network}.",
        "url": publication.absolute(f"{addresses.DATA}#{dataset.name}"),
        "license": DEEDS.get(settings.licence, settings.licence),
        "isAccessibleForFree": True,
        "creator": {"@id": f"{publication.url}#group", "@type": "Organization", "name": settings.title},
        "variableMeasured": [field.name for field in dataset.fields],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FORMS[ending].media_type,
                "contentUrl": publication.absolute(dataset.address(ending)),
            }
            for ending in dataset.forms
        ],
    }


def dated(entry: Project) -> Node:
    """When the page of a project was made and last changed, as far as the content says."""
    added = first_date(entry)
    return {"datePublished": added, "dateModified": max(entry.updated or "", entry.checked or "", added)}


def filled(value: Any) -> Any:
    """Without what is not known."""
    if isinstance(value, dict):
        return {key: filled(item) for key, item in value.items() if item not in (None, "")}
    return [filled(item) for item in value] if isinstance(value, list) else value
