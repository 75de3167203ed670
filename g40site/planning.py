"""What the site consists of: content, site, links, report, outputs.

In: options, a reader, templates and the tracker of this run. Out: a plan with every output, or with the errors that
stand in the way. Nothing is made and nothing is written.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from g40site import addresses, assets, forms, hosts, model, routes, site_files
from g40site.content import pictures
from g40site.content.check import check, check_aliases
from g40site.content.entries import Content, Entry
from g40site.content.links import check_links, resolver
from g40site.content.load import load, sources_of
from g40site.content.prose import MarkdownCache, Prose
from g40site.content.reader import Reader
from g40site.content.site import Site, assemble
from g40site.diagnostics import Diagnostic, Fault, Problems, Span, collected, diagnostic
from g40site.engine.build_log import Query
from g40site.engine.cache import Cache
from g40site.engine.rendering import SHELL, Output, Renderer
from g40site.engine.state import Refused
from g40site.engine.tracking import Tracker
from g40site.options import Options, Origin, moment_in
from g40site.pages.context import FORMS, Context
from g40site.pages.helpers import helpers, shell
from g40site.pages.view_models import View
from g40site.sources import EXAMPLES, SourceSnapshot
from g40site.templates import Templates

# The moment at which the style guide looks at its examples: they do not grow older.
EXAMPLE_NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
# The address of the site stands in all that is published.
URL: Query = ("url",)


class Session(Struct):
    """What stays at hand between the runs of one process: compiled templates, and what the last run let it hold."""

    templates: Templates | None = None
    held: dict[Hashable, Any] = field(default_factory=dict)

    def templates_of(self, sources: SourceSnapshot) -> Templates:
        """The templates of a run; those of the last one as long as every text is the same."""
        known, folder, texts = self.templates, sources.options.templates, sources.templates
        if known is None or (known.folder, known.texts) != (folder, texts):
            known = self.templates = Templates(folder, texts, sources.borrowed)
        return known


class Plan(Struct):
    """A checked site, ready to be made; `outputs` is empty while an error stands."""

    reader: Reader
    templates: Templates
    content: Content
    site: Site
    url: str
    now: dt.datetime
    renderer: Renderer
    report: tuple[Diagnostic, ...]
    outputs: list[Output] = field(default_factory=list)
    hosted: hosts.SiteConfig | None = None
    bundle: dict[str, bytes] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return addresses.base_of(self.url)

    @property
    def zone(self) -> ZoneInfo:
        return self.content.zone

    def sources(self, report: Problems) -> dict[str, str]:
        """The texts of the files that problems point into, templates included."""
        sources = sources_of(self.reader, self.content, report)
        return {file: text or self.templates.source(file) for file, text in sources.items()}

    def output(self, path: str) -> Output | None:
        """The output at a path, or the one that an address leads to."""
        address = path.removeprefix(self.url).lstrip("/")
        names = {address, addresses.file_of(f"/{address}"), addresses.file_of(f"/{address}/")}
        return next((output for output in self.outputs if output.path in names), None)

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Between which moments the site is what it is now: within the day, and between the ends of two meetings."""
        midnight = dt.datetime.combine(self.now.date(), dt.time(0), self.zone)
        tomorrow = dt.datetime.combine(self.now.date() + dt.timedelta(days=1), dt.time(0), self.zone)
        ends = [event.over for event in self.site.events]
        since = max((midnight, *(end for end in ends if end <= self.now)), key=dt.datetime.timestamp)
        return since, min((tomorrow, *(end for end in ends if end > self.now)), key=dt.datetime.timestamp)

    def server_config(self, server: str, folder: str, host: hosts.SiteConfig | None = None) -> str:
        """What a server must be told that serves the site from a folder, or what another host has. Raises `Fault`."""
        known = host or self.hosted
        assert known is not None, "a plan without errors knows its host"
        return hosts.server_config(partial(self.templates.text, self.renderer.tracker), server, known, folder)

    def forms_folder(self) -> dict[str, bytes]:
        """What stands at the address of the editing forms. Raises `Fault`."""
        render = partial(self.templates.text, self.renderer.tracker)
        return forms.folder(render, self.site.settings, self.municipality_ids(), self.bundle)

    @property
    def forms_host(self) -> hosts.SiteConfig:
        """The host of the editing forms, where they have an address of their own."""
        return forms.host_of(self.site.settings)

    def forms_config(self) -> bytes:
        """What the program of the editing forms reads."""
        return forms.config_file(self.site.settings, self.municipality_ids())

    def municipality_ids(self) -> list[str]:
        return [municipality.id for municipality in self.site.municipalities]

    @property
    def lacks_bundle(self) -> bool:
        """Whether editing forms belong to this site, of which nobody built the program."""
        return forms.are_here(self.site.settings) and not self.bundle

    def origins(self) -> Iterator[tuple[str, Origin]]:
        """Where each page is written that has one entry of the content as its source."""
        by_id = {(entry.file, entry.id): entry for entry in self.content}
        by_file = {entry.file: entry for entry in self.content if entry.body is not None}
        for output in self.outputs:
            if output.view is None or output.compression:
                continue
            id = getattr(output.item, "id", None)
            entry = by_id.get((output.source, id)) if id else by_file.get(output.source)
            if entry is not None:
                yield output.path, Origin(partial(beginning, entry), entry.is_draft)


