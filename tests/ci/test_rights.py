"""What CI may do, and what it runs: no more than each job says, and nothing of a stranger where it may write."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.steps import WORKFLOWS, workflow
from tests.running import TOP

# What may write runs nothing but these.
OWN_FEW_LINES = ("python3 -I .ci/comment.py ", "sh .ci/renewal.sh ")
THEIR_ACTIONS = {"actions/checkout", "actions/download-artifact", "actions/deploy-pages"}
MAIN_ONLY = "github.ref == 'refs/heads/main'"


def jobs(path: Path) -> Iterator[tuple[str, Any]]:
    yield from workflow(path.name)["jobs"].items()


def triggers(name: str) -> Any:
    return workflow(name)[True]


def steps() -> Iterator[tuple[str, Any, Any]]:
    """The file, the job and the step, of every step."""
    for path in WORKFLOWS:
        for job in workflow(path.name)["jobs"].values():
            yield from ((path.name, job, step) for step in job["steps"])


def action(step: Any) -> str:
    return str(step.get("uses", "")).partition("@")[0]


@pytest.mark.parametrize("path", [*WORKFLOWS, TOP / "SECURITY.md"], ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)( # v\d+\.\d+\.\d+)?$", path.read_text("utf-8"), re.MULTILINE)
    assert len(used) == path.read_text("utf-8").count("uses:") > 0
    for name, version in used:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", name), name
        assert version, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_each_job_says(path: Path) -> None:
    read = workflow(path.name)
    assert read["permissions"] == {}
    for job in read["jobs"].values():
        assert job["timeout-minutes"] <= (240 if path.name == "lang.yml" else 30)
        if "pull_request" in read[True]:
            assert job["permissions"] == {"contents": "read"}


def test_a_pull_request_never_runs_with_the_rights_of_the_main_branch() -> None:
    assert [path.name for path in WORKFLOWS if "pull_request_target" in triggers(path.name)] == []
    checkouts = [(name, step) for name, _, step in steps() if action(step) == "actions/checkout"]
    assert {name for name, _ in checkouts} == {path.name for path in WORKFLOWS}
    for name, step in checkouts:
        assert step["with"]["persist-credentials"] is False, name
        assert "ref" not in step["with"], name


def test_what_may_write_runs_nothing_of_others() -> None:
    writing = [(name, step) for name, job, step in steps() if "write" in job["permissions"].values()]
    assert {name for name, _ in writing} == {"lang.yml", "onderhoud.yml", "reactie.yml", "site.yml"}
    for name, step in writing:
        if "run" in step:
            assert step["run"].startswith(OWN_FEW_LINES), name
            assert "\n" not in step["run"], name
        else:
            assert action(step) in THEIR_ACTIONS, name


def test_what_follows_a_pull_request_fetches_nothing_of_it() -> None:
    """No file of a stranger, and no memory that a stranger filled; the script itself asks for the text."""
    (name,) = [path.name for path in WORKFLOWS if "workflow_run" in triggers(path.name)]
    assert [action(step) for of, _, step in steps() if of == name] == ["actions/checkout", ""]


def test_only_the_main_branch_keeps_a_memory_for_others() -> None:
    caches = [(name, step) for name, _, step in steps() if action(step).startswith("actions/cache")]
    saving = [(name, step) for name, step in caches if action(step) != "actions/cache/restore"]
    assert [(name, action(step), step["if"]) for name, step in saving] == [
        ("site.yml", "actions/cache/save", MAIN_ONLY)
    ]
    assert {step["with"]["path"] for _, step in caches} == {".cache"}
    assert "pull_request" not in triggers("site.yml")


def test_a_proposal_believes_no_earlier_run() -> None:
    """Also its own: a workflow that a stranger changed can keep anything for the next run of the same proposal."""
    names = [path.name for path in WORKFLOWS if {"pull_request", "workflow_run"} & {*triggers(path.name)}]
    assert names == ["controle.yml", "programma.yml", "reactie.yml"]
    cached = [name for name, _, step in steps() if "cache" in json.dumps(step)]
    assert not {*names} & {*cached}
    pipeline = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))
    keeping = [name for name, part in pipeline.items() if "cache" in part]
    assert keeping == ["website"]
    assert pipeline["website"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


def test_whatever_builds_looks_first_at_what_git_keeps() -> None:
    """Also what is not placed: on GitLab the preview on Pages is a job of its own."""
    pipeline = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))
    scripts = {name: job["script"] for name, job in pipeline.items() if "script" in job}
    for path in WORKFLOWS:
        for name, job in jobs(path):
            scripts[f"{path.name} {name}"] = [line for step in job["steps"] for line in step.get("run", "").split("\n")]
    building = {
        name: lines for name, lines in scripts.items() if re.search(r"build\.py build|proposal\.py", "\n".join(lines))
    }
    assert {*building} == {
        *("controle", "website", "pages"),
        *("controle.yml controle", "site.yml site", "onderhoud.yml links"),
    }
    for name, lines in building.items():
        work = [line for line in lines if re.match(r"(?:sh|python3?) ", line)]
        assert ".ci/untracked.sh" in work[0], name


def test_the_forms_are_made_where_nothing_else_is_and_taken_from_there() -> None:
    """What npm installs runs only in a job that may read, and what comes of it is data for the job of the site."""
    jobs_by_name = {name: job for path in WORKFLOWS for name, job in jobs(path)}
    made = [name for name, job in jobs_by_name.items() if "scripts/forms.sh" in json.dumps(job)]
    assert made == ["formulieren"]
    job, site = jobs_by_name["formulieren"], jobs_by_name["site"]
    assert job["permissions"] == {"contents": "read"}
    assert "secrets." not in json.dumps(job)
    assert [action(step) for step in job["steps"] if "uses" in step] == ["actions/checkout", "actions/upload-artifact"]
    assert [line for step in job["steps"] if (line := step.get("run", "")).startswith("sh ")] == [
        'sh .ci/untracked.sh "$RUNNER_TEMP/site"',
        "sh scripts/forms.sh",
    ]
    assert site["needs"] == "formulieren"
    (fetched,) = [step for step in site["steps"] if action(step) == "actions/download-artifact"]
    assert fetched["with"] == {"name": "formulieren", "path": "forms/dist"}
    (kept,) = [step for step in job["steps"] if action(step) == "actions/upload-artifact"]
    assert kept["with"] | fetched["with"] == kept["with"] | {"path": "forms/dist"}
    assert job["outputs"]["gebruikt"] == "${{ steps.gebruikt.outputs.gebruikt }}"
    assert fetched["if"] == "needs.formulieren.outputs.gebruikt == 'ja'"
    pipeline = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))
    assert [name for name, part in pipeline.items() if "scripts/forms.sh" in json.dumps(part)] == ["formulieren"]
    assert pipeline["formulieren"]["script"][0] == "sh .ci/untracked.sh site"
    assert [name for name, part in pipeline.items() if "formulieren" in part.get("needs", [])] == ["website", "pages"]


def test_the_key_of_the_web_host_is_where_nothing_of_others_runs() -> None:
    """One secret, in one job, in an environment of its own, for the main branch, off until somebody names the host."""
    keyed = [(path.name, name) for path in WORKFLOWS for name, job in jobs(path) if "secrets." in json.dumps(job)]
    assert keyed == [("site.yml", "plaatsen")]
    job = workflow("site.yml")["jobs"]["plaatsen"]
    assert job["environment"]["name"] == "webhost"
    assert job["if"] == f"vars.WEBHOST != '' && {MAIN_ONLY}"
    assert job["permissions"] == {"contents": "read"}
    assert re.findall(r"secrets\.\w+", json.dumps(job)) == ["secrets.WEBHOST_SLEUTEL"]
    *before, last = job["steps"]
    assert "secrets." not in json.dumps(before)
    assert [action(step) for step in before] == ["actions/checkout", "actions/download-artifact"]
    # What the build left is data: only the checkout of the main branch is run, by a Python that looks nowhere else.
    assert last["run"] == 'python3 -I scripts/place.py "$RUNNER_TEMP/website" "$WEBHOST"'
    assert before[1]["with"]["path"] == "${{ runner.temp }}/website"
    imported = re.findall(r"^(?:from|import) (\w+)", (TOP / "scripts/place.py").read_text("utf-8"), re.MULTILINE)
    assert set(imported) <= sys.stdlib_module_names


def test_on_gitlab_the_key_is_in_one_job_as_well() -> None:
    pipeline = yaml.safe_load((TOP / ".gitlab-ci.yml").read_text("utf-8"))
    keyed = [name for name, job in pipeline.items() if "WEBHOST_SLEUTEL" in json.dumps(job)]
    assert keyed == ["plaatsen"]
    job = pipeline["plaatsen"]
    assert job["environment"]["name"] == "webhost"
    assert job["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $WEBHOST"}]
    assert [line for line in job["script"] if "pip" in line or "make" in line] == []


def test_only_the_main_branch_is_published() -> None:
    publishing = [job for _, job, step in steps() if action(step) == "actions/deploy-pages"]
    assert [job["if"] for job in publishing] == [f"vars.PAGES == 'aan' && {MAIN_ONLY}"]
    assert [job["permissions"] for job in publishing] == [{"pages": "write", "id-token": "write"}]


@pytest.mark.parametrize("path", [*WORKFLOWS, TOP / ".gitlab-ci.yml", TOP / "SECURITY.md"], ids=lambda path: path.name)
def test_packages_are_installed_by_their_hashes(path: Path) -> None:
    for line in re.findall(r"^.*pip install.*$", path.read_text("utf-8"), re.MULTILINE):
        assert "--require-hashes" in line or "`pip install`" in line, line
        # A package that pip builds runs code of its own.
        assert path.suffix == ".md" or 'PIP_ONLY_BINARY: ":all:"' in path.read_text("utf-8")


@pytest.mark.process
def test_new_versions_are_proposed_by_their_lock_files_alone(tmp_path: Path) -> None:
    """In a real repository; `gh`, which would ask GitHub, is a script here that writes down what it was asked."""
    there, here, made = tmp_path / "there", tmp_path / "here", tmp_path / "made"
    for folder in (here / ".ci", made, tmp_path / "bin"):
        folder.mkdir(parents=True)
    (here / ".ci/renewal.sh").write_bytes((TOP / ".ci/renewal.sh").read_bytes())
    before = "a==1 \\\n    --hash=x\nb[c]==1 ; python_version < '4'\nold==1\n"
    for lock in ("requirements.lock", "requirements-test.lock"):
        for folder in (here, made):
            (folder / lock).write_text(before, "utf-8")
    (here / "other").touch()
    (made / "requirements-more.lock").write_text("b==1\n", "utf-8")
    (made / ".ci").mkdir()
    gh = tmp_path / "bin/gh"
    gh.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\n', "utf-8")
    gh.chmod(0o755)

    def sh(command: str) -> str:
        path = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "HOME": str(tmp_path)}
        words = ["sh", "-ec", command]
        return subprocess.run(words, cwd=here, env=path, check=True, capture_output=True, text=True).stdout

    sh(f"git init -q --bare {there}; git init -q -b main; git remote add origin {there}; git add .")
    sh("git -c user.name=a -c user.email=a@example.nl commit -q -m a; git push -q origin main")
    assert sh(f"sh .ci/renewal.sh {made}") == "Er zijn geen nieuwere versies.\n"
    renewed = "a==2 \\\n    --hash=y\nb[c]==1 ; python_version < '5'\nnew==3\n<img>==1\n@all==1\nd==[x](https://evil)\n"
    (made / "requirements-test.lock").write_text(renewed, "utf-8")
    (here / "other").write_text("changed\n", "utf-8")
    sh(f"sh .ci/renewal.sh {made}")
    (branch,) = set(sh(f"git -C {there} branch --format '%(refname:short)'").split()) - {"main"}
    assert re.fullmatch(r"pakketten-\d{4}-\d\d", branch)
    assert sh(f"git -C {there} diff --name-only main {branch}") == "requirements-test.lock\n"
    asked = (tmp_path / "asked").read_text("utf-8")
    assert re.findall(r"^(?:auth|pr) \S+", asked, re.MULTILINE) == ["auth setup-git", "pr list", "pr create"]
    # What changes is told by name and number, and no other text of the files.
    assert [line for line in asked.splitlines() if line.startswith("|")][2:] == [
        "| requirements-test.lock | a | 1 | 2 |",
        "| requirements-test.lock | new | nieuw | 3 |",
        "| requirements-test.lock | old | 1 | weg |",
    ]
    assert "evil" not in asked
