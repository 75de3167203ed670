"""Someone who only follows the editors' manual in a fresh copy gets what it promises: its examples are done as told."""

from pathlib import Path

import pytest
from PIL import Image

from g40site import builder, pipeline
from g40site.diagnostics import text
from tests import manual
from tests.conftest import NOW, TEMPLATES
from tests.reading import Page
from tests.running import TOP, run

CHAPTERS = sorted(path.stem for path in manual.FOLDER.glob("*.md"))
MOST_BYTES = 600_000


def options(root: Path) -> pipeline.Options:
    return pipeline.Options(root=root, templates=TEMPLATES, now=NOW, output=root / "public")


def told(root: Path) -> str:
    """Every error and warning, as an editor sees it; no page is made for it."""
    with builder.opened(root, root / "public", writes=True, cache=True) as kept:
        planned = pipeline.plan(options(root), kept)
        return text.render(planned.reader.problems, pipeline.sources(planned), "nl")


def page(root: Path, address: str) -> str:
    return Page((root / "public" / address.strip("/") / "index.html").read_text("utf-8")).text


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content after all that the manual tells to type; each state on the way is right as well."""
    root = manual.copied(tmp_path_factory.mktemp("fresh") / "site")
    # These are most of the time of a build, and the manual promises nothing of them.
    settings = root / "site.yaml"
    features = "features: {share_cards: false, matching: false}"
    settings.write_text(f"{settings.read_text('utf-8')}{features}\n", "utf-8")
    done: set[str] = set()
    for chapter in ("tien-minuten", "recepten"):
        for step in manual.steps(manual.chapter(chapter)):
            file = step["file"] or step["new"]
            if file in done or step["old"]:
                assert told(root) == ""
                done.clear()
            done.add(file)
            manual.do(root, step)
    result = pipeline.build(options(root))
    assert [problem.message("nl") for problem in result.problems.found] == []
    return root


def test_the_first_change_is_a_news_item_on_the_site(followed: Path) -> None:
    assert "De eerste tien lantaarns hangen." in page(followed, "/actueel/voorbeeld-eerste-lantaarns/")
    assert "Voorbeeld: de eerste lantaarns meten mee" in page(followed, "/actueel/")


def test_a_news_item_stands_with_its_theme_and_municipality(followed: Path) -> None:
    for address in ("/actueel/", "/themas/smart-environment/", "/gemeenten/alkmaar/"):
        assert "Voorbeeld: lantaarns in vijf wijken" in page(followed, address)


def test_a_meeting_is_on_the_agenda_and_says_that_it_was_moved(followed: Path) -> None:
    assert "Voorbeeld: kennismiddag over lantaarns" in page(followed, "/agenda/")
    moved = page(followed, "/agenda/voorbeeld-kennismiddag/")
    assert "Verzet" in moved
    assert "donderdag 10 december 2026" in moved
    assert "donderdag 3 december 2026" in moved


def test_a_project_has_its_page_with_its_new_phase_and_its_contact(followed: Path) -> None:
    shown = page(followed, "/projecten/alkmaar-voorbeeld-lantaarns/")
    for fact in ("Voorbeeld: lantaarns die meten", "in gebruik", "december 2026", "lantaarns@voorbeeld.nl"):
        assert fact in shown
    assert "Voorbeeld: lantaarns die meten" in page(followed, "/gemeenten/alkmaar/")


def test_people_themes_and_taking_part_are_what_was_typed(followed: Path) -> None:
    alkmaar = page(followed, "/gemeenten/alkmaar/")
    assert "Jo Voorbeeld" in alkmaar
    assert "digitaal@voorbeeld.nl" in alkmaar
    citizen = page(followed, "/themas/smart-citizen/")
    assert "Zij meten mee, leren van elkaar en maken samen iets." in citizen
    assert "Alkmaar" in citizen


def test_a_picture_stands_with_its_words_and_its_maker(followed: Path) -> None:
    html = (followed / "public/actueel/voorbeeld-de-lantaarn/index.html").read_text("utf-8")
    assert 'alt="Een lantaarn met een grijs kastje onder de lamp"' in html
    assert "Gemeente Voorbeeld" in html


def test_an_old_address_leads_to_the_page_with_its_new_name(followed: Path) -> None:
    old = (followed / "public/voorbeeld-werkwijze/index.html").read_text("utf-8")
    assert Page(old).refresh == "0; url=/voorbeeld-zo-werken-wij/"
    assert "Wij zien elkaar vier keer per jaar." in page(followed, "/voorbeeld-zo-werken-wij/")


def test_a_draft_is_not_on_the_site(followed: Path) -> None:
    assert not (followed / "public/actueel/voorbeeld-fout").exists()


def test_the_mistake_is_told_as_the_manual_shows(tmp_path: Path) -> None:
    root = manual.copied(tmp_path / "site")
    (mistake,) = manual.MISTAKE.finditer(manual.chapter("recepten"))
    manual.typed(root, mistake["file"], mistake["text"])
    assert told(root) == mistake["told"]


def test_there_are_ten_recipes_and_each_says_what_it_takes_and_what_can_go_wrong() -> None:
    recipes = manual.chapter("recepten").split("\n## ")[1:]
    assert len(recipes) == 10
    for recipe in recipes:
        assert "**U heeft nodig:**" in recipe
        assert "**Dan ziet u:**" in recipe
        assert "meldingen/" in recipe or "herinnert" in recipe
        assert "\n1. " in recipe
        assert [*manual.steps(recipe)]


def test_pictures_are_few_small_and_each_one_is_used() -> None:
    pictures = [*(manual.FOLDER / "beeld").iterdir()]
    texts = "".join(map(manual.chapter, CHAPTERS))
    assert 0 < sum(path.stat().st_size for path in pictures) <= MOST_BYTES
    for path in pictures:
        assert f"](beeld/{path.name})" in texts
        with Image.open(path) as picture:
            assert picture.format == "WEBP"


def test_every_command_of_the_manual_is_one_of_the_program() -> None:
    named = {(command, option) for name in CHAPTERS for command, option in manual.commands(manual.chapter(name))}
    assert {("new", "--from"), ("sheet", "--empty"), ("import", "--dry-run"), ("serve", "--drafts")} <= named
    for command in {command for command, _option in named}:
        help = run(command, "--help")
        assert help.returncode == 0, command
        assert [option for of, option in named if of == command and option not in help.stdout] == []


def test_what_is_installed_for_windows_is_what_the_readme_says() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    for line in ("py -m venv .venv", r".venv\Scripts\python -m pip install -r requirements.lock"):
        assert line in manual.chapter("tien-minuten")
        assert line in readme
