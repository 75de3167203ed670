"""After any edits a build in place is the same, byte for byte, as a clean one elsewhere."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from g40site.planning import Session
from tests.engine.edits import BASES, FORMS, MOMENTS, WORDS, Edits

pytestmark = pytest.mark.process

words = st.integers(0, len(WORDS) - 1)
months = st.integers(1, 4)
yes_no = st.booleans()
where_forms_are = st.integers(0, len(FORMS) - 1)
TEMPLATES = (
    "pages/home.html",
    "pages/news-item.html",
    "layouts/base.html",
    "pages/redirect.html",
    "components/projects.html",
)


class Editors(RuleBasedStateMachine):
    """Any edits in any order; each is followed by two builds."""

    def __init__(self, session: Session | None = None) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="g40-gelijk-"))
        self.site = Edits(self.folder)
        self.site.session = session
        self.site.compare()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(title=words, status=st.integers(0, 3), with_=yes_no, topic=words, image=yes_no, alone=yes_no)
    def project(self, title: int, status: int, with_: bool, topic: int, image: bool, alone: bool) -> None:
        self.site.project(title, status, with_, topic, image, alone)
        self.site.compare()

    @rule(title=words, lead=st.integers(0, 1), body=words)
    def theme(self, title: int, lead: int, body: int) -> None:
        self.site.theme(title, lead, body)
        self.site.compare()

    @rule(number=months, title=words, body=words, draft=yes_no, about=yes_no)
    def news(self, number: int, title: int, body: int, draft: bool, about: bool) -> None:
        self.site.news(number, title, body, draft, about)
        self.site.compare()

    @rule(number=months, word=words)
    def body(self, number: int, word: int) -> None:
        self.site.body(number, word)
        self.site.compare()

    @rule(number=months)
    def delete(self, number: int) -> None:
        self.site.delete(number)
        self.site.compare()

    @rule(number=months, other=months)
    def rename(self, number: int, other: int) -> None:
        self.site.rename(number, other)
        self.site.compare()

    @rule(heading=words, title=words, menu=yes_no)
    def page(self, heading: int, title: int, menu: bool) -> None:
        self.site.explanation(heading, title, menu)
        self.site.compare()

    @rule(word=words, more=yes_no)
    def manual(self, word: int, more: bool) -> None:
        self.site.manual(word, more)
        self.site.compare()

    @rule(day=st.integers(1, 3), hour=st.integers(10, 12), title=words)
    def meeting(self, day: int, hour: int, title: int) -> None:
        self.site.meeting(day, hour, title)
        self.site.compare()

    @rule(colour=st.integers(0, 2), large=yes_no)
    def image(self, colour: int, large: bool) -> None:
        self.site.image(colour, large)
        self.site.compare()

    @rule(number=st.integers(0, 3))
    def document(self, number: int) -> None:
        self.site.document(number)
        self.site.compare()

    @rule(title=words, matching=yes_no, search=yes_no, zone=yes_no, topics=yes_no, cards=yes_no, forms=where_forms_are)
    def settings(
        self, title: int, matching: bool, search: bool, zone: bool, topics: bool, cards: bool, forms: int
    ) -> None:
        self.site.settings(title, matching, search, zone, topics, cards, forms)
        self.site.compare()

    @rule(number=st.integers(0, 2))
    def program(self, number: int) -> None:
        self.site.program(number)
        self.site.compare()

    @rule(name=words, participates=yes_no, alone=yes_no)
    def municipality(self, name: int, participates: bool, alone: bool) -> None:
        self.site.municipality(name, participates, alone)
        self.site.compare()

    @rule(kind=st.integers(0, 6))
    def an_error_and_its_repair(self, kind: int) -> None:
        self.site.error(kind)
        self.site.compare()
        self.site.repair()
        self.site.compare()

    @rule(kind=st.integers(0, 6), word=words)
    def an_error_that_stays_for_one_edit(self, kind: int, word: int) -> None:
        self.site.error(kind)
        self.site.compare()
        self.site.body(1, word)
        self.site.compare()
        self.site.repair()
        self.site.compare()

    @rule(name=st.sampled_from(TEMPLATES), word=words)
    def template(self, name: str, word: int) -> None:
        self.site.template(name, word)
        self.site.compare()

    @rule()
    def a_template_that_fails(self) -> None:
        self.site.broken_template(True)
        # Warnings about what was edited before may be told as well.
        assert [problem.code for problem in self.site.built().problems.errors] == ["sjabloon-fout"]
        self.site.compare()
        self.site.broken_template(False)
        self.site.compare()

    @rule(number=st.integers(0, 2))
    def style(self, number: int) -> None:
        self.site.style(number)
        self.site.compare()

    @rule(now=st.sampled_from(MOMENTS))
    def now(self, now: str) -> None:
        self.site.now = now
        self.site.compare()

    @rule(base=st.sampled_from(BASES))
    def base(self, base: str | None) -> None:
        self.site.base = base
        self.site.compare()

    @rule(drafts=yes_no)
    def drafts(self, drafts: bool) -> None:
        self.site.drafts = drafts
        self.site.compare()

    @rule(page=st.booleans())
    def lost(self, page: bool) -> None:
        self.site.lose("index.html" if page else "")
        self.site.compare()

    @rule()
    def lost_cache(self) -> None:
        (self.site.root / ".cache/cache.sqlite").unlink(missing_ok=True)
        self.site.compare()

    @rule(jobs=st.integers(1, 2))
    def jobs(self, jobs: int) -> None:
        self.site.jobs = jobs
        self.site.compare()


class EditorsWhoAreServed(Editors):
    """The same, all builds in one process."""

    def __init__(self) -> None:
        super().__init__(Session())


def edited(most: int, steps: int, editors: type[Editors] = Editors) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        editors,
        settings=settings(max_examples=most, stateful_step_count=steps, suppress_health_check=list(HealthCheck)),
    )


def test_after_any_edits_a_build_in_place_equals_a_clean_one() -> None:
    edited(2, 9)


def test_after_any_edits_a_build_of_the_same_process_equals_a_clean_one() -> None:
    edited(2, 9, EditorsWhoAreServed)


def test_whatever_becomes_of_the_editing_forms_a_build_in_place_equals_a_clean_one(tmp_path: Path) -> None:
    site = Edits(tmp_path)
    for forms, program in ((1, 1), (1, 2), (1, 0), (2, 1), (1, 1), (0, 2)):
        site.settings(0, True, True, False, False, forms=forms)
        site.program(program)
        site.compare()
        published = {name for name in site.published if name.startswith("beheer/")}
        assert bool(published) == (forms == 1 and program > 0)


@pytest.mark.long
@pytest.mark.parametrize("editors", [Editors, EditorsWhoAreServed])
def test_after_many_edits_a_build_in_place_equals_a_clean_one(editors: type[Editors]) -> None:
    edited(20, 15, editors)
