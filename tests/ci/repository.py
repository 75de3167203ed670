"""A repository with a main branch and a proposal, on which the steps of a check are run."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.ci.steps import Ran, run_job, workflow
from tests.running import TOP
from tests.sites import BARE, SmallSite, settings

# Cards, search and matching cost time and say nothing here.
SITE = {"site.yaml": settings(BARE)}
OUTSIDE = "github.event.pull_request.head.repo.full_name != github.repository"
BRANCH = "github.event.pull_request.head.repo.full_name == github.repository && github.head_ref || ''"
NEWS = """\
---
title: {}
date: 2026-11-0{}
summary: Een bericht.
---
Tekst.
"""
NEW_ITEM = {"content/news/2026-11-02-tweede.md": NEWS.format("Tweede", 2)}
# What stands below what is told of a proposal.
READ = (
    "\n## Wie leest dit?\n\nIemand anders dan u leest dit voorstel. Voeg uw eigen voorstel niet zelf samen."
    " Heeft u een vraag? Stel haar als reactie bij het voorstel.\n"
)


class Repository:
    """A repository with the program of this one and a small site; `propose` gives what GitHub would check out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @staticmethod
    def make(folder: Path) -> None:
        """What each test gets a copy of. Of the packages one is enough: they are here already."""
        SmallSite(folder, {**SITE, "content/news/2026-11-01-eerste.md": NEWS.format("Eerste", 1)})
        # The program is the one that is tested, wherever it stands.
        (folder / ".ci").symlink_to(TOP / ".ci")
        (one,) = re.findall(r"^click==(?:.*\\\n)*.*\n", (TOP / "requirements.lock").read_text("utf-8"), re.MULTILINE)
        (folder / "requirements.lock").write_text(one, "utf-8")
        made = Repository(folder)
        made.git("init", "--quiet", "--initial-branch", "main")
        made.commit({})

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.nl")
        subprocess.run(["git", *who, *words], cwd=self.folder, check=True, capture_output=True)

    def commit(self, files: Mapping[str, str | None]) -> None:
        for name, text in files.items():
            path = self.folder / name
            if path.parent.is_symlink():
                path.parent.unlink()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a")

    def propose(
        self,
        files: Mapping[str, str | None],
        meanwhile: Mapping[str, str | None] | None = None,
        branch: str = "voorstel",
    ) -> None:
        """A branch with changes, while the main branch goes on; then their merge, as GitHub makes it."""
        self.git("switch", "--quiet", "--create", branch)
        self.commit(files)
        self.git("switch", "--quiet", "main")
        self.commit(meanwhile or {})
        self.git("switch", "--quiet", "--detach")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", branch)

    def check(self, *, outside: bool, branch: str = "voorstel", description: str | None = None) -> Ran:
        """The steps of the workflow, and what GitHub tells them of the pull request."""
        job = workflow("controle.yml")["jobs"]["controle"]
        known = {OUTSIDE: "true" if outside else "false", BRANCH: "" if outside else branch}
        file = self.folder.parent / "event.json"
        file.write_text(json.dumps({"pull_request": {"body": description}}), "utf-8")
        event = {"GITHUB_HEAD_REF": branch, "GITHUB_BASE_REF": "main", "GITHUB_EVENT_PATH": str(file)}
        event |= {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "g40/site"}
        return run_job(job, self.folder, self.folder.parent / "temp", known, event)

    def told(self) -> str:
        return (self.folder.parent / "temp/voorstel/reactie.md").read_text("utf-8")

    def traces(self) -> list[Path]:
        return list(self.folder.parent.rglob("ran"))
