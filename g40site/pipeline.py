"""The whole program in one sitting: load, check, plan, update.

In: options. Out: a result with the problems and, after a build, what was done to the output folder. Nothing is written
while an error stands.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel

from g40site import assets, builder, model, routes
from g40site.content import aliases, assemble, pictures, prose
from g40site.content.check import check, zone_of
from g40site.content.load import Loaded, load
from g40site.content.prose import Prose, Targets
from g40site.content.site import Site
from g40site.diagnostics import Problems, Span
from g40site.source import Reader
from g40site.templates import Templates
from g40site.text import Rendered
from g40site.views.context import Context
from g40site.views.frame import frame


@dataclass(frozen=True, slots=True)
class Options:
    """What one run is asked to do. `now` without an offset is local time of the site."""

    root: Path
    templates: Path
    now: dt.datetime
    output: Path
    base_url: str | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What one run found and did; `sources` are the texts that its problems point into."""

    problems: Problems
    sources: dict[str, str] = field(default_factory=dict)
    language: str = "nl"
    base: str = "/"
    repository: model.Repository | None = None
    outputs: tuple[routes.Output, ...] = ()
    update: builder.Update | None = None


Progress = Callable[[Iterable[routes.Output], int], Iterable[routes.Output]]


@dataclass(slots=True)
class Plan:
    """A checked site, ready to be made; `outputs` is empty while an error stands."""

    reader: Reader
    templates: Templates
    language: str
    url: str
    repository: model.Repository | None
    now: dt.datetime
    outputs: list[routes.Output] = field(default_factory=list)
    frame: object = None


def build(options: Options, progress: Progress | None = None) -> Result:
    """Checks everything and brings the output folder to the plan."""
    return run(options, progress, writes=True)


def check_only(options: Options, progress: Progress | None = None) -> Result:
    """The same checks as `build`, also those of the templates on every page; writes nothing."""
    return run(options, progress, writes=False)


def run(options: Options, progress: Progress | None, *, writes: bool) -> Result:
    planned = plan(options)
    problems, update = planned.reader.problems, None
    if not problems.errors:
        made = builder.Maker(planned.reader, planned.templates, planned.frame)
        outputs = planned.outputs if progress is None else progress(planned.outputs, len(planned.outputs))
        if writes:
            update = builder.update(outputs, made, options.root, options.output, planned.now)
        else:
            made.try_all(outputs)
    return Result(
        problems,
        sources(planned),
        planned.language,
        base_of(planned.url),
        planned.repository,
        tuple(planned.outputs),
        update,
    )


def plan(options: Options) -> Plan:
    """Reads and checks the content, and lists every output when there is no error."""
    problems = Problems()
    reader = Reader(options.root, problems)
    templates = Templates(options.templates)
    loaded = load(reader)
    now = aware(options.now, loaded)
    check(loaded, now, problems)
    site = assemble.assemble(loaded, drafts=options.drafts)
    url = options.base_url or site.settings.url
    rendered = prose.render_all(loaded, problems)
    published = pictures.publish(loaded, rendered, reader, base_of(url), drafts=options.drafts)
    used = [*routes.used_addresses(site), *(file.address for file in published.files)]
    texts = Prose(rendered, targets(site, loaded, url, rendered, published, used))
    prose.check_links(loaded, texts, problems)
    aliases.check_aliases(loaded, used, problems)
    look = assets.load(options.templates)
    templates.check(problems)
    if look is None:
        problems.add("stijlblad-ontbreekt", Span(templates.shown("assets/css")), name=templates.shown("assets/css"))
    planned = Plan(reader, templates, site.settings.language, url, site.settings.repository, now)
    if look is not None and not problems.errors:
        ctx = Context(moved(site, url), texts, url, now)
        planned.outputs = routes.plan(ctx, look, published.files, problems)
        icons = look.icon.address, look.touch_icon.address
        planned.frame = frame(ctx, look.stylesheet.address, icons, look.script_addresses())
    return planned


def base_of(url: str) -> str:
    """The path under which the site stands, with a `/` at both ends."""
    return urlsplit(url).path or "/"


def aware(now: dt.datetime, loaded: Loaded) -> dt.datetime:
    zone = zone_of(loaded)
    return now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)


def targets(
    site: Site,
    loaded: Loaded,
    url: str,
    rendered: dict[tuple[str, str], Rendered],
    published: pictures.Published,
    used: Iterable[str],
) -> Targets:
    """Everything that a link in a text may lead to."""
    return Targets(
        base=base_of(url),
        own=tuple(dict.fromkeys((site.settings.url, url))),
        ids=prose.entry_addresses(loaded, site),
        drafts=frozenset((e.kind, e.id) for e in loaded if e.model is not None and getattr(e.model, "draft", False)),
        files={entry.file: (entry.kind, entry.id) for entry in loaded if entry.body is not None},
        documents=published.documents,
        pictures=published.pictures,
        refused=published.refused,
        anchors=prose.anchors(loaded, rendered),
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
        name: part.model_copy(update={key: move(value) for key, value in part})
        for name, part in settings
        if isinstance(part, BaseModel)
    }
    return replace(site, settings=settings.model_copy(update={"url": url, **parts}))


def sources(planned: Plan) -> dict[str, str]:
    """The texts of the files that problems point into, templates included."""
    texts = {file: source.text for file, source in planned.reader.sources.items()}
    for problem in planned.reader.problems.found:
        if problem.span.file not in texts:
            texts[problem.span.file] = planned.templates.source(problem.span.file)
    return texts
