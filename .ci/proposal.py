"""Builds what somebody proposes and tells, in Dutch, what is wrong with it and what visitors will notice.

    python .ci/proposal.py [--old ROOT] ROOT FOLDER

The program beside this file reads ROOT; nothing in ROOT is run. In FOLDER it writes `website/` (the site, when the
content is right), `reactie.md` (the text for the summary of the run and for the comment) and, on GitLab,
`codequality.json`. The problems also go to the log: on GitHub as annotations at the line. With --old it compares: ROOT
is what OLD becomes, `voorbeeld/` is the site as somebody opens it from a folder, and the text says who reads the
proposal, by the settings of OLD. Ends as `check` does, and with 1 too when an address of OLD disappears, or when the
forms put back what somebody changed meanwhile. One process does all of it, with workers of its own, and a second waits:
whatever becomes of the first, the text says so. Stands on Python's own library and on the program.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

PROGRAM = Path(__file__).resolve().parents[1]
# A summary of a run may have a mebibyte; a comment has less, and is cut where it is posted.
SUMMARY_BYTES = 1_000_000
# Where the hosts let a file be changed, and the names of the branches. TAK is empty when the branch is a stranger's.
EDITORS = (
    ("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/edit/", "GITHUB_BASE_REF", "TAK"),
    ("{CI_PROJECT_URL}/-/edit/", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
)
ON_GITHUB = "GITHUB_ACTIONS"
LATER = "Wat er voor bezoekers verandert, staat hier zodra de fouten weg zijn.\n"
BROKEN_BASE = "Wat er voor bezoekers verandert, is niet te zeggen: in de hoofdversie zelf staat nog een fout.\n"
FAULT = """\
## De controle is niet gelukt

Dit ligt waarschijnlijk niet aan uw tekst. Vraag de beheerder om hulp. De melding:
"""
ALL_WELL = "## Geen fouten gevonden\n"
READ_BY = "## Wie leest dit?"
NOT_ONESELF = "Voeg uw eigen voorstel niet zelf samen. Heeft u een vraag? Stel haar als reactie bij het voorstel."
# What is wrong with a proposal of which every file is right.
LOST = "adres-weg", "Er verdwijnt een adres zonder doorverwijzing. Onderaan staat welk, en wat u kunt doen."
PUT_BACK = "zet-terug", "Dit voorstel zet terug wat een ander onlangs heeft veranderd. Onderaan staat wat u kunt doen."


def reader(old: Path) -> str:
    """Who reads a proposal and how soon, as the main version's settings say; what is not set is not told."""
    from g40site import words
    from g40site.content.parsing import parse
    from g40site.content.reader import Reader

    found = next((entry.model.approval for entry in parse(Reader(old), "site.yaml").entries if entry.model), None)
    told = f"{found.role} ({found.email})" if found else "Iemand anders dan u"
    reads = ", ".join(filter(None, (f"{told} leest dit voorstel", words.spaced(words.term(found and found.days)))))
    return f"{READ_BY}\n\n{reads}. {NOT_ONESELF}\n"


def inside(arguments: list[str]) -> NoReturn:
    """The process that does the work: a command of the program, so that a fault of the machine is one line here too.
    The log goes to stdout; into the folder `work` the problems as data and, when all is done, the text.
    """
    sys.path.insert(0, str(PROGRAM))
    import click

    from g40site.cli import commands, main
    from g40site.cli.options import Folder, common

    @commands.command()
    @common
    @click.option("--old", type=Folder())
    @click.argument("folder", type=Folder())
    @click.argument("work", type=Folder())
    def proposal(old: Path | None, folder: Path, work: Path, **given: Any) -> int:
        failed, text = told(old, folder, work, given)
        (work / "text").write_text(f"{text}\n{reader(old)}" if old else text, "utf-8")
        return int(failed)

    main(arguments)


def told(old: Path | None, folder: Path, work: Path, given: dict[str, Any]) -> tuple[bool, str]:
    """Builds; whether something is wrong, and the text for people."""
    from g40site import pipeline
    from g40site.cli.options import options_of
    from g40site.cli.output import rendered, say, summary
    from g40site.editing.comparison import BuiltSite
    from g40site.engine.build_log import BuildLog
    from g40site.engine.state import state_to_read
    from g40site.engine.workers import map_files
    from g40site.planning import Plan, Session

    started, session, plans = time.perf_counter(), Session(), list[Plan]()
    options = options_of({**given, "output": folder / "website"})
    begins_from_nothing = state_to_read(options.root, options.output) is None
    result = pipeline.build(options, session=session, first=plans.append)
    done = summary(result, options.output, time.perf_counter() - started, result.language) if result.update else ""
    messages, text, data = (
        rendered(result, form, options.root, None, colour=False)
        for form in ("github" if ON_GITHUB in os.environ else "text", "markdown", "json")
    )
    (work / "json").write_text(data, "utf-8")
    if messages:
        say(messages.removesuffix("\n"))
    if result.problems.errors:
        return True, f"{text}\n{LATER}" if old else text
    if old is None:
        say(done)
        return False, text
    import preview

    preview.main([str(options.output), str(folder / "voorbeeld")], partial(map_files, jobs=options.jobs))
    new = plans[0] if plans else pipeline.plan(options, session=session)
    old_options = options_of({**given, "root": old, "base_url": new.url})
    # Most of both is the same and was made a moment ago. What an earlier run kept is not believed: anybody may have
    # written that, and then the old site tells.
    kept = pipeline.state_of(options) if begins_from_nothing else nullcontext((None, BuildLog()))
    with kept as (tracker, log):
        before = pipeline.plan(old_options, tracker, session)
        return compared(before, new, BuiltSite(options.output, log), text, done)


