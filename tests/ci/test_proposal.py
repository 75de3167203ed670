"""What the check of a proposal says to editors, and how it ends."""

import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.ci.forging import PAGE, StoredCache
from tests.ci.repository import READ, SITE
from tests.ci.steps import ended
from tests.editing.copies import FILES, PROJECTS
from tests.running import TOP, call, copied_program, environment
from tests.sites import Sites, SmallSite

NEWS = "---\ntitle: Eerste\ndate: 2026-11-01\nsummary: Een bericht.\n---\nTekst.\n"
GITHUB = {"GITHUB_ACTIONS": "true"}


def propose(
    new: SmallSite, folder: Path, old: SmallSite | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    comparing = ["--old", str(old.root)] if old else []
    command = [sys.executable, str(TOP / ".ci/proposal.py"), *comparing, str(new.root), str(folder)]
    return ended(command, environment(env))


def told(folder: Path) -> str:
    return (folder / "reactie.md").read_text("utf-8")


@pytest.mark.process
def test_an_address_that_disappears_is_an_error_with_a_preview(tmp_path: Path) -> None:
    old = SmallSite(tmp_path / "old", {**SITE, "content/news/2026-11-01-eerste.md": NEWS})
    new = SmallSite(tmp_path / "new", SITE)
    done = propose(new, tmp_path / "made", old, GITHUB)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("::error title=adres-weg::Er verdwijnt een adres")
    assert told(tmp_path / "made").startswith(
        "## Nog niet goed\n\nEr verdwijnt een adres zonder doorverwijzing. Onderaan staat welk, en wat u kunt doen.\n\n"
        "## Wat verandert er voor bezoekers?\n\n### Let op\n\n- Of dit voorstel iets terugzet, is niet of niet helemaal"
        " nagekeken: de hoofdversie heeft hier geen git-geschiedenis.\n\n- 1 nieuwsbericht weg: “Eerste”.\n"
    )
    assert "### Fout: 1 adres verdwijnt zonder doorverwijzing" in told(tmp_path / "made")
    assert "`/actueel/eerste/`" in told(tmp_path / "made")
    assert (tmp_path / "made/voorbeeld/OPEN-MIJ.html").is_file()


@pytest.mark.process
@pytest.mark.parametrize("form", ["github", "text"])
def test_one_process_says_what_each_command_says(tmp_path: Path, form: str) -> None:
    """What both versions have in common is read once, and the new pages are those that were published."""
    warning = {"content/los.txt": "x"}
    old = SmallSite(tmp_path / "old", {**SITE, **FILES})
    changed = PROJECTS.replace("Licht.", "Meer licht.").replace("status: pilot", "status: in-use", 1)
    news = NEWS.replace("Eerste", "Tweede").replace("Tekst.", "Een [link](https://a.example.nl/).")
    more = {"content/projects/zwolle.yaml": changed, "content/news/2026-11-01-tweede.md": news}
    new = SmallSite(tmp_path / "new", {**SITE, **FILES, **more, **warning})
    done = propose(new, tmp_path / "made", old, GITHUB if form == "github" else None)
    checked = [call("check", "--root", new.root, "--format", name).stdout for name in (form, "markdown")]
    compared = call("changes", old.root, new.root).stdout
    assert done.returncode == 0
    assert "gaat van pilot naar in gebruik" in compared
    assert done.stdout.startswith(f"{checked[0]}Klaar in ")
    assert told(tmp_path / "made") == f"{checked[1]}\n{compared}{READ}"


@pytest.mark.process
def test_what_an_earlier_run_kept_does_not_hide_a_change(tmp_path: Path) -> None:
    """Somebody who could write the cache of a machine lets a page say something else: the comparison still shows it."""
    old, new = (SmallSite(tmp_path / name, SITE) for name in ("old", "new"))
    assert propose(new, tmp_path / "made", old).returncode == 0
    assert "\n\nNiets.\n" in told(tmp_path / "made")
    cache = StoredCache(new.root / ".cache")
    cache.rows_in_the_cache({"projecten/index.html": PAGE})
    cache.files.stamp.unlink()
    shutil.rmtree(tmp_path / "made")
    assert propose(new, tmp_path / "made", old).returncode == 0
    assert b"Van een ander" in (tmp_path / "made/website/projecten/index.html").read_bytes()
    assert "/projecten/" in told(tmp_path / "made")


@pytest.mark.process
def test_a_proposal_that_mends_the_main_branch_is_right(tmp_path: Path) -> None:
    old = SmallSite(tmp_path / "old", {**SITE, "content/news/2026-11-01-eerste.md": NEWS.replace("title", "titel")})
    done = propose(SmallSite(tmp_path / "new", SITE), tmp_path / "made", old, GITHUB)
    assert done.returncode == 0, done.stdout
    assert told(tmp_path / "made") == (
        "## Geen fouten gevonden\n\n"
        "Wat er voor bezoekers verandert, is niet te zeggen: in de hoofdversie zelf staat nog een fout.\n"
        f"{READ}"
    )
    assert "::" not in done.stdout


APPROVAL = "approval: {role: Redactie, email: redactie@example.nl, days: 3}\n"
ANOTHER = "approval: {role: Ik, email: ik@example.nl}\n"


@pytest.mark.process
@pytest.mark.parametrize("wrong", ["", "x: 1\n"], ids=["right", "wrong"])
def test_who_reads_a_proposal_is_what_the_main_version_says(tmp_path: Path, wrong: str) -> None:
    """Not what the proposal makes of it; and also when the proposal is still wrong."""
    old = SmallSite(tmp_path / "old", {"site.yaml": SITE["site.yaml"] + APPROVAL})
    new = SmallSite(tmp_path / "new", {"site.yaml": SITE["site.yaml"] + ANOTHER + wrong})
    done = propose(new, tmp_path / "made", old, GITHUB)
    assert done.returncode == (1 if wrong else 0)
    text = told(tmp_path / "made")
    assert text.endswith(
        READ.replace("Iemand anders dan u", "Redactie (redactie@example.nl)").replace(
            "dit voorstel.", "dit voorstel, meestal binnen 3 werkdagen."
        )
    )
    assert "ik@example.nl" not in text.partition("Wie leest dit?")[2]
    comment = runpy.run_path(str(TOP / ".ci/comment.py"), run_name="comment")["harmless"]
    assert text[-len(READ) :] in comment(text, "https://github.example/g40/site/")


@pytest.mark.process
def test_the_main_branch_is_read_by_nobody(tmp_path: Path) -> None:
    propose(SmallSite(tmp_path / "new", {"site.yaml": SITE["site.yaml"] + APPROVAL}), tmp_path / "made")
    assert "Wie leest dit?" not in told(tmp_path / "made")


@pytest.mark.process
def test_a_fault_that_is_not_the_editor_s_says_so(tmp_path: Path, site: Sites) -> None:
    broken = site(SITE)
    (broken.root / "site.yaml").unlink()
    done = propose(broken, tmp_path / "made")
    assert done.returncode == 2
    assert told(tmp_path / "made").startswith("## De controle is niet gelukt\n")
    assert "    In " in told(tmp_path / "made")
    assert "staat geen site.yaml" in done.stdout


@pytest.mark.process
@pytest.mark.parametrize("fault", ["raise MemoryError", "__import__('os').kill(__import__('os').getpid(), 9)"])
@pytest.mark.parametrize("module", ["pipeline", "editing/changes"])
def test_a_process_that_dies_is_told_of_and_is_never_right(tmp_path: Path, fault: str, module: str) -> None:
    """While it builds, and while it compares: nothing is said of a site that was not looked at to the end."""
    program = copied_program(tmp_path / "program")
    shutil.copytree(TOP / ".ci", program / ".ci")
    file = program / f"g40site/{module}.py"
    broken, number = re.subn(
        r"(\ndef (?:build|compare)\()", rf"\ndef fail(*_, **__):\n    {fault}\n\1", file.read_text("utf-8")
    )
    file.write_text(f"{broken}\n\n{'build' if module == 'pipeline' else 'compare'} = fail\n", "utf-8")
    assert number == 1
    old, new = SmallSite(tmp_path / "old", SITE), SmallSite(tmp_path / "new", SITE)
    command = [sys.executable, program / ".ci/proposal.py", "--old", old.root, new.root, tmp_path / "made"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert done.returncode == 2
    assert told(tmp_path / "made").startswith("## De controle is niet gelukt\n")
    assert "Geen fouten gevonden" not in told(tmp_path / "made")


def test_links_to_the_editor_lead_to_the_branch_of_the_proposal() -> None:
    at_branch = runpy.run_path(str(TOP / ".ci/proposal.py"))["at_branch"]
    text = "[regel 2](https://github.example/g40/site/edit/main/a.md#L2) [uitleg](https://github.example/g40/site/blob/main/b.md)"
    told = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "g40/site", "GITHUB_BASE_REF": "main"}
    assert at_branch(text, {**told, "TAK": "nieuws/mei 1"}) == text.replace("edit/main", "edit/nieuws/mei%201")
    assert at_branch(text, {**told, "TAK": ""}) == text
    assert at_branch(text, {}) == text


def test_a_summary_is_never_longer_than_its_host_takes(tmp_path: Path) -> None:
    """More is refused whole. A cut through a letter leaves it out."""
    (tmp_path / "summary.md").write_text("Eerder.\n", "utf-8")
    proposal = runpy.run_path(str(TOP / ".ci/proposal.py"))
    proposal["add"](str(tmp_path / "summary.md"), "aé" * 4, 8)
    assert (tmp_path / "summary.md").read_text("utf-8") == "Eerder.\naéaéa"
