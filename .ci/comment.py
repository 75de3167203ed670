"""Keeps one text up to date on the host of the repository: a comment at a proposal, or an issue.

    python .ci/comment.py github             after a run of the check; GitHub says in a file which run
    python .ci/comment.py gitlab FILE        in the pipeline of a merge request
    python .ci/comment.py issue TITLE FILE   an open issue on GitHub

The first trusts nothing of the proposal: which pull request it is follows from what GitHub itself says of the run, and
the text is a small file that may say anything but do nothing (`harmless`). Stands on Python's own library only.
"""

import io
import json
import os
import re
import sys
import unicodedata
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

MARK = "<!-- g40site: {} -->"
ARTEFACT, PREVIEW = "reactie", "voorbeeld"
TEXT_FILE = "reactie.md"
# What `.ci/preview.py` makes to be opened first, and where the job of GitLab keeps it.
OPEN, KEPT_AT = "OPEN-MIJ.html", "voorstel/voorbeeld/"
# A host takes 65,536 characters; what is broken up below becomes longer.
TEXT_CHARACTERS, BODY_CHARACTERS = 50_000, 65_000
ARTEFACT_BYTES = 1_000_000
PER_PAGE, MOST_PAGES, SECONDS = 100, 30, 30
CUT = "\n\n… De rest staat bij de controle zelf.\n"
OUTSIDE = """
> Dit voorstel komt van buiten, en de tekst hieronder ook. Bekijk zelf de wijzigingen voordat u samenvoegt.
"""
# No character to see, and no longer the sign that it stands behind.
BREAK = "\u200b"
# Where a text would do something.
DOES = re.compile(
    "|".join(
        (
            r"<|&(?!lt;|amp;)|!(?=\[)",  # tags and hidden comments, entities, images
            r"\](?=[(:\[])|:(?=[/\\])|www",  # links, and addresses that become links
            r"@|[#!](?=\d)|gh-(?=\d)|[~%](?=[\w\"])|\[(?=[a-z_]+:)",  # mentions, and references to other work
            r"^[ \t]*/",  # commands to the host
            # What is drawn: blocks, alerts, boxes to tick, pictures by their name, colours.
            r"``(?=`)|~~(?=~)|\[(?=!|\[|[ x]\])|:(?=[a-z+-][\w+-]*:)|#(?=[0-9a-f]{3})|(?:rgb|hsl)(?=a?\()",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
# The number of a commit becomes a link: also one of a fork is shown under the address of the repository.
COMMIT, SHORT = re.compile(r"(?<![^\W_])[0-9a-f]{7,}(?![^\W_])", re.IGNORECASE), re.compile(r"\w{6}(?=\w)")
# A formula is drawn whatever stands between its signs; this one means the same and draws nothing.
DRAWS, DRAWS_NOT = "$", "＄"
# What stands in an issue is copied by whoever looks into it.
ADDRESS = re.compile(r"https?://[^\s<>()\[\]|`\"']+")
# A mail address on its own leads to nothing but a mail that the reader writes; broken up it could not be copied.
MAIL = r"(?<![^\s(])[A-Za-z0-9][A-Za-z0-9.+_-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?=[\s),;]|\.?$|\.\s)"


class Failed(Exception):
    """Ends with one line in Dutch."""


def opener() -> urllib.request.OpenerDirector:
    """Follows nothing: the token is for the host of the repository, not for where it sends us."""
    made = urllib.request.OpenerDirector()
    for handler in ("ProxyHandler", "HTTPHandler", "HTTPSHandler", "HTTPDefaultErrorHandler", "HTTPErrorProcessor"):
        made.add_handler(getattr(urllib.request, handler)())
    return made


@dataclass(frozen=True)
class Host:
    """The host of the repository, as far as its API is asked anything."""

    api: str
    headers: Mapping[str, str]

    def ask(self, method: str, path: str, body: object = None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        return json.loads(answer(method, self.api + path, {**self.headers, "Content-Type": "application/json"}, sent))

    def pages(self, path: str) -> Iterator[Any]:
        """What a list holds, page by page."""
        for page in range(1, MOST_PAGES + 1):
            found = self.ask("GET", f"{path}{'&' if '?' in path else '?'}per_page={PER_PAGE}&page={page}")
            yield from found
            if len(found) < PER_PAGE:
                return

    def file(self, path: str) -> bytes:
        """A file that stands elsewhere: the host names the place, which is asked without the token."""
        try:
            return answer("GET", self.api + path, self.headers, None)
        except urllib.error.HTTPError as error:
            place = error.headers.get("Location", "")
            if error.code not in (301, 302, 303, 307, 308) or urlsplit(place).scheme != urlsplit(self.api).scheme:
                raise
            return answer("GET", place, {}, None)


def answer(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
    request = urllib.request.Request(url, body, {"User-Agent": "g40site", **headers}, method=method)
    with opener().open(request, timeout=SECONDS) as response:
        return bytes(response.read(10 * ARTEFACT_BYTES))


def links_of(base: str, *branches: str) -> tuple[str, ...]:
    """How the addresses begin that a text may lead to: files of our own branches, to read and to edit. A stranger's
    file stands under the repository's address too, by another name of a branch or as it is (`raw`).
    """
    return tuple(f"{base}{what}/{quote(branch)}/" for branch in branches for what in ("blob", "edit"))


def harmless(text: str, own: Sequence[str] = ()) -> str:
    """A text that still reads the same and does nothing: no tag, mention, image, drawing, command, or link but to what
    begins as one of `own`.

    Only a mail address stays what it is.
    """
    plain = readable(text)
    begins = "|".join(map(re.escape, own)) or "(?!)"
    link = re.compile(rf"(\]\((?:{begins})(?!\S*\.\.)[A-Za-z0-9_/#.-]*\)|{MAIL})", re.MULTILINE)
    # Between links to the repository itself, which stay, everything is broken up.
    parts = link.split(plain)
    parts[::2] = [broken(part) for part in parts[::2]]
    parts[1::2] = [part if part.startswith("]") else "@".join(map(broken, part.split("@"))) for part in parts[1::2]]
    return "".join(parts)


def harmless_list(text: str) -> str:
    """The same for a list of addresses: each leads nowhere and can be copied. Nothing else stands as code."""
    parts = re.split(f"({ADDRESS.pattern})", readable(text).replace("`", "'"))
    parts[::2] = [harmless(part) for part in parts[::2]]
    parts[1::2] = [f"`{part}`" for part in parts[1::2]]
    return "".join(parts)


def readable(text: str) -> str:
    """Without signs that nobody sees."""
    seen = (c for c in text if c == "\n" or not unicodedata.category(c).startswith(("C", "Zl", "Zp")))
    return "".join(seen).replace(DRAWS, DRAWS_NOT)


def broken(text: str) -> str:
    def apart(found: re.Match[str]) -> str:
        return found[0] + BREAK

    return DOES.sub(apart, COMMIT.sub(lambda found: SHORT.sub(apart, found[0]), text))


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rpartition("\n")[0] + CUT


def put(
    host: Host, path: str, one: str, method: str, mine: Callable[[Any], bool], body: dict[str, str], mark: str
) -> str:
    """Brings what we wrote there before up to date, or writes it; says which."""
    body = {**body, "body": cut(f"{mark}\n{body['body']}", BODY_CHARACTERS)}
    for found in host.pages(path):
        if mine(found) and (found["body"] or "").startswith(mark):
            if found["body"].replace("\r\n", "\n") == body["body"]:
                return "De reactie stond er al."
            host.ask(method, one.format(found), body)
            return "De reactie is bijgewerkt."
    host.ask("POST", path, body)
    return "De reactie is geplaatst."


def github_host(environment: Mapping[str, str]) -> Host:
    headers = {
        "Authorization": f"Bearer {environment['GH_TOKEN']}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return Host(f"{environment['GITHUB_API_URL']}/repos/{environment['GITHUB_REPOSITORY']}", headers)


def by_github(found: Any) -> bool:
    return bool(found["user"]["login"] == "github-actions[bot]")


def github(environment: Mapping[str, str]) -> str:
    """The comment at the pull request whose check has run."""
    event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    run, repository = event["workflow_run"], event["repository"]
    host = github_host(environment)
    number = pull_request(host, run, repository)
    if number is None:
        return "Geen reactie: bij deze controle hoort geen open voorstel, of er is al een nieuwere versie van."
    found = host.ask("GET", f"/actions/runs/{run['id']}/artifacts?per_page={PER_PAGE}")["artifacts"]
    # A run that was started again leaves a name twice; the newest counts.
    artefacts = {one["name"]: one for one in sorted(found, key=lambda one: int(one["id"])) if not one["expired"]}
    if ARTEFACT not in artefacts:
        return "Geen reactie: de controle is niet ver genoeg gekomen om iets te zeggen."
    text = unpacked(host, artefacts[ARTEFACT])
    own = f"{environment['GITHUB_SERVER_URL']}/{environment['GITHUB_REPOSITORY']}/"
    run_page = f"{own}actions/runs/{run['id']}"
    links = [f"[De hele controle]({run_page})"]
    if PREVIEW in artefacts:
        preview = f"[Voorbeeld van de site]({run_page}/artifacts/{artefacts[PREVIEW]['id']})"
        links.insert(0, f"{preview} (pak de zip uit, en open `{OPEN}`)")
    about = f"{' · '.join(links)} · over versie {run['head_sha'][:7]}\n"
    if run["head_repository"]["full_name"] != repository["full_name"]:
        about += OUTSIDE
    allowed = links_of(own, *branches(run, repository))
    body = {"body": f"{about}\n{harmless(cut(text, TEXT_CHARACTERS), allowed)}"}
    path = f"/issues/{number}/comments"
    return put(host, path, "/issues/comments/{0[id]}", "PATCH", by_github, body, MARK.format("controle"))


def branches(run: Any, repository: Any) -> Iterator[str]:
    """The main branch, and the one of the proposal when it is ours."""
    yield repository["default_branch"]
    if run["head_repository"]["full_name"] == repository["full_name"]:
        yield run["head_branch"]


def pull_request(host: Host, run: Any, repository: Any) -> int | None:
    """The open pull request that has the checked commit as its newest; only GitHub's own words count."""
    source = run["head_repository"]
    if run["event"] != "pull_request" or not source:
        return None
    asked = {
        "state": "open",
        "head": f"{source['owner']['login']}:{run['head_branch']}",
        "base": repository["default_branch"],
    }
    for found in host.pages(f"/pulls?{urlencode(asked, quote_via=quote)}"):
        head = found["head"]
        if head["sha"] == run["head_sha"] and head["repo"] and head["repo"]["full_name"] == source["full_name"]:
            return int(found["number"])
    return None


def unpacked(host: Host, artefact: Any) -> str:
    """The text in an artefact. Nothing is written to disk, and no more is read than a text may be long."""
    if artefact["size_in_bytes"] > ARTEFACT_BYTES:
        raise Failed("Geen reactie: de tekst van de controle is te groot.")
    try:
        data = io.BytesIO(host.file(f"/actions/artifacts/{int(artefact['id'])}/zip"))
        with zipfile.ZipFile(data) as packed:
            # GitHub packs so; other ways of packing fail in ways of their own, and may ask for much memory.
            if packed.getinfo(TEXT_FILE).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotImplementedError
            with packed.open(TEXT_FILE) as opened:
                return opened.read(ARTEFACT_BYTES).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Failed("Geen reactie: de tekst van de controle is niet te lezen.") from error


def gitlab(environment: Mapping[str, str], file: str) -> str:
    """The comment at the merge request whose pipeline this is."""
    if not environment.get("REACTIE_TOKEN"):
        return "Geen reactie bij het voorstel: er is geen REACTIE_TOKEN. De uitkomst staat hierboven."
    host = Host(environment["CI_API_V4_URL"], {"PRIVATE-TOKEN": environment["REACTIE_TOKEN"]})
    own = f"{environment['CI_PROJECT_URL']}/"
    project, number = environment["CI_MERGE_REQUEST_PROJECT_ID"], environment["CI_MERGE_REQUEST_IID"]
    path = f"/projects/{int(project)}/merge_requests/{int(number)}/notes"
    ours = ("CI_DEFAULT_BRANCH", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME")
    allowed = links_of(f"{own}-/", *(environment[name] for name in ours if environment.get(name)))
    text = harmless(cut(Path(file).read_text("utf-8"), TEXT_CHARACTERS), allowed)
    job = environment["CI_JOB_URL"]
    about = f"[De hele controle]({job})"
    if (Path(file).parent / Path(KEPT_AT).name / OPEN).is_file():
        # Without Pages on this GitLab the first shows the file to fetch; the second works everywhere.
        about = (
            f"[Voorbeeld van de site]({job}/artifacts/file/{KEPT_AT}{OPEN})"
            f" ([als zip]({job}/artifacts/download): pak haar uit, en open `{OPEN}`) · {about}"
        )
    me = host.ask("GET", "/user")["id"]
    mark = MARK.format("controle")
    body = {"body": f"{about} · over versie {environment['CI_COMMIT_SHA'][:7]}\n\n{text}"}
    return put(host, path, path + "/{0[id]}", "PUT", lambda found: bool(found["author"]["id"] == me), body, mark)


def issue(environment: Mapping[str, str], title: str, file: str) -> str:
    """An open issue with this title and text; what we wrote before under it is brought up to date. Other sites may have
    a say in the text.
    """
    body = {"title": title, "body": harmless_list(cut(Path(file).read_text("utf-8"), TEXT_CHARACTERS))}
    return put(github_host(environment), "/issues", "/issues/{0[number]}", "PATCH", by_github, body, MARK.format(title))


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    commands: dict[tuple[str, int], Callable[..., str]] = {
        ("github", 1): github,
        ("gitlab", 2): gitlab,
        ("issue", 3): issue,
    }
    try:
        command = commands[arguments[0], len(arguments)]
    except (KeyError, IndexError):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(command(environment, *arguments[1:]))
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    except (OSError, HTTPException, ValueError) as error:
        print(f"De reactie is niet geplaatst: {error}".splitlines()[0], file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
