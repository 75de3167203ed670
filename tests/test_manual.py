"""Someone who only follows the editors' manual in a fresh copy gets what it promises: its examples are done as told."""

import datetime as dt
import re
import shlex
import subprocess
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from g40site import pipeline, words
from g40site.diagnostics import Problems
from g40site.diagnostics.renderers import as_text
from g40site.editing import reverts
from g40site.model.questions import KIND_LABEL, LAST_LINE
from scripts import sketches
from tests import manual
from tests.reading import Page
from tests.running import TOP, call, tree
from tests.sites import BARE, TEMPLATES, picture

MOST_BYTES = 600_000
HOSTS = ("github", "gitlab")

# When all that the recipes tell of was done.
AFTERWARDS = dt.datetime.fromisoformat("2026-12-02T12:00+01:00")


def options(root: Path) -> pipeline.Options:
    return pipeline.Options(root=root, templates=TEMPLATES, now=AFTERWARDS, output=root / "public")


def told(root: Path) -> str:
    """Every error and warning, as an editor sees it; no page is made for it."""
    with pipeline.state_of(options(root)) as (tracker, _):
        planned = pipeline.plan(options(root), tracker)
        report = Problems(planned.report)
        return as_text(report, planned.sources(report), "nl")


def page(root: Path, address: str) -> str:
    return Page((root / "public" / address.strip("/") / "index.html").read_text("utf-8")).text


