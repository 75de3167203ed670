"""From signing in to the site, against a GitLab of our own on a real repository: nothing between is left out.

The check is the program that CI runs, called as `.gitlab-ci.yml` calls it.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.forms.conftest import Desks
from tests.forms.desk import Desk
from tests.forms.gitlab import CI_TOKEN, PROJECT, GitLab
from tests.reading import Page
from tests.running import TOP, environment
from tests.sites import SmallSite

SENSHAGEN = "content/projects/senshagen.yaml"
BRANCH = "cms/projects/senshagen"


@pytest.fixture
def desk(desks: Desks, repository: GitLab) -> Iterator[Desk]:
    with desks() as found:
        yield found


def sign_in(desk: Desk) -> None:
    """As an editor does: a button, and in the window that opens a yes."""
    desk.page.goto(f"{desk.address}beheer/")
    allow(desk)
    desk.page.get_by_role("navigation").first.wait_for()


def allow(desk: Desk) -> None:
    with desk.context.expect_page() as opened:
        desk.page.get_by_role("button", name="GitLab").click()
    opened.value.get_by_role("link", name="Toestaan").click()


def rename(desk: Desk, title: str) -> None:
    desk.open("projects", "entries", "senshagen")
    desk.write("title", title)


def hand_in(desk: Desk) -> None:
    """Saves, and says in the dialog that somebody may read it."""
    desk.press_save()
    desk.dialog().get_by_role("button").first.click()
    desk.save_button().wait_for(state="hidden")


def colleague(host: GitLab, folder: Path, old: str, new: str) -> None:
    """A colleague's change comes on the main branch."""
    git("clone", "--quiet", "--branch", "main", str(host.repository), str(folder / "collega"), cwd=folder)
    file = folder / "collega" / SENSHAGEN
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    git("commit", "--quiet", "--all", "--message", "Van een collega", cwd=folder / "collega")
    git("push", "--quiet", "origin", "main", cwd=folder / "collega")


def git(*words: str, cwd: Path) -> str:
    who = ("-c", "user.name=Co Lega", "-c", "user.email=co@example.nl")
    return subprocess.run(["git", *who, *words], cwd=cwd, check=True, capture_output=True, text=True).stdout


def checked(host: GitLab, folder: Path, number: int = 1) -> tuple[int, str]:
    """The job `controle` for a merge request: how it ends, and the comment that it leaves."""
    proposal = host.proposal(number)
    work, main = folder / "controle", folder / "hoofdversie"
    folder.mkdir(exist_ok=True)
    git("clone", "--quiet", str(host.repository), str(work), cwd=folder)
    # The hosts check what a merge would give.
    git("checkout", "--quiet", "--detach", "origin/main", cwd=work)
    git("merge", "--quiet", "--no-edit", f"origin/{proposal['source_branch']}", cwd=work)
    git("worktree", "add", "--quiet", "--detach", str(main), "origin/main", cwd=work)
    job = environment(
        {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": f"{host.url}/api/v4",
            "CI_PROJECT_URL": f"{host.url}/{PROJECT}",
            "CI_JOB_URL": f"{host.url}/{PROJECT}/-/jobs/1",
            "CI_DEFAULT_BRANCH": "main",
            "CI_COMMIT_SHA": str(proposal["sha"]),
            "CI_MERGE_REQUEST_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_IID": str(number),
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": str(proposal["source_branch"]),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_DESCRIPTION": str(proposal["description"]),
            "REACTIE_TOKEN": CI_TOKEN,
        }
    )
    script = [sys.executable, str(TOP / ".ci/proposal.py"), "--old", str(main), ".", "voorstel"]
    done = subprocess.run(script, cwd=work, env=job, capture_output=True, text=True)
    comment = [sys.executable, str(TOP / ".ci/comment.py"), "gitlab", "voorstel/reactie.md"]
    subprocess.run(comment, cwd=work, env=job, capture_output=True, check=True)
    (note,) = (note["body"] for note in host.notes if note["proposal"] == number)
    return done.returncode, note.replace("\u200b", "")


