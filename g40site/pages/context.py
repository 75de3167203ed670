"""What the functions of all pages share: the site, its texts, the moment that is now, and the links of a page.

In: the checked site, its prose, the base address, `now`. Out: the values of `view_models`. Everything is derived from
these four, so equal inputs give equal views.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial

from msgspec.structs import replace

from g40site import addresses, forms, lifecycle, model, phrases, words
from g40site.content.prose import Prose
from g40site.content.site import Chapter, Event, NewsItem, Page, Project, Site, is_upcoming
from g40site.engine.build_log import Query
from g40site.engine.fingerprints import fingerprint
from g40site.engine.tracking import Tracker, query, register_queries, tracked
from g40site.markdown import Target
from g40site.markdown.typography import curly
from g40site.matching import Matching, match
from g40site.matching.profiles import cached_profile
from g40site.outputs import Publication
from g40site.outputs.publication import SiteContext, SitePage, address_of, without_drafts
from g40site.pages.view_models import DateText, Link, Phase, ThemeMark, View

# Whether the program of the editing forms is published.
FORMS: Query = ("forms",)
COLOURS = ("living", "governance", "citizen", "environment", "mobility", "economy")


# What pages of a small site with made-up names show, by their addresses, and what their templates may ask.
Examples = Callable[[Iterable[str]], tuple[list[View], Mapping[str, Callable[..., object]]]]


class Context(SiteContext, frozen=True, dict=True):
    """Makes what pages share. Its queries are computed once, and `now` is only there through them."""

    publication: Publication
    now: dt.datetime
    examples: Examples

    @classmethod
    def about(
        cls,
        site: Site,
        prose: Prose,
        url: str,
        now: dt.datetime,
        tracker: Tracker,
        render: Callable[..., str],
        site_pages: tuple[SitePage, ...],
        examples: Examples,
    ) -> "Context":
        """A context of a plain site at this moment; `render` makes a text of a template and values."""
        followed = without_drafts(site)
        tracked_site = tracked(tracker, "site", lambda: site)
        published = tracked_site if followed is site else tracked(tracker, "published", lambda: followed)

        def matching_now() -> Matching:
            matching_inputs = published.settings, published.themes, published.municipalities, published.projects
            key = fingerprint((matching_inputs, ctx.ended()))
            compute = partial(match, followed, now.date(), partial(cached_profile, tracker))
            # All that it follows from was read above.
            with tracker.recording(None):
                return tracker.recall(key) or tracker.hold(key, tracker.memo("matching", key, compute, Matching))

        matching = tracked(tracker, "matching", matching_now)
        publication = Publication(
            published, prose, url, tracker, matching, lambda id: ctx.state(id), render, site_pages
        )
        ctx = cls(tracked_site, prose, url, tracker, publication, now, examples)
        tracker.register("now", lambda: now)
        register_queries(tracker, context=ctx, publication=publication)
        return ctx

    @property
    def today(self) -> dt.date:
        return self.day()

    @query("context")
    def day(self) -> dt.date:
        """The day that it is now, where the site is."""
        return self.now.date()

    @query("context")
    def is_past(self, date: str) -> bool:
        """Whether a day, or all of a month or a year, is over. Who reads this need not be made again each day."""
        return words.latest_day(date) < self.today

    @query("context")
    def was_checked(self, date: str) -> bool:
        """Whether that day is within the last year."""
        return words.checked_within(date, self.today)

    @query("context")
    def is_within_two_years(self, date: str) -> bool:
        """Whether a state of that date is recent."""
        return lifecycle.is_recent(date, self.today)

    @query("context")
    def is_unheard_of(self, id: str) -> bool:
        """Whether the last word on an early project is older than that."""
        return lifecycle.is_unheard_of(self.site.project[id], self.today)

    @query("context")
    def ended(self) -> tuple[str, ...]:
        """The projects that have ended by this day."""
        return lifecycle.ended(self.site.projects, self.today)

    @query("context")
    def state(self, id: str, municipality: str = "") -> lifecycle.State:
        """What may be said of how far a project is, or was in one of its municipalities, where it may stand apart."""
        project = self.site.project[id]
        apart = next((other for other in project.with_ if other.municipality == municipality and other.status), None)
        if apart is not None:
            project = replace(project, status=apart.status, status_date=apart.status_date, end=None)
        return lifecycle.state(project, self.today)

    @query("context")
    def is_ahead(self, slug: str) -> bool:
        """Whether a meeting is not over yet."""
        self.tracker.record(("now",))
        return slug in self.site.event and is_upcoming(self.site.event[slug], self.now)

    @cached_property
    def base(self) -> str:
        """The path under which the site stands, with a `/` at both ends."""
        return addresses.base_of(self.url)

    def href(self, address: str) -> str:
        return addresses.link_below(self.base, address)

    def link(self, text: str, address: str, count: int | None = None) -> Link:
        return Link(text, self.href(address), count)

    def link_to(self, entry: Project | NewsItem | Event | Page | model.Theme) -> Link:
        return self.link(entry.title, address_of(entry))

    @property
    def site_pages(self) -> tuple[SitePage, ...]:
        """The pages that the site makes itself."""
        return self.publication.site_pages

    def site_link(self, address: str) -> Link:
        """A link to such a page, by its title."""
        page = next(page for page in self.site_pages if page.address == address)
        return self.link(page.title, address)

    def url_of(self, subject: str | Project | NewsItem | Event | Page | model.Theme | model.Municipality) -> str:
        """The address of an entry, or of a page that the site makes itself, by the name of its template."""
        if isinstance(subject, str):
            return self.href(next(page.address for page in self.site_pages if page.name == subject))
        return self.href(address_of(subject))

    def text(self, entry: NewsItem | Event | Page | Chapter) -> str:
        """What an entry says, as HTML."""
        return self.prose.html(self.body(entry), entry.file)

    def form_href(self, file: str, entry: object) -> str:
        """Where the entry of a file is changed by a form, where there are forms; only the plan knows of those here."""
        settings, form = self.site.settings, forms.form_of(file, getattr(entry, "id", ""))
        if settings.forms is not None and forms.is_elsewhere(settings):
            return form and f"{settings.forms.address}{form}"
        return self.href(addresses.FORMS) + form if form and self.tracker.result(FORMS) else ""

    def edit_href(self, file: str) -> str:
        """Where the file of a page can be changed, when the site says where it is kept."""
        repository = self.site.settings.repository
        return repository.edit_href(file) if repository else ""

    def mail(self, name: str, **values: object) -> str:
        """A mail or a note that only needs a name, from its template."""
        return curly(self.publication.render(f"mails/{name}.txt", **values).rstrip("\n"))

    @property
    def matching(self) -> Matching:
        """What every page says of it comes from this one run."""
        return self.publication.matching

    # Themes, municipalities, phases.

    @query("context")
    def themes(self) -> tuple[str, ...]:
        """The ids of all themes, in their order."""
        return tuple(theme.id for theme in self.site.themes)

    @query("context")
    def mark(self, id: str) -> ThemeMark:
        number = self.themes().index(id)
        theme = self.site.theme[id]
        codes = mark_codes([theme.title for theme in self.site.themes])
        colour = theme.colour or COLOURS[number % len(COLOURS)]
        return ThemeMark(theme.id, theme.title, self.href(addresses.theme(theme.id)), colour, codes[number])

    def theme_marks(self, ids: Iterable[str]) -> tuple[ThemeMark, ...]:
        """In the order of the themes, each once."""
        wanted = set(ids)
        return tuple(self.mark(id) for id in self.themes() if id in wanted)

    @property
    def all_marks(self) -> tuple[ThemeMark, ...]:
        return self.theme_marks(self.themes())

    def municipality(self, id: str, count: int | None = None) -> Link:
        return self.link(self.municipality_name(id), addresses.municipality(id), count)

    @query("context")
    def municipality_name(self, id: str) -> str:
        return self.site.municipality[id].name

    def municipalities(self, ids: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.municipality(id) for id in dict.fromkeys(ids))

    def projects(self, ids: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.link(self.site.project[id].title, addresses.project(id)) for id in dict.fromkeys(ids))

    def phase(self, status: str) -> Phase:
        return Phase(status, words.PHASES[status], self.href(addresses.phase(status)))

    def phase_of(self, state: lifecycle.State) -> Phase:
        """The phase as it may be said: a pilot past its end is over."""
        return Phase(state.status, phrases.phase(state), self.href(addresses.phase(state.status)))

    @query("context")
    def topic(self, word: str) -> Link:
        slug = addresses.slug(word)
        return self.link(word, addresses.topic(word), len(self.site.topics[slug][1]))

    # Dates and how old things are.

    def date(self, text: str | None) -> DateText | None:
        return DateText(words.partial_date(text), text) if text else None

    def is_recent(self, date: str | None) -> bool:
        """Whether a state is known to be of the last two years."""
        return date is not None and self.is_within_two_years(date)

    def is_current(self, state: lifecycle.State) -> bool:
        """Whether the present tense is right: a recent state of what has not ended."""
        return not state.ended and self.is_recent(state.date)

    def is_checked(self, project: Project) -> bool:
        """Whether somebody checked the project in the last year."""
        return project.checked is not None and self.was_checked(project.checked)

    # What stands in lists.

    def upcoming(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """What has not ended, in the order of the site: the first at the top."""
        return tuple(event for event in events if self.is_ahead(event.slug))

    def past(self, events: Sequence[Event], most: int | None = None) -> tuple[Event, ...]:
        """What has ended, the newest at the top."""
        gone = [event for event in reversed(events) if not self.is_ahead(event.slug)]
        return tuple(gone[:most])

    def earlier(self, about: tuple[str, str], most: int) -> list[tuple[str, NewsItem | Event]]:
        """The news about an entry and the meetings that are over, the newest first, each with its day."""
        news: list[tuple[dt.date, NewsItem | Event]] = [
            (item.date, item) for item in self.site.news_about.get(about, ())
        ]
        events = [(event.begins.date(), event) for event in self.past(self.site.events_about.get(about, ()))]
        ordered = sorted([*news, *reversed(events)], key=lambda dated: dated[0], reverse=True)
        return [(day.isoformat(), entry) for day, entry in ordered[:most]]

    def picture(self, image: model.Image) -> Target:
        """Where an image is shown from."""
        return self.prose.picture(f"content/{image.file}")


def mark_codes(titles: list[str]) -> list[str]:
    """Two letters for each theme, from its last word; a number follows where two would be the same."""
    codes: list[str] = []
    for title in titles:
        letters = "".join(c for c in title.split()[-1] if c.isalnum())[:2].capitalize() or "?"
        codes.append(letters if letters not in codes else f"{letters[:1]}{len(codes) + 1}")
    return codes


def moment_iso(moment: dt.datetime, *, all_day: bool = False) -> str:
    return moment.date().isoformat() if all_day else moment.isoformat(timespec="minutes")