def fresh(folder: Path) -> Path:
    """A copy without what is most of the time of a build: the manual promises nothing of that."""
    settings = manual.copied(folder) / "site.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}{BARE}\n", "utf-8")
    for file in folder.glob("docs/*/beeld/*.webp"):
        file.write_bytes(picture(size=(8, 8), kind="WEBP"))
    return folder


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content after all that the manual tells to type; each state on the way is right as well."""
    root = fresh(tmp_path_factory.mktemp("fresh") / "site")
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
    assert [problem.message("nl") for problem in result.problems.items] == []
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


def test_there_are_fourteen_recipes_and_each_says_what_it_takes_and_what_can_go_wrong() -> None:
    recipes = manual.chapter("recepten").split("\n## ")[1:]
    assert len(recipes) == 14
    for recipe in recipes:
        assert "**U hebt nodig:**" in recipe
        assert "**Dan ziet u:**" in recipe
        assert "**Dit kan misgaan:**" in recipe or "meldingen/" in recipe
        assert "\n1. " in recipe
        assert [*manual.steps(recipe), *manual.commands(recipe)]


def test_a_slip_of_the_pen_is_mended_and_nothing_else_changes(followed: Path) -> None:
    (mended,) = [step["text"] for step in manual.steps(manual.chapter("recepten").partition("\n## 11. ")[2])][:1]
    (first,) = [step["text"] for step in manual.steps(manual.chapter("recepten"))][:1]
    assert mended == first.replace("in het voorjaar", "in het najaar") != first
    assert "in het najaar" in page(followed, "/actueel/voorbeeld-lantaarns-in-vijf-wijken/")


def looked(root: Path, recipe: int) -> str:
    """What the command of a recipe tells that only looks, run as it is written, at a moment that counts as now."""
    text = manual.chapter("recepten").split("\n## ")[recipe]
    (line,) = re.findall(r"^ *\.venv/bin/python build\.py (.+)$", text, re.MULTILINE)
    before = tree(root / "content")
    done = call(*shlex.split(line), *("--now", AFTERWARDS.isoformat()), cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(root / "content") == before
    return done.stdout


def test_the_newsletter_begins_with_what_is_new(followed: Path) -> None:
    told = looked(followed, 12)
    for title in ("Voorbeeld: de eerste lantaarns meten mee", "Voorbeeld: lantaarns die meten"):
        assert title in told
    html = call(
        "digest", "--since", "2026-11-01", "--format", "html", "--now", AFTERWARDS.isoformat(), cwd=followed
    ).stdout
    assert "<a href=" in html


def test_what_was_not_checked_for_long_is_told_with_a_mail_and_what_was_is_not(followed: Path) -> None:
    told = looked(followed, 13)
    assert "Met vriendelijke groet," in told
    assert "De contactpersoon Adviseur digitalisering" not in told


def test_what_a_proposal_changes_is_told_before_it_is_made(followed: Path, tmp_path: Path) -> None:
    here = fresh(tmp_path / "site")
    fresh(tmp_path / "hoofdversie")
    (step,) = [*manual.steps(manual.chapter("tien-minuten"))]
    manual.do(here, step)
    meeting = next((here / "content/agenda").glob("*.md"))
    text = meeting.read_text("utf-8")
    meeting.write_text(
        re.sub(r"^start: .*$", "start: 2026-12-30", re.sub(r"^end: .*\n", "", text, flags=re.M), flags=re.M)
    )
    told = looked(here, 14)
    assert "## Wat verandert er voor bezoekers?" in told
    assert "“Voorbeeld: de eerste lantaarns meten mee”" in told
    # The words that the recipe tells to look for are those of the program.
    assert "Vergeet niet" in told


@pytest.mark.process
def test_the_folder_for_pictures_is_there_to_upload_to() -> None:
    assert (TOP / "content/media").is_dir()
    tracked = subprocess.run(["git", "ls-files", "content/media"], cwd=TOP, capture_output=True, text=True)
    assert tracked.returncode or tracked.stdout, "an empty folder is not in a fresh copy"


def test_where_to_click_is_drawn_for_both_hosts_in_every_step() -> None:
    """Each drawing is the one that is made now, stands in its own part, and its words name every number in it."""
    drawn = sketches.drawings()
    github, gitlab = ({name.removeprefix(f"{host}-") for name in drawn if name.startswith(host)} for host in HOSTS)
    assert github == gitlab
    text = manual.chapter("waar-u-klikt")
    for heading, alt, name in re.findall(r"^### (\w+): .*\n\n!\[(.+)\]\(beeld/(.+)\.webp\)$", text, re.MULTILINE):
        html = drawn.pop(name)
        assert name.startswith(heading.lower())
        assert alt.startswith("Schets van ")
        numbers = re.findall(r'class="number">(\d)<', html)
        assert [*map(str, range(1, len(numbers) + 1))] == numbers
        assert [number for number in numbers if f"cijfer {number}" not in alt] == []
        part = text.partition(f"(beeld/{name}.webp)")[2].partition("\n#")[0]
        assert re.findall(r"^(\d)\. ", part, re.MULTILINE) == numbers, name
        said = [unescape(word).strip() for word in re.findall(r'class="here">(?:<span[^>]*>)?([A-Z][\w -]+)', html)]
        assert [word for word in said if f"*{word}" not in part] == [], name
    assert drawn == {}
    assert "schetsen" in text.partition("## ")[0]


def test_who_has_nothing_but_mail_finds_what_to_mail_and_needs_nothing_else() -> None:
    way = "](alleen-met-mail.md)"
    for name in ("README", "tien-minuten", "zonder-bestanden", "waar-u-klikt"):
        assert way in manual.chapter(name), name
    text = manual.chapter("alleen-met-mail")
    for needed in ("build.py", "make serve", ".venv", "GitHub", "GitLab", "terminal"):
        assert needed not in text
    assert "Wat er moet staan:" in text
    page = (TEMPLATES / "pages/page.html").read_text("utf-8")
    for button in ("Maak de mail", "Bewaar als bestand"):
        assert f"*{button}*" in text
        assert f">{button}</button>" in page
    for first in (KIND_LABEL, LAST_LINE[0]):
        assert f"`{first}=`" in text


def test_the_forms_come_first_and_are_not_promised_to_a_site_without_them() -> None:
    first = manual.chapter("README").partition("## Waar begint u?")[2]
    assert first.index("](formulieren.md)") < first.index("](alleen-met-mail.md)") < first.index("](tien-minuten.md)")
    text = manual.chapter("formulieren")
    assert "als de beheerder ze heeft aangezet" in text.partition("\n## ")[0]
    for way in ("](tien-minuten.md)", "](alleen-met-mail.md)"):
        assert way in text.partition("\n## ")[0]


def test_what_the_check_says_of_two_who_changed_the_same_is_in_the_manual() -> None:
    said = (TOP / "g40site/editing/changes.py").read_text("utf-8")
    text = manual.chapter("formulieren")
    before, _, after = "Dit voorstel zet de wijziging van {words.day(day)} terug".partition("{words.day(day)}")
    assert f"{before}{{words.day(day)}}{after}" in said
    day = words.day(dt.date(2026, 11, 12)).replace("\u00a0", " ")
    assert f"> {before}{day}{after}" in text
    assert f"`{reverts.MEANT}`" in text


def test_what_the_manual_says_to_look_for_has_that_name(followed: Path) -> None:
    texts = {name: manual.chapter(name) for name in manual.CHAPTERS}
    for name in ("tien-minuten", "zonder-bestanden", "alleen-met-mail"):
        assert "*Wie leest uw voorstel?*" in texts[name]
    assert "Wie leest uw voorstel?" in page(followed, "/redactie/na-het-opslaan/")
    assert "`OPEN-MIJ.html`" in texts["na-het-opslaan"]
    assert '"OPEN-MIJ.html"' in (TOP / ".ci/preview.py").read_text("utf-8")
    footer = (TEMPLATES / "layouts/base.html").read_text("utf-8")
    assert "*Bewerk deze pagina*" in texts["waar-u-klikt"]
    assert "Bewerk deze pagina" in footer


def test_the_manual_does_not_promise_that_a_site_is_placed_by_itself() -> None:
    for name in manual.CHAPTERS:
        assert "gemaakt en geplaatst" not in manual.chapter(name)


def test_pictures_are_few_small_and_each_one_is_used() -> None:
    pictures = [*(manual.FOLDER / "beeld").iterdir()]
    texts = "".join(map(manual.chapter, manual.CHAPTERS))
    assert 0 < sum(path.stat().st_size for path in pictures) <= MOST_BYTES
    for path in pictures:
        assert f"](beeld/{path.name})" in texts
        with Image.open(path) as picture:
            assert picture.format == "WEBP"


def test_every_command_of_the_manual_is_one_of_the_program() -> None:
    named = {(command, option) for name in manual.CHAPTERS for command, option in manual.commands(manual.chapter(name))}
    assert {("new", "--from"), ("sheet", "--empty"), ("import", "--dry-run"), ("serve", "--drafts")} <= named
    for command in {command for command, _option in named}:
        help = call(command, "--help")
        assert help.returncode == 0, command
        assert [option for of, option in named if of == command and option not in help.stdout] == []


def test_what_is_installed_for_windows_is_what_the_readme_says() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    for line in ("py -m venv .venv", r".venv\Scripts\python -m pip install -r requirements.lock"):
        assert line in manual.chapter("tien-minuten")
        assert line in readme
