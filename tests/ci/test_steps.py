"""The check of a proposal, step by step as the workflow says it, on a repository with a main branch and a proposal."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.host import TOKEN, served
from tests.ci.host import Repository as Host
from tests.ci.repository import NEW_ITEM, NEWS, READ, Repository
from tests.ci.steps import in_shell, run_job, workflow
from tests.running import TOP

pytestmark = pytest.mark.process
# A program that leaves a trace when anything of it is run or read.
TRACE = "import pathlib, sys; pathlib.Path(__file__).resolve().with_name('ran').touch(); sys.exit(0)\n"
EVIL = {
    **dict.fromkeys(
        [
            "build.py",
            ".ci/proposal.py",
            ".ci/preview.py",
            "g40site/__init__.py",
            "pip/__init__.py",
            "pip/__main__.py",
            "json.py",
            "sitecustomize.py",
        ],
        TRACE,
    ),
    "requirements.lock": "evil @ file:///evil\n",
    "templates/layouts/base.html": "EVIL",
    ".ci/untracked.sh": "touch ran\n",
    "Makefile": "$(shell touch ran)\n",
}


def kept(file: str, job: str, repository: Repository) -> Path:
    """The folder that a job keeps for editors, as the first of what it uploads."""
    (step, *_) = [step for step in workflow(file)["jobs"][job]["steps"] if "upload-artifact" in step.get("uses", "")]
    temporary = str(repository.folder.parent / "temp")
    return Path(step["with"]["path"].replace("${{ runner.temp }}", temporary))


BUILT = (
    *(".cache/record.json", "public/index.html", ".venv/bin/python", ".venv-supply/bin/uv", ".Cache/x", "PUBLIC/x"),
    *("forms/dist/forms.js", "forms/node_modules/yaml/index.js"),
)


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("file", BUILT)
def test_a_proposal_that_brings_what_only_builds_write_is_refused_first(
    file: str, outside: bool, repository: Repository
) -> None:
    """Nothing of the proposal is built, and whoever made it is told why."""
    repository.propose({file: "x", **NEW_ITEM})
    ran = repository.check(outside=outside)
    assert ran.code == 1
    folder = "/".join(file.lower().split("/")[: 2 if file.startswith("forms/") else 1])
    said = f"in `{folder}`. Een build zou ze geloven. Haal ze uit het voorstel."
    assert said in ran.log
    assert said in repository.told()
    assert not (repository.folder.parent / "temp/voorstel/website").exists()


def test_the_main_branch_that_keeps_what_only_builds_write_is_not_built(repository: Repository) -> None:
    repository.commit({".cache/record.json": "x"})
    ran = run_job(workflow("site.yml")["jobs"]["site"], repository.folder, repository.folder.parent / "temp", {})
    assert ran.code == 1
    assert "in `.cache`." in ran.log


def test_of_a_proposal_from_outside_only_the_content_counts(repository: Repository) -> None:
    repository.propose({**EVIL, **NEW_ITEM}, meanwhile={"content/news/2026-11-03-derde.md": NEWS.format("Derde", 3)})
    ran = repository.check(outside=True)
    assert ran.code == 0, ran.log
    assert repository.traces() == []
    # What the main branch has got meanwhile is neither new nor gone.
    told = repository.told()
    assert told.startswith("## Geen fouten gevonden\n\n## Wat verandert er voor bezoekers?\n\n### Let op\n\n")
    (changes,) = (line for line in told.splitlines() if line.startswith("- 1 nieuwsbericht"))
    assert changes == "- 1 nieuwsbericht nieuw: “Tweede”."
    assert "Derde" not in told
    # Whoever reads the proposal is told of every file that only a maintainer should judge.
    (outside,) = (line for line in told.splitlines() if "buiten de inhoud" in line)
    assert all(f"`{name}`" in outside for name in ("build.py", "Makefile", "templates/layouts/base.html"))
    assert told.endswith(READ)
    assert ran.summary == repository.told()
    assert ran.outputs["steps.controle.outputs.voorbeeld"] == "ja"
    assert (kept("controle.yml", "controle", repository) / "OPEN-MIJ.html").is_file()
    page = (kept("controle.yml", "controle", repository) / "site/actueel/tweede/index.html").read_text("utf-8")
    assert "Tweede" in page
    assert 'href="../index.html"' in page
    assert "EVIL" not in page


def test_an_own_branch_is_checked_with_its_own_program(repository: Repository) -> None:
    own = {".ci/proposal.py": TRACE, ".ci/untracked.sh": "touch ran\n"}
    repository.propose(own)
    ran = repository.check(outside=False)
    assert ran.code == 0, ran.log
    assert len(repository.traces()) == len(own)


def test_a_mistake_is_told_at_its_line_and_in_words(repository: Repository) -> None:
    repository.propose({"content/news/2026-11-02-tweede.md": NEWS.format("Tweede", 3)})
    ran = repository.check(outside=True)
    assert ran.code == 1
    (line,) = [line for line in ran.log.splitlines() if line.startswith("::")]
    assert line.startswith("::error file=content/news/2026-11-02-tweede.md,line=3,col=7,title=dag-in-bestandsnaam::")
    assert repository.told().startswith("## 1 fout gevonden\n\n### `content/news/2026-11-02-tweede.md`\n")
    assert repository.told().endswith(
        f"\nWat er voor bezoekers verandert, staat hier zodra de fouten weg zijn.\n{READ}"
    )
    assert ran.summary == repository.told()
    assert ran.outputs["steps.controle.outputs.voorbeeld"] == "nee"


def test_the_main_branch_is_built_and_told_about(repository: Repository, tmp_path: Path) -> None:
    """The steps of site.yml, with GitHub Pages below a path."""
    job: Any = workflow("site.yml")["jobs"]["site"]
    (repository.folder / "build.py").symlink_to(TOP / "build.py")
    ran = run_job(
        job, repository.folder, tmp_path / "temp", {"steps.pages.outputs.base_url": "https://g40.example/site"}
    )
    assert ran.code == 0, ran.log
    assert ran.summary == "## Geen fouten gevonden\n"
    assert 'href="https://proef.example.nl/"' in (tmp_path / "temp/site/website/index.html").read_text("utf-8")
    assert 'href="https://g40.example/site/"' in (tmp_path / "temp/pages/index.html").read_text("utf-8")


def of_gitlab(host: Host, **more: str) -> dict[str, str]:
    """What GitLab tells a job of a merge request."""
    return {
        "GITLAB_CI": "true",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD^1",
        "CI_PROJECT_URL": "https://gitlab.example/g40/site",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "5",
        "CI_JOB_URL": "https://gitlab.example/g40/site/-/jobs/9",
        "CI_COMMIT_SHA": "c" * 40,
        "CI_API_V4_URL": host.url,
        "REACTIE_TOKEN": TOKEN,
        **more,
    }


def test_gitlab_shows_problems_beside_the_lines_and_in_one_note(repository: Repository) -> None:
    """The very lines of the job, in the same folder, with what GitLab tells a job."""
    job = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))["controle"]
    editor = "repository: {url: 'https://gitlab.example/g40/site', branch: main}\n"
    repository.commit({"site.yaml": (repository.folder / "site.yaml").read_text("utf-8") + editor})
    wrong = NEWS.format("Tweede", 2).replace("summary", "samenvatting")
    repository.propose({"content/news/2026-11-02-tweede.md": wrong, "content/los.txt": "x"})
    host = Host()
    with served(host):
        told = of_gitlab(
            host,
            CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
            CI_MERGE_REQUEST_SOURCE_BRANCH_NAME="voorstel",
        )
        codes = [
            in_shell("\n".join(job[part]), repository.folder, told).returncode for part in ("script", "after_script")
        ]
    assert codes == [1, 0]
    made = repository.folder / "voorstel"
    found = json.loads((made / "codequality.json").read_text("utf-8"))
    places = [(one["location"]["path"], one["location"]["lines"]["begin"], one["severity"]) for one in found]
    assert places == [("content/los.txt", 1, "minor"), ("content/news/2026-11-02-tweede.md", 4, "major")]
    assert len({one["fingerprint"] for one in found}) == 2
    assert all(one["description"] and one["check_name"] for one in found)
    (note,) = host.bodies()
    assert note.endswith((made / "reactie.md").read_text("utf-8"))
    place = "[regel 4, kolom 1](https://gitlab.example/g40/site/-/edit/voorstel/content/news/2026-11-02-tweede.md#L4)"
    assert place in note
    # Nothing can be seen while it is wrong.
    assert "voorbeeld" not in note.lower()


def test_gitlab_leads_to_a_preview_that_opens_there_and_as_a_zip(repository: Repository) -> None:
    job = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))["controle"]
    repository.propose(NEW_ITEM)
    host = Host()
    with served(host):
        done = in_shell("\n".join([*job["script"], *job["after_script"]]), repository.folder, of_gitlab(host))
    assert done.returncode == 0, done.stdout + done.stderr
    (folder,) = job["artifacts"]["paths"]
    (note,) = host.bodies()
    (link,) = re.findall(
        r"\[Voorbeeld van de site\]\(https://gitlab.example/g40/site/-/jobs/9/artifacts/file/(.*?)\)", note
    )
    assert (repository.folder / link).is_file()
    assert link.startswith(folder)
    assert "https://gitlab.example/g40/site/-/jobs/9/artifacts/download" in note


@pytest.mark.parametrize("code", [0, 1])
def test_the_long_tests_tell_how_they_ended_and_stop_nothing(tmp_path: Path, code: int) -> None:
    """A `make` of our own stands for hours of tests."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(TOP / ".ci/long.sh", tmp_path / ".ci/long.sh")
    (tmp_path / "Makefile").write_text(f"test-long:\n\t@echo FAILED tests/x.py; exit {code}\n", "utf-8")
    job: Any = workflow("lang.yml")["jobs"]["test"]
    steps = [step for step in job["steps"] if "long.sh" in step.get("run", "")]
    ran = run_job({"steps": steps}, tmp_path, tmp_path / "temp", {})
    assert ran.code == 0, ran.log
    assert (ran.outputs["steps.test.outputs.uitkomst"] == "0") is (code == 0)
    text = (tmp_path / "lange-tests.md").read_text("utf-8")
    assert "    FAILED tests/x.py" in text
    assert "make test-long" in text