def compared(old: Any, new: Any, built: Any, text: str, done: str) -> tuple[bool, str]:
    """Whether what becomes of the old site is wrong, and the text with what visitors will notice."""
    from g40site.cli.output import say, tell_problems
    from g40site.diagnostics import Problems
    from g40site.editing import changes, reverts
    from g40site.editing.history import history_of

    problems = Problems(old.report)
    if problems.errors:
        tell_problems(problems, old.sources(problems), old.site.settings.language, sys.stdout)
        return False, f"{text}\n{BROKEN_BASE}"
    say(done)
    found = changes.compare(old, new, history_of(old.reader.root, reverts.begin(old.now)), built)
    refuse = bool(found.put_back) and reverts.is_refused(*of_proposal(os.environ))
    wrong = [LOST] * bool(found.lost) + [PUT_BACK] * refuse
    if wrong:
        # A head that says that all is well would hide it.
        reasons = "\n\n".join(reason for _, reason in wrong)
        text = f"## Nog niet goed\n\n{reasons}\n\n{text.removeprefix(ALL_WELL)}".rstrip("\n") + "\n"
    for title, reason in wrong:
        say(f"::error title={title}::{reason}" if ON_GITHUB in os.environ else reason)
    return bool(wrong), f"{text}\n{changes.markdown(found, refuse=refuse)}"


def of_proposal(environment: Mapping[str, str]) -> tuple[str, str]:
    """The branch of the proposal and what its maker wrote with it."""
    if event := environment.get("GITHUB_EVENT_PATH"):
        pull = json.loads(Path(event).read_text("utf-8")).get("pull_request") or {}
        return environment.get("GITHUB_HEAD_REF", ""), pull.get("body") or ""
    branch = environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "")
    return branch, environment.get("CI_MERGE_REQUEST_DESCRIPTION", "")


def quoted(text: str) -> str:
    return "\n" + "".join(f"    {line}\n" for line in text.splitlines())


def at_branch(text: str, environment: Mapping[str, str]) -> str:
    """Its links to the editor, for a proposal from this repository: on its own branch, where the line can be mended."""
    for editor, base, branch in EDITORS:
        if environment.get(branch):
            address = editor.format_map(environment)
            own = quote(environment[branch])
            text = text.replace(f"({address}{quote(environment[base])}/", f"({address}{own}/")
    return text


def code_quality(found: Path) -> str:
    """The problems as GitLab shows them beside the changed lines."""
    problems = json.loads(found.read_text("utf-8"))["problems"] if found.is_file() else []
    rows = [
        {
            "description": f"{problem['message']}. {problem['help']}".strip(),
            "check_name": problem["code"],
            "fingerprint": hashlib.sha256(json.dumps(problem, sort_keys=True).encode()).hexdigest(),
            "severity": "major" if problem["severity"] == "error" else "minor",
            "location": {"path": problem["file"], "lines": {"begin": problem["line"]}},
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def add(file: str, text: str, most: int) -> None:
    """To a file that the host of the run names; half a character at the cut is left out."""
    with Path(file).open("ab") as opened:
        opened.write(text.encode()[:most].decode(errors="ignore").encode())


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--old", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    old = [f"--old={given.old}"] if given.old else []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        command = [sys.executable, __file__, "proposal", *old, f"--root={given.root}", "--", str(given.folder), name]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
        code, text, log = 2, FAULT + quoted(done.stderr), done.stderr
        if done.returncode in (0, 1) and (work / "text").is_file():
            code, text, log = done.returncode, (work / "text").read_text("utf-8"), done.stdout
        quality = code_quality(work / "json")
    text = at_branch(text, environment)
    (given.folder / "reactie.md").write_text(text, encoding="utf-8")
    if "GITLAB_CI" in environment:
        (given.folder / "codequality.json").write_text(quality, encoding="utf-8")
    if summary := environment.get("GITHUB_STEP_SUMMARY"):
        add(summary, text, SUMMARY_BYTES)
    if output := environment.get("GITHUB_OUTPUT"):
        made = (given.folder / "voorbeeld/OPEN-MIJ.html").is_file()
        add(output, f"voorbeeld={'ja' if made else 'nee'}\n", SUMMARY_BYTES)
    sys.stdout.buffer.write(log.encode())
    return code


if __name__ == "__main__":
    inside(sys.argv[1:]) if sys.argv[1:2] == ["proposal"] else sys.exit(main(sys.argv[1:], os.environ))