def plan(options: Options, sources: SourceSnapshot, tracker: Tracker, session: Session) -> Plan:
    """Reads and checks the content, and lists every output when there is no error."""
    reader, templates = sources.reader, session.templates_of(sources)
    templates.register(tracker)
    if options.cache:
        tracker.last_held, session.held = session.held, tracker.held
    tracker.register("file", partial(reader.digest, most=pictures.DOCUMENT_BYTES))
    markdown = MarkdownCache(tracker)
    content = load(reader, tracker, markdown, options.jobs)
    now = moment_in(content.zone, options.now)
    site = assemble(content, drafts=options.drafts)
    url = options.base_url or site.settings.url
    tracker.register(URL[0], lambda: url)
    published = pictures.publish(content, reader, tracker, addresses.base_of(url), drafts=options.drafts)
    for file in published.files:
        # What is published is what the plan knows, also of a document that is larger than any text.
        reader.digest(file.file, pictures.DOCUMENT_BYTES)
    used = [*routes.used_addresses(site), *(file.address for file in published.files)]
    links = resolver(content, site, url, published, used)
    look = assets.load(sources.files)
    report = (
        *content.diagnostics,
        *published.diagnostics,
        *templates.diagnostics(tracker),
        *collected(check, content, now),
        *collected(check_links, content, links),
        *collected(check_aliases, content, used),
        *(() if look else (no_style_sheet(templates),)),
    )
    renderer = Renderer(tracker, templates.render, (URL,))
    bundle = {**sources.bundle, forms.ICON: look.icon.data} if look and sources.bundle else {}
    plan = Plan(reader, templates, content, site, url, now, renderer, report, bundle=bundle)
    if look is not None and not Problems(report).errors:
        plan.site = rebased(site, url)
        if options.forms:
            plan.site = replace(plan.site, settings=replace(plan.site.settings, forms=None))
        prose = Prose(tracker, markdown, links, content)
        render = partial(templates.text, tracker)
        tracker.register("examples", lambda: sources.folder_key)
        example_site = partial(examples, sources.examples(EXAMPLE_NOW), session, url)
        ctx = Context.about(plan.site, prose, url, now, tracker, render, routes.SITE_PAGES, example_site)
        register_shell(tracker, ctx, look)
        plan.renderer = replace(plan.renderer, helpers=helpers(ctx))
        forms_are_here = options.forms or forms.are_here(plan.site.settings)
        has_forms = forms_are_here and bool(plan.bundle)
        backend = forms.OWN_FOLDER if options.forms else None
        tracker.register(FORMS[0], lambda: has_forms)
        # A server is told of them before somebody built their program, or by who never does.
        plan.hosted = site_files.hosted(ctx, precompressed=options.precompress, has_forms=forms_are_here)
        form_files = site_files.form_files(ctx, look.icon, plan.bundle, backend) if has_forms else ()
        media = [
            site_files.media_output(file, partial(pictures.bytes_of, file, reader, tracker)) for file in published.files
        ]
        outputs = routes.list_outputs(ctx, look, [*media, *form_files], plan.hosted)
        plan.report = (*report, *site_files.conflicts(outputs))
        plan.outputs = outputs if not Problems(plan.report).errors else []
    return plan


def examples(
    sources: SourceSnapshot, session: Session, url: str, pages: Iterable[str]
) -> tuple[list[View], Mapping[str, Callable[..., object]]]:
    """What pages of the small site show that the style guide has, planned like those of any other, and what may be
    asked of it. Raises `Fault` for what is wrong with it.
    """
    options = sources.options._replace(base_url=urljoin(url, addresses.STYLEGUIDE.removeprefix("/")))
    example = plan(options, sources, Tracker(Cache(None)), Session(session.templates))
    for problem in Problems(example.report).errors:
        file = example.templates.display_name(f"{EXAMPLES}/{problem.span.file}")
        raise Fault(problem._replace(span=problem.span._replace(file=file)))

    def view(address: str) -> Any:
        output = example.output(address)
        if output is None or output.view is None:
            guide = Span(example.templates.display_name("pages/styleguide.html"))
            raise Fault(diagnostic("sjabloon-fout", guide, reason=f"{EXAMPLES}: {address}"))
        return output.view()

    return [*map(view, pages)], example.renderer.helpers


def no_style_sheet(templates: Templates) -> Diagnostic:
    folder = templates.display_name("assets/css")
    return diagnostic("stijlblad-ontbreekt", Span(folder), name=folder)


def register_shell(tracker: Tracker, ctx: Context, look: assets.Assets) -> None:
    """What the frame of every page shows, and the addresses of assets in it."""
    icons = look.icon.address, look.touch_icon.address
    tracker.register("assets", lambda: (look.stylesheet.address, icons, look.script_addresses()))
    tracker.register(SHELL[0], lambda: shell(ctx, *tracker.result(("assets",))))


def rebased(site: Site, url: str) -> Site:
    """The site with the addresses in its settings that lie below its own moved along to another base."""
    settings = site.settings
    if url == settings.url:
        return site

    def move(value: object) -> object:
        below = isinstance(value, str) and f"{value}/".startswith(settings.url)
        return url + str(value)[len(settings.url) :] if below else value

    sections = {
        name: replace(section, **{key: move(value) for key, value in asdict(section).items()})
        for name, section in asdict(settings).items()
        if isinstance(section, model.Entry)
    }
    return replace(site, settings=replace(settings, **{**sections, "url": url}))


def beginning(entry: Entry) -> Span:
    """Where an entry begins; the first line while its file is being changed into something else."""
    if entry.body is not None:
        return Span(entry.file)
    try:
        return entry.node.span
    except Refused:
        return Span(entry.file)