def test_from_signing_in_to_the_site(desk: Desk, repository: GitLab, tmp_path: Path) -> None:
    sign_in(desk)
    rename(desk, "SensHagen in de wijk")
    hand_in(desk)
    (proposal,) = repository.proposals
    assert (proposal["source_branch"], proposal["target_branch"]) == (BRANCH, "main")
    assert proposal["labels"] == ["sveltia-cms/pending_review"]
    assert not re.search(r"[Aa]utomatically|[Uu]pdate", f"{proposal['title']} {proposal['description']}")
    # One changed line is one changed line, by the editor and by nobody else.
    changed = repository.git("diff", "--unified=0", f"main...{BRANCH}").splitlines()[5:]
    assert changed == ["-title: SensHagen", "+title: SensHagen in de wijk"]
    assert repository.git("log", "-1", "--format=%an <%ae>", BRANCH) == "Jo Jansen <jo@proef.example.nl>\n"

    code, told = checked(repository, tmp_path)
    assert code == 0
    assert "Geen fouten gevonden" in told
    assert "SensHagen in de wijk" in told
    assert "Wie leest dit?" in told

    repository.merge(1)
    git("clone", "--quiet", str(repository.repository), str(tmp_path / "site"), cwd=tmp_path)
    site = SmallSite(tmp_path / "site", {})
    git("checkout", "--quiet", "--", ".", cwd=site.root)
    site.build()
    assert Page(site.page("/projecten/senshagen/")).headings[0] == (1, "SensHagen in de wijk")


@pytest.mark.long
def test_a_changed_sentence_takes_four_steps_and_two_more_to_sign_in(desk: Desk, repository: GitLab) -> None:
    """As docs/developers/journeys.md counts them, from the page that a visitor reads."""
    page, handed_in = desk.page, desk.dialog().get_by_role("button").first

    def write(text: str) -> None:
        desk.write("summary", text)

    steps = [
        lambda: page.get_by_role("link", name="Bewerk deze pagina").click(),
        lambda: write("Inwoners meten samen de lucht."),
        desk.press_save,
        handed_in.click,
    ]
    page.goto(f"{desk.address}projecten/senshagen/")
    steps[0]()
    allow(desk)
    for step in steps[1:]:
        step()
    desk.save_button().wait_for(state="hidden")
    assert "+summary: Inwoners meten samen de lucht." in repository.git("diff", f"main...{BRANCH}")
    text = (TOP / "docs/developers/journeys.md").read_text("utf-8")
    assert f"| by the form, signed in | {len(steps)} |" in text
    assert f"| by the form, not signed in | {len(steps) + 2} |" in text


@pytest.mark.long
def test_a_draft_that_nobody_may_read_yet_cannot_be_merged(desk: Desk, repository: GitLab) -> None:
    sign_in(desk)
    rename(desk, "Nog niet af")
    desk.press_save()
    desk.dialog().get_by_role("button").last.click()
    desk.save_button().wait_for(state="hidden")
    (proposal,) = repository.proposals
    assert proposal["title"].startswith("Draft:")
    assert proposal["labels"] == ["sveltia-cms/draft"]


def test_a_login_with_a_wrong_verifier_is_refused(desk: Desk, repository: GitLab) -> None:
    """Whoever takes the code out of the address has nothing: without the text that it was asked with it is no login."""
    desk.page.goto(f"{desk.address}beheer/")
    with desk.context.expect_page() as opened:
        desk.page.get_by_role("button", name="GitLab").click()
    opened.value.get_by_role("link", name="Toestaan").wait_for()
    stored = "JSON.parse(localStorage.getItem('sveltia-cms.auth'))"
    desk.page.evaluate(f"localStorage.setItem('sveltia-cms.auth', JSON.stringify({{...{stored}, codeVerifier: 'x'}}))")
    opened.value.get_by_role("link", name="Toestaan").click()
    expect(desk.page.get_by_role("alert").first).to_contain_text("invalid_grant")
    assert repository.tokens == set()


