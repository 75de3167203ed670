"""The files for the hosts of the repository say what those hosts understand, and no more than is safe."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.steps import WORKFLOWS, workflow
from tests.running import TOP

BIN = Path(sys.executable).parent
FORMS = sorted((TOP / ".github/ISSUE_TEMPLATE").glob("*.yml"))
SCHEMAS: dict[str, list[Path]] = {
    "github-workflows": WORKFLOWS,
    "dependabot": [TOP / ".github/dependabot.yml"],
    "github-issue-forms": [form for form in FORMS if form.stem != "config"],
    "github-issue-config": [form for form in FORMS if form.stem == "config"],
    "gitlab-ci": [TOP / ".gitlab-ci.yml"],
}


def validated(schema: str, files: list[Path]) -> subprocess.CompletedProcess[str]:
    """By the schemas that check-jsonschema brings along."""
    more = ["--data-transform", "gitlab-ci"] if schema == "gitlab-ci" else []
    command = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *more, *files]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.process
@pytest.mark.parametrize("schema", SCHEMAS)
def test_each_file_has_the_form_that_its_host_knows(schema: str, tmp_path: Path) -> None:
    assert SCHEMAS[schema]
    done = validated(schema, SCHEMAS[schema])
    assert done.returncode == 0, done.stdout
    # A key too much, at the top or in a job, is told.
    wrong = tmp_path / "wrong.yml"
    text = SCHEMAS[schema][0].read_text("utf-8")
    wrong.write_text(re.sub(r"(?m)^( *)timeout(-minutes)?:.*$", r"\1tim-out: 1", text) + "\nversion: [x]\n", "utf-8")
    assert validated(schema, [wrong]).returncode == 1


def audited(*files: Path) -> subprocess.CompletedProcess[str]:
    """By zizmor, without a network, at its strictest but one: its most nervous rules are for those who look by hand."""
    command = [BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", "--format", "plain", *files]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={"PATH": "/usr/bin:/bin"})


@pytest.mark.process
def test_the_workflows_are_safe(tmp_path: Path) -> None:
    done = audited(TOP / ".github")
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / ".github/workflows/wrong.yml"
    wrong.parent.mkdir(parents=True)
    text = (TOP / ".github/workflows/controle.yml").read_text("utf-8")
    wrong.write_text(text.replace('"$PROGRAMMA/.ci', '"${{ github.head_ref }}/.ci'), "utf-8")
    assert "template-injection" in audited(wrong).stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_step_and_job_that_is_named_is_there(path: Path) -> None:
    jobs = workflow(path.name)["jobs"]
    for name, job in jobs.items():
        needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        ids = [step["id"] for step in job["steps"] if "id" in step]
        assert len(ids) == len(set(ids))
        assert set(needs) <= set(jobs)
        text = str(job)
        assert set(re.findall(r"\bsteps\.([\w-]+)\.", text)) <= set(ids), name
        for needed, output in re.findall(r"\bneeds\.([\w-]+)\.outputs\.([\w-]+)", text):
            assert needed in needs, name
            assert output in jobs[needed]["outputs"], name


def test_a_workflow_that_follows_another_names_it() -> None:
    names = {workflow(path.name)["name"] for path in WORKFLOWS}
    assert len(names) == len(WORKFLOWS)
    assert set(workflow("reactie.yml")[True]["workflow_run"]["workflows"]) <= names
