"""The whole program in one sitting: load, check, plan, update.

In: options. Out: a result with the problems and, after a build, what was done to the output folder. Nothing is written
while an error stands.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from g40site import addresses, assets, hosts, model, routes
from g40site.content import aliases, assemble, pictures, prose
from g40site.content.check import check, zone_of
from g40site.content.entries import Content, Entry
from g40site.content.load import load
from g40site.content.prose import LinkResolver, Prose
from g40site.content.reader import Reader
from g40site.content.site import Site
from g40site.diagnostics import Problems, Span
from g40site.engine import program, updating
from g40site.engine.cache import Cache
from g40site.engine.fingerprints import of_bytes, of_fields, of_text
from g40site.engine.up_to_date import Looked, of_templates, shortcut_of
from g40site.matching import Matching
from g40site.options import Options, Origin, Result, Update, moment_in
from g40site.templates import Templates
from g40site.views.context import Context
from g40site.views.frame import frame

Follow = updating.Follow


def in_silence(done: Iterable[Any], _total: int) -> Iterable[Any]:
    return done


class Plan(Struct):
    """A checked site, ready to be made; `outputs` is empty while an error stands."""

    reader: Reader
    templates: Templates
    language: str
    url: str
    repository: model.Repository | None
    now: dt.datetime
    memory: Cache
    outputs: list[routes.Output] = field(default_factory=list)
    ctx: Context | None = None
    frame: object = None
    hosted: hosts.Hosted | None = None
    loaded: Content = field(default_factory=Content)
    site: Site | None = None

    def maker(self) -> updating.Renderer:
        """What its outputs are made with."""
        assert self.ctx is not None, "a plan without errors has a context"
        parts = of_fields(self.frame, self.ctx.notebook.known)
        shared = {"code": program.whole(), "url": of_text(self.url), "frame": of_bytes(b"".join(parts.values()))}
        return updating.Renderer(self.reader, self.templates, self.frame, self.ctx.notebook, self.memory, shared, parts)


class Session(Struct):
    """What stays at hand between the builds of one process: compiled templates, and what matching found."""

    templates: Templates | None = None
    matched: dict[bytes, Matching] = field(default_factory=dict)

    def templates_of(self, folder: Path) -> Templates:
        """The templates of a folder; those of the last build as long as every text is the same."""
        found = Templates(folder)
        if self.templates is None or (self.templates.folder, self.templates.texts) != (found.folder, found.texts):
            self.templates = found
        return self.templates


def build(
    options: Options,
    follow: Follow = in_silence,
    session: Session | None = None,
    early: Callable[["Plan", updating.Renderer], None] | None = None,
    looked: Looked | None = None,
) -> Result:
    """Checks everything and brings the output folder to the plan; `early` gets the plan before that is done, `looked`
    is what was seen of the content just now.
    """
    with updating.opened(options.root, options.output, writes=True, cache=options.cache, jobs=options.jobs) as kept:
        templates = of_templates(options.templates)
        planned = plan(options, kept, session, looked and looked.reader)
        update = None
        if not planned.reader.problems.errors:
            maker = planned.maker()
            if early is not None:
                early(planned, maker)
            update = updating.update(
                planned.outputs, maker, kept, options.output, planned.now, options.jobs, follow, thorough=options.verify
            )
            planned.reader.problems.found += maker.problems.found
        made = result(planned, update)
        if update is not None and planned.reader.steady:
            span = span_of(planned)
            clock = looked.clock if looked else kept.clock
            shortcut = shortcut_of(planned.reader, options, templates, clock, span, zone_of(planned.loaded).key, made)
            updating.remember(kept, shortcut, options.output)
        return made


def span_of(planned: Plan) -> tuple[dt.datetime, dt.datetime]:
    """Between which moments the site is what it is now: within the day, and between the ends of two meetings."""
    now, zone = planned.now, zone_of(planned.loaded)
    midnight = dt.datetime.combine(now.date(), dt.time(0), zone)
    tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(0), zone)
    assert planned.ctx is not None, "a published site has a context"
    ends = [event.over for event in planned.ctx.site.events]
    since = max((midnight, *(end for end in ends if end <= now)), key=dt.datetime.timestamp)
    return since, min((tomorrow, *(end for end in ends if end > now)), key=dt.datetime.timestamp)


def check_only(options: Options, session: Session | None = None) -> Result:
    """The same checks as `build`, also those of the templates on every page; writes nothing."""
    with updating.opened(options.root, options.output, writes=False, cache=options.cache) as kept:
        planned = plan(options, kept, session)
        if not planned.reader.problems.errors:
            maker = planned.maker()
            updating.look(planned.outputs, maker, kept)
            planned.reader.problems.found += maker.problems.found
        return result(planned, None)


def why(options: Options, path: str) -> tuple[Result, updating.Why | None]:
    """Why the file at a path or an address was made and would be made again; None when the site has no such file."""
    with updating.opened(options.root, options.output, writes=False, cache=True) as kept:
        planned = plan(options, kept)
        address = path.removeprefix(planned.url).lstrip("/")
        names = {address, addresses.file_of(f"/{address}"), addresses.file_of(f"/{address}/")}
        output = next((one for one in planned.outputs if one.path in names), None)
        found = None if output is None else updating.why(output, planned.maker(), kept)
        return result(planned, None), found


def result(planned: Plan, update: Update | None) -> Result:
    return Result(
        planned.reader.problems,
        sources(planned),
        planned.language,
        base_of(planned.url),
        planned.repository,
        tuple(planned.outputs),
        update,
        planned.memory.damaged,
        lambda: dict(origins(planned)),
    )


def origins(planned: Plan) -> Iterator[tuple[str, Origin]]:
    """Where each page is written that has one entry of the content as its source."""
    by_id = {(entry.file, entry.id): entry for entry in planned.loaded}
    by_file = {entry.file: entry for entry in planned.loaded if entry.body is not None}
    for output in planned.outputs:
        if output.view is None or output.packed:
            continue
        id = getattr(output.item, "id", None)
        entry = by_id.get((output.source, id)) if id else by_file.get(output.source)
        if entry is not None:
            yield output.path, Origin(partial(place_of, entry), bool(getattr(entry.model, "draft", False)))


def place_of(entry: Entry) -> Span:
    """Where an entry begins; the first line while its file is being changed into something else."""
    if entry.body is not None:
        return Span(entry.file)
    try:
        return entry.node.span
    except LookupError:
        return Span(entry.file)


def plan(
    options: Options,
    kept: updating.BuildState | None = None,
    session: Session | None = None,
    reader: Reader | None = None,
) -> Plan:
    """Reads and checks the content, and lists every output when there is no error."""
    session = session or Session()
    memory = kept.memory if kept else Cache(None)
    jobs = options.jobs if memory.file is not None else 1
    reader = reader or Reader(options.root, Problems(), kept.seen() if kept else None)
    problems = reader.problems
    templates = session.templates_of(options.templates)
    loaded = load(reader, memory, program.whole())
    now = aware(options.now, loaded)
    check(loaded, now, problems)
    site = assemble.assemble(loaded, drafts=options.drafts)
    url = options.base_url or site.settings.url
    texts = prose.render_all(loaded, problems, memory, program.of_room("text"), jobs)
    published = pictures.publish(loaded, texts, reader, base_of(url), drafts=options.drafts)
    used = [*routes.used_addresses(site), *(file.address for file in published.files)]
    bodies = {entry.file: entry.body for entry in loaded if entry.body is not None}
    links = Prose(texts, targets(site, loaded, url, texts, published, used), bodies)
    prose.check_links(loaded, links, problems)
    aliases.check_aliases(loaded, used, problems)
    look = assets.load(options.templates)
    check_templates(templates, memory, problems)
    if look is None:
        problems.add("stijlblad-ontbreekt", Span(templates.shown("assets/css")), name=templates.shown("assets/css"))
    planned = Plan(reader, templates, site.settings.language, url, site.settings.repository, now, memory, loaded=loaded)
    if look is not None and not problems.errors:
        planned.site = moved(site, url)
        ctx = Context.about(planned.site, links, url, now, program.whole(), session.matched)
        planned.hosted = routes.hosted(ctx, precompressed=options.precompress)
        planned.ctx, planned.outputs = ctx, routes.plan(ctx, look, published.files, planned.hosted, problems)
        icons = look.icon.address, look.touch_icon.address
        planned.frame = frame(ctx, look.stylesheet.address, icons, look.script_addresses())
    texts.use()
    return planned


def check_templates(templates: Templates, memory: Cache, problems: Problems) -> None:
    """Checks each of them that was not found right before."""
    keys = {name: of_bytes(program.whole() + text + name.encode()) for name, text in templates.digests.items()}
    right = memory.get_all("templates")
    memory.use("templates", right.keys() & keys.values())
    for name, key in keys.items():
        if key not in right:
            before = len(problems.found)
            templates.check(name, problems)
            if len(problems.found) == before:
                memory.put("templates", key, b"")
    templates.check_circles(problems)


def base_of(url: str) -> str:
    """The path under which the site stands, with a `/` at both ends."""
    return urlsplit(url).path or "/"


def aware(now: dt.datetime, loaded: Content) -> dt.datetime:
    return moment_in(zone_of(loaded), now)


def targets(
    site: Site,
    loaded: Content,
    url: str,
    texts: prose.MarkdownCache,
    published: pictures.Published,
    used: Iterable[str],
) -> LinkResolver:
    """Everything that a link in a text may lead to."""
    return LinkResolver(
        base=base_of(url),
        own=tuple(dict.fromkeys((site.settings.url, url))),
        ids=prose.entry_addresses(loaded, site),
        drafts=frozenset((e.kind, e.id) for e in loaded if e.model is not None and getattr(e.model, "draft", False)),
        files={entry.file: (entry.kind, entry.id) for entry in loaded if entry.body is not None},
        documents=published.documents,
        pictures=published.pictures,
        refused=published.refused,
        anchors=prose.anchors(loaded, texts),
        fixed=frozenset(used),
    )


def moved(site: Site, url: str) -> Site:
    """The site with the addresses in its settings that lie below its own moved along to another base."""
    settings = site.settings
    if url == settings.url:
        return site

    def move(value: object) -> object:
        below = isinstance(value, str) and f"{value}/".startswith(settings.url)
        return url + str(value)[len(settings.url) :] if below else value

    parts = {
        name: replace(part, **{key: move(value) for key, value in asdict(part).items()})
        for name, part in asdict(settings).items()
        if isinstance(part, model.Entry)
    }
    elsewhere = replace(settings, **{**parts, "url": url})
    known = {**site.known, id(elsewhere): of_bytes(site.known[id(settings)] + url.encode())}
    return replace(site, settings=elsewhere, known=known)


def sources(planned: Plan) -> dict[str, str]:
    """The texts of the files that problems point into, templates included."""
    files = {problem.span.file for problem in planned.reader.problems.found}
    return {file: planned.reader.again(file) or planned.templates.source(file) for file in files}
