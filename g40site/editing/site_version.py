"""A root as commands for editors look at it: the checked site, its addresses, and what is wrong with it."""

from collections.abc import Mapping

from msgspec import Struct, field

from g40site import media, pipeline, routes
from g40site.content.entries import Body
from g40site.content.site import Site, assemble
from g40site.diagnostics import Problems
from g40site.options import Options
from g40site.planning import Plan


class SiteVersion(Struct, frozen=True):
    """One root: its site without drafts, the addresses of pages and files, and where each alias leads. `plan` is how
    its files are made.
    """

    plan: Plan
    site: Site
    problems: Problems
    sources: dict[str, str]
    language: str
    url: str
    addresses: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """The texts below the heads of Markdown files, by file."""


def read(options: Options) -> SiteVersion:
    """Reads and checks a root."""
    return of(pipeline.plan(options))


def of(plan: Plan) -> SiteVersion:
    """What a plan says of its root; it has no addresses while an error stands."""
    site = assemble(plan.content, drafts=False)
    problems = Problems(plan.report)
    sources, language = plan.sources(problems), plan.site.settings.language
    if problems.errors:
        return SiteVersion(plan, site, problems, sources, language, plan.url)
    documents = (file for file in plan.content.media if file.rpartition(".")[2].lower() in media.DOCUMENT_ENDINGS)
    return SiteVersion(
        plan,
        site,
        problems,
        sources,
        language,
        plan.url,
        frozenset(routes.used_addresses(site)),
        frozenset(f"/{file}" for file in documents),
        frozenset(redirect.alias for redirect in site.redirects),
        {entry.file: entry.body for entry in plan.content if entry.body is not None},
    )