def test_nothing_of_a_login_comes_anywhere_but_to_the_host(desk: Desk, repository: GitLab, tmp_path: Path) -> None:
    """No token in an address, what the browser says, a branch, a merge request or a comment."""
    sign_in(desk)
    rename(desk, "SensHagen in de wijk")
    hand_in(desk)
    _, told = checked(repository, tmp_path)
    published = repository.git("log", "--all", "--patch", "--format=%B%an%ae")
    written = " ".join((*desk.complaints, *desk.requests, published, str(repository.proposals), told))
    tokens = repository.tokens | repository.refresh_tokens
    assert len(tokens) == 2
    assert not [token for token in tokens if token in written]
    # A code, which is good for once and only with its verifier, is in the address that the host sends back to.
    assert not [verifier for verifier in repository.verifiers if verifier in written]


def test_a_connection_that_is_lost_while_saving_loses_nothing(desk: Desk, repository: GitLab) -> None:
    sign_in(desk)
    rename(desk, "In de trein getypt")
    desk.context.set_offline(True)
    desk.press_save()
    box = desk.dialog().inner_text()
    assert "Niet opgeslagen" in box
    assert "Er is geen verbinding. Wat u schreef, blijft staan" in box
    desk.dialog().get_by_role("button", name="OK").click()
    assert desk.field("title").locator("input").input_value() == "In de trein getypt"
    assert repository.proposals == []
    desk.context.set_offline(False)
    hand_in(desk)
    assert "+title: In de trein getypt" in repository.git("diff", f"main...{BRANCH}")


@pytest.mark.long
def test_a_login_that_ends_while_saving_loses_nothing(desk: Desk, repository: GitLab) -> None:
    """The browser keeps what was typed: after signing in again it is there, and it can be saved."""
    sign_in(desk)
    rename(desk, "Na de lunch")
    repository.expire()
    desk.press_save()
    desk.dialog().get_by_role("button", name="OK").click()
    assert desk.field("title").locator("input").input_value() == "Na de lunch"
    assert repository.proposals == []
    # It does so half a second after the last change.
    desk.page.wait_for_timeout(2000)
    desk.page.reload()
    allow(desk)
    desk.dialog().get_by_role("button").first.click()
    expect(desk.field("title").locator("input")).to_have_value("Na de lunch")
    hand_in(desk)
    assert "+title: Na de lunch" in repository.git("diff", f"main...{BRANCH}")


# What a colleague changes while the form is open, how the check ends, and what its comment says.
RACES = {
    "another field": (
        ("status: in-use", "status: scaling"),
        (1, "zet de wijziging van .* terug: .*fase gaat van opschaling naar in gebruik"),
    ),
    "the same field": (
        ("title: SensHagen", "title: SensHagen, van een collega"),
        (0, "“SensHagen, van een collega” heet voortaan “SensHagen in de wijk”"),
    ),
}


@pytest.mark.parametrize("race", RACES)
def test_what_a_form_does_to_the_change_of_a_colleague_is_told(
    desk: Desk, repository: GitLab, tmp_path: Path, race: str
) -> None:
    """The forms write the whole entry as it was when it was opened: git sees no conflict, the check does."""
    (old, new), (end, words) = RACES[race]
    sign_in(desk)
    rename(desk, "SensHagen in de wijk")
    colleague(repository, tmp_path, old, new)
    hand_in(desk)
    code, told = checked(repository, tmp_path)
    assert code == end
    assert re.search(words, told), told
    # Whoever means it says so in the text of the proposal.
    if code:
        repository.proposals[0]["description"] += "\n\nBedoeld: zet terug\n"
        assert checked(repository, tmp_path / "weer")[0] == 0
