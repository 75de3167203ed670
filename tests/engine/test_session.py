"""What stays at hand between the builds of one process is never more than what the files say."""

import shutil
from collections.abc import Callable

import pytest

from g40site import pipeline
from g40site.content.check import check
from g40site.content.load import load_alone
from g40site.diagnostics import Problems, Span
from g40site.engine.state import Refused
from g40site.planning import Session
from tests.sites import NOW, Sites, SmallSite

NEWS = "---\ntitle: Bericht\ndate: 2026-11-20\nsummary: Kort.\n---\nDe tekst van het bericht.\n"
PROJECT = "  - {{id: p-{0}, title: P {0}, summary: A., themes: [smart-living], status: pilot, description: B {0}.}}\n"
LONG = "projects:\n" + "".join(map(PROJECT.format, range(3)))
SHORT = LONG.split("  - {id: p-1")[0]


def one_more(site: SmallSite, session: Session, meanwhile: Callable[[], None] | None = None, **more: object) -> str:
    """Builds in the process of `session`; `meanwhile` happens when all is read and nothing is made. The news item."""
    first = None if meanwhile is None else lambda _plan: meanwhile()
    result = pipeline.build(site.options(**more), session=session, first=first)
    assert not result.problems.errors
    return site.page("/actueel/bericht/")


def lose_cache(site: SmallSite) -> None:
    shutil.rmtree(site.root / ".cache")


@pytest.fixture
def served(site: Sites) -> SmallSite:
    built = site({"content/news/2026-11-20-bericht.md": NEWS, "content/projects/zwolle.yaml": LONG})
    built.build()
    lose_cache(built)
    return built


def test_a_text_that_was_there_for_a_moment_is_not_shown_after_it(served: SmallSite) -> None:
    session = Session()
    one_more(served, session)
    file = "content/news/2026-11-20-bericht.md"
    lose_cache(served)
    served.write({"site.yaml": (served.root / "site.yaml").read_text("utf-8") + "# anders\n"})

    def meanwhile() -> None:
        served.write({file: f"{NEWS}Even maar.\n"})

    shutil.rmtree(served.public)
    one_more(served, session, meanwhile)
    served.write({file: NEWS})
    page = one_more(served, session)
    assert "De tekst van het bericht." in page
    assert "Even maar." not in page


@pytest.mark.parametrize("cache", [True, False])
def test_a_file_that_gets_shorter_while_it_is_built_stops_nothing(served: SmallSite, cache: bool) -> None:
    session = Session()
    one_more(served, session, cache=cache)
    lose_cache(served)
    shutil.rmtree(served.public)
    one_more(served, session, lambda: served.write({"content/projects/zwolle.yaml": SHORT}), cache=cache)
    one_more(served, session, cache=cache)
    assert not (served.public / "projecten/p-2/index.html").exists()
    assert "B 0." in served.page("/projecten/p-0/")


def test_a_check_of_a_file_that_is_saved_meanwhile_is_refused(site: Sites) -> None:
    """It would look for what is wrong in another text: find nothing, and pass, or end in the middle of it."""
    list_file, people = "content/projects/zwolle.yaml", "content/municipalities/zwolle.yaml"
    period = "administrators: [{name: Jo, role: Wethouder, since: 2024, until: 2020}]\n"
    small = site({list_file: LONG.replace("status:", "start: 2024, end: 2020, status:"), people: period})
    for file, text in ((list_file, SHORT), (people, "contact: {url: https://www.zwolle.nl}\n")):
        content = load_alone(small.root)
        small.write({file: text})
        with pytest.raises(Refused, match=f"{file} is opgeslagen terwijl de site werd gelezen"):
            check(content, NOW, Problems())


def test_what_a_file_said_of_others_is_checked_as_it_was_read(site: Sites) -> None:
    file = "content/projects/zwolle.yaml"
    small = site({file: LONG.replace("smart-living", "smart-livin")})
    content, problems = load_alone(small.root), Problems()
    small.write({file: SHORT})
    check(content, NOW, problems)
    assert [(problem.code, problem.span.line) for problem in problems] == [("onbekend-thema", n) for n in (2, 3, 4)]


def test_where_a_page_is_written_is_its_file_while_that_is_saved(served: SmallSite) -> None:
    """The preview asks it when somebody looks at a page, also between a save and the next build."""
    file = "content/projects/zwolle.yaml"
    origins = dict(pipeline.plan(served.options()).origins())
    served.write({file: f"# Een regel meer.\n{LONG}"})
    assert origins["projecten/p-2/index.html"].span() == Span(file)
    origins = dict(pipeline.plan(served.options()).origins())
    assert origins["projecten/p-2/index.html"].span().line == 5
