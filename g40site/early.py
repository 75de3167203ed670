"""Pages before their build is done: those that somebody waits for, made from its plan or from the one before it.

In: a plan, and the files that changed since it was made. Out: the bytes of pages as the build will write them, or
nothing where only a whole build can tell. Most of what an editor saves is the text of one entry: that touches no other
page in a way that its own page shows, so its page needs neither the rest of the content nor the rest of the plan.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from g40site import markdown, pipeline
from g40site.content.entries import Body, Content, Entry, body_of
from g40site.content.load import load_file
from g40site.content.prose import Key, MarkdownCache, Prose, key_of
from g40site.content.reader import BACKUP, Reader, SourceText
from g40site.diagnostics import Problems
from g40site.engine import program
from g40site.engine.cache import Cache
from g40site.engine.updating import Renderer
from g40site.markdown import Target
from g40site.options import Options, Result
from g40site.pipeline import Plan, Session, aware
from g40site.templates import TemplateFault
from g40site.views.context import Context

Show = Callable[[Mapping[str, bytes]], None]


class Early:
    """Builds of one process, one after another; the plan of the last good one stays at hand for a glance."""

    def __init__(self, output: Path) -> None:
        self.output, self.session = output, Session()
        self.plan: Plan | None = None

    def build(self, options: Options, wanted: Iterable[str], show: Show) -> Result:
        """One build, of which the wanted pages are made first and shown at once."""
        plans: list[Plan] = []

        def first(plan: Plan, maker: Renderer) -> None:
            plans.append(plan)
            show_first(plan, maker, self.output, wanted, show)

        result = pipeline.build(options, session=self.session, early=first)
        if not result.problems.errors:
            if self.plan is None:
                ready(plans[0])
            self.plan = plans[0]
        return result

    def glance(self, changed: Iterable[Path], now: dt.datetime) -> dict[str, bytes]:
        """The pages that changes after the last good build show on, as far as they can be told apart from the rest."""
        return {} if self.plan is None else glance(self.plan, self.session, changed, now)


def ready(plan: Plan) -> None:
    """Loads what a glance needs; otherwise the first save would wait for it, and import it while a build does too."""
    markdown.render("Klaar.")
    if plan.ctx is not None:
        # Worked out once for this plan and all that follow from the same projects.
        _ = plan.ctx.publication.matching.alike
    for file in {entry.kind: entry.file for entry in plan.loaded if entry.body is not None}.values():
        load_file(Reader(plan.reader.root, Problems()), Content(), file)
    for template in {one.template for one in plan.outputs if one.again is not None and one.source.endswith(".md")}:
        plan.templates.ready(template)
    # What was asked here opened it again after the build; the next build must find itself alone.
    plan.memory.close()


def show_first(plan: Plan, maker: Renderer, output: Path, wanted: Iterable[str], show: Show) -> None:
    """Makes the wanted pages, in the order in which they are wanted, and shows each at once."""
    outputs = {one.path: one for one in plan.outputs if one.view is not None or is_dress(one.path)}
    wanted = [path for path in wanted if path in outputs]
    # What a page is dressed in must be there as soon as the page is.
    missing = [path for path in outputs if wanted and is_dress(path) and not (output / path).is_file()]
    shown: dict[str, bytes] = {}
    for path in (*missing, *wanted):
        if (made := maker.make(outputs[path])) is not None:
            shown[path] = made.data
            if path not in missing:
                show(dict(shown))
    # What is wrong with a template is told when the whole site is made.
    maker.problems = Problems()


def is_dress(path: str) -> bool:
    """Whether a file is a style sheet or a script."""
    return path.endswith((".css", ".js"))


class Revised(Struct, frozen=True):
    """An entry of which only the text is another now; `ids` are those of its headings."""

    entry: Entry
    body: Body
    ids: frozenset[str]
    key: Key


def glance(plan: Plan, session: Session, changed: Iterable[Path], now: dt.datetime) -> dict[str, bytes]:
    """The pages of entries whose text changed since a plan, by their path; nothing when anything else did too.

    `changed` are files by their real path.
    """
    names, root = set(plan.reader.files()), plan.reader.real_root
    by_file = {entry.file: entry for entry in plan.loaded if entry.body is not None and entry.model is not None}
    texts, revised = MarkdownCache(Cache(None), b""), []
    for path in changed:
        file = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
        # Editors leave a file beside the real one for a moment; nobody reads it.
        if BACKUP.search(path.name) or (file and file not in names and not path.exists()):
            continue
        one = revised_of(plan, by_file.get(file), texts)
        if one is None:
            return {}
        revised.append(one)
    prose = prose_of(plan, revised, texts)
    if not all(leads_somewhere(prose, one) for one in revised):
        return {}
    return pages_of(plan, session, prose, revised, now)


def revised_of(plan: Plan, entry: Entry | None, texts: MarkdownCache) -> Revised | None:
    """An entry as its file has it now, if nothing but its text is another and nothing is wrong with that."""
    if entry is None or entry.body is None:
        return None
    reader, part = Reader(plan.reader.root, Problems()), Content()
    load_file(reader, part, entry.file)
    found = next(iter(part), None)
    if reader.problems.found or found is None or found.model is None or found.body is None:
        return None
    if (found.kind, found.id, found.model) != (entry.kind, entry.id, entry.model):
        return None
    words = found.body.read()
    body = body_of(SourceText(words, entry.file, found.body.line))
    key = key_of(body)
    texts.written[key] = body.read
    rendered = texts.rendered(key)
    before = plan.ctx.prose.texts.outlines[key_of(entry.body)] if plan.ctx else None
    # A heading that went away may be missed by a link from another page.
    if rendered.findings or before is None or not set(before.ids) <= set(rendered.ids):
        return None
    return Revised(entry, body, frozenset(rendered.ids), key)


def prose_of(plan: Plan, revised: Iterable[Revised], texts: MarkdownCache) -> Prose:
    """The texts of the plan with those that are others now."""
    assert plan.ctx is not None, "only a plan without errors is looked at"
    before = plan.ctx.prose
    texts.written, texts.outlines = {**before.texts.written, **texts.written}, before.texts.outlines
    anchors = dict(before.targets.anchors)
    for one in revised:
        anchors[one.entry.kind, one.entry.id] = one.ids
        anchors["", one.entry.file] = one.ids
    bodies = {**before.bodies, **{one.entry.file: one.body for one in revised}}
    return Prose(texts, replace(before.targets, anchors=anchors), bodies)


def leads_somewhere(prose: Prose, one: Revised) -> bool:
    """Whether every link of a text has a target, and every picture in it is one that the site has already."""
    links = prose.texts.rendered(one.key).links
    return all(isinstance(prose.targets.look_up(link, one.entry.file), Target) for link in links)


def pages_of(
    plan: Plan, session: Session, prose: Prose, revised: Iterable[Revised], now: dt.datetime
) -> dict[str, bytes]:
    assert plan.ctx is not None, "only a plan without errors is looked at"
    assert plan.site is not None, "it also has a site"
    # A build of the same session may be going on.
    ctx = Context.about(plan.site, prose, plan.ctx.url, aware(now, plan.loaded), program.whole(), dict(session.matched))
    files = {one.entry.file for one in revised}
    pages = {}
    for output in plan.outputs:
        if output.source in files and output.again is not None:
            view = output.again(ctx).view
            assert view is not None, "only a page can be made again"
            try:
                pages[output.path] = plan.templates.render(output.template, view(), plan.frame).encode()
            except TemplateFault:
                return {}
    return pages
