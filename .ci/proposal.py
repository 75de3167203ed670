"""Builds what somebody proposes and tells, in Dutch, what is wrong with it and what visitors will notice.

    python .ci/proposal.py [--old ROOT] ROOT FOLDER

The program beside this file reads ROOT; nothing in ROOT is run. In FOLDER it writes `website/` (the site, when the
content is right), `reactie.md` (the text for the summary of the run and for the comment) and, on GitLab,
`codequality.json`. The problems also go to the log: on GitHub as annotations at the line. With --old it compares: ROOT
is what OLD becomes, `voorbeeld/` is the site as somebody opens it from a folder, and the text says who reads the
proposal, by the settings of OLD. Ends as `check` does, and with 1 too when an address of OLD disappears. Stands on
Python's own library and on the program.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

PROGRAM = Path(__file__).resolve().parents[1] / "build.py"
PREVIEW = Path(__file__).resolve().with_name("preview.py")
# A summary of a run may have a mebibyte; a comment has less, and is cut where it is posted.
SUMMARY_BYTES = 1_000_000
# Where the hosts let a file be changed, and the names of the branches. TAK is empty when the branch is a stranger's.
EDITORS = (
    ("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/edit/", "GITHUB_BASE_REF", "TAK"),
    ("{CI_PROJECT_URL}/-/edit/", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
)
LATER = "Wat er voor bezoekers verandert, staat hier zodra de fouten weg zijn.\n"
BROKEN_BASE = "Wat er voor bezoekers verandert, is niet te zeggen: in de hoofdversie zelf staat nog een fout.\n"
FAULT = """\
## De controle is niet gelukt

Dit ligt waarschijnlijk niet aan uw tekst. Vraag de beheerder om hulp. De melding:
"""
ALL_WELL = "## Geen fouten gevonden\n"
READ_BY = "## Wie leest dit?"
NOT_ONESELF = "Voeg uw eigen voorstel niet zelf samen. Heeft u een vraag? Stel haar als reactie bij het voorstel."
LOST = "Er verdwijnt een adres zonder doorverwijzing. Onderaan staat welk, en wat u kunt doen."


def reader(old: Path) -> str:
    """Who reads a proposal and how soon, as the main version's settings say; what is not set is not told."""
    sys.path.insert(0, str(PROGRAM.parent))
    from g40site import words
    from g40site.content.parsing import parse
    from g40site.content.reader import Reader

    found = next((entry.model.approval for entry in parse(Reader(old), "site.yaml").entries if entry.model), None)
    told = f"{found.role} ({found.email})" if found else "Iemand anders dan u"
    reads = ", ".join(filter(None, (f"{told} leest dit voorstel", words.spaced(words.term(found and found.days)))))
    return f"{READ_BY}\n\n{reads}. {NOT_ONESELF}\n"


def run(*arguments: str | Path, program: Path = PROGRAM) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")


def checked(root: Path, form: str, work: Path) -> tuple[str, str]:
    """What one check says, for the log and as text for people; as data it stands beside that in the folder `work`."""
    also = [word for other in ("markdown", "json") for word in ("--also", other, work / other)]
    log = run("check", "--root", root, "--format", form, *also).stdout
    return log, (work / "markdown").read_text("utf-8") if (work / "markdown").is_file() else ""


def told(root: Path, old: Path | None, folder: Path, work: Path, *, on_github: bool) -> tuple[int, str, str]:
    """How it ends, the text for people, and what the log says."""
    built = run("build", "--root", root, "--output", folder / "website")
    if built.returncode not in (0, 1):
        return built.returncode, FAULT + quoted(built.stderr), built.stderr
    log, text = checked(root, "github" if on_github else "text", work)
    if built.returncode:
        return 1, f"{text}\n{LATER}" if old else text, log
    if old is None:
        return 0, text, log + built.stdout
    preview = run(folder / "website", folder / "voorbeeld", program=PREVIEW)
    if preview.returncode:
        return 2, FAULT + quoted(preview.stderr), preview.stderr
    compared = run("changes", old, root)
    if not compared.stdout:
        return compared.returncode if compared.returncode > 1 else 0, f"{text}\n{BROKEN_BASE}", log + compared.stderr
    log += built.stdout
    if compared.returncode:
        # A head that says that all is well would hide it.
        text = f"## Nog niet goed\n\n{LOST}\n\n{text.removeprefix(ALL_WELL)}".rstrip("\n") + "\n"
        log += f"::error title=adres-weg::{LOST}\n" if on_github else f"{LOST}\n"
    return compared.returncode, f"{text}\n{compared.stdout}", log


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
    on_github = "GITHUB_ACTIONS" in environment
    with tempfile.TemporaryDirectory() as name:
        code, text, log = told(given.root, given.old, given.folder, Path(name), on_github=on_github)
        quality = code_quality(Path(name, "json"))
    if given.old and code in (0, 1):
        text = f"{text}\n{reader(given.old)}"
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
    sys.exit(main(sys.argv[1:], os.environ))
