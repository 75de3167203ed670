"""One comment at a proposal that stays up to date, made of a text that a stranger may have written."""

import importlib.util
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.ci.host import BOT, TOKEN, Repository, event, packed, served
from tests.running import TOP

SCRIPT = TOP / ".ci/comment.py"
MARK = "<!-- g40site: controle -->"
OWN = "https://github.example/g40/site/"


def pull(number: int = 5, **more: Any) -> dict[str, Any]:
    head = {"sha": "a" * 40, "repo": {"full_name": "stranger/site"}, **more}
    return {"number": number, "label": "stranger:nieuws", "base": "main", "head": head}


@pytest.fixture
def repository() -> Iterator[Repository]:
    repository = Repository(pulls=[pull()], artefacts={"reactie": packed({"reactie.md": "## 1 fout gevonden\n"})})
    with served(repository):
        yield repository


def run(
    repository: Repository, *arguments: object, memory: str = "unlimited", **environment: object
) -> subprocess.CompletedProcess[str]:
    told = {
        "GH_TOKEN": TOKEN,
        "GITHUB_API_URL": repository.url,
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "g40/site",
        **environment,
    }
    done = subprocess.run(
        ["sh", "-c", 'ulimit -v "$0" && exec "$@"', memory, sys.executable, "-I", str(SCRIPT), *map(str, arguments)],
        env={name: str(value) for name, value in told.items()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert len(done.stderr.splitlines()) <= 1
    return done


@pytest.mark.process
def test_the_comment_is_made_once_and_then_kept_up_to_date(repository: Repository, tmp_path: Path) -> None:
    repository.artefacts["voorbeeld"] = b"not asked"
    assert run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path)).returncode == 0
    (body,) = repository.bodies()
    assert body.startswith(
        f"{MARK}\n[Voorbeeld van de site]({OWN}actions/runs/42/artifacts/2) (pak de zip uit, en open "
    )
    assert "open `OPEN-MIJ.html`) · " in body
    assert f"[De hele controle]({OWN}actions/runs/42) · over versie aaaaaaa\n" in body
    assert "Dit voorstel komt van buiten" in body
    assert body.endswith("\n## 1 fout gevonden\n")
    assert repository.said[0]["at"] == "/repos/g40/site/issues/5/comments"

    repository.artefacts["reactie"] = packed({"reactie.md": f"## Geen fouten gevonden\n\n@jan\n{MARK}\n"})
    assert run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path)).returncode == 0
    (body,) = repository.bodies()
    assert body.endswith("\n## Geen fouten gevonden\n\n@\u200bjan\n<\u200b!-- g40site: controle -->\n")

    assert run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path)).stdout == "De reactie stond er al.\n"
    assert repository.writes() == ["POST", "PATCH"]


@pytest.mark.process
def test_the_comment_is_found_among_many_and_never_that_of_another(repository: Repository, tmp_path: Path) -> None:
    other = {"user": {"login": "stranger"}, "body": f"{MARK}\nvan een ander"}
    repository.said = [{**other, "id": number} for number in range(1, 120)]
    repository.said.append({"id": 120, "user": BOT, "body": f"{MARK}\noud"})
    assert run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path)).stdout == "De reactie is bijgewerkt.\n"
    assert repository.writes() == ["PATCH"]
    assert repository.bodies()[:119] == [other["body"]] * 119
    assert "1 fout gevonden" in repository.bodies()[119]


@pytest.mark.process
def test_a_check_that_ran_again_counts_with_its_newest_text(repository: Repository, tmp_path: Path) -> None:
    repository.older = {"reactie": packed({"reactie.md": "oud\n"})}
    run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path))
    (body,) = repository.bodies()
    assert body.endswith("## 1 fout gevonden\n")


@pytest.mark.process
def test_an_own_branch_is_not_called_a_stranger(repository: Repository, tmp_path: Path) -> None:
    own = {"full_name": "g40/site", "owner": {"login": "g40"}}
    repository.pulls = [{**pull(repo={"full_name": "g40/site"}), "label": "g40:nieuws"}]
    run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path, head_repository=own))
    (body,) = repository.bodies()
    assert "van buiten" not in body


@pytest.mark.process
@pytest.mark.parametrize(
    ("pulls", "more"),
    [
        ([], {}),
        ([pull(sha="b" * 40)], {}),
        ([pull(repo={"full_name": "stranger/other"})], {}),
        ([pull(repo=None)], {}),
        ([{**pull(), "base": "elsewhere"}], {}),
        ([pull()], {"event": "push"}),
        ([pull()], {"head_repository": None}),
        ([pull()], {"head_branch": "nieuws&head=stranger:nieuws"}),
    ],
    ids=["closed", "newer", "other fork", "fork gone", "other base", "no proposal", "no fork", "odd branch"],
)
def test_only_the_proposal_that_github_names_gets_a_comment(
    repository: Repository, tmp_path: Path, pulls: list[Any], more: dict[str, Any]
) -> None:
    """What is in the artefact cannot choose: it is not even fetched."""
    repository.pulls = pulls
    done = run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path, **more))
    assert (done.returncode, done.stdout[:14]) == (0, "Geen reactie: ")
    assert [path for _, path, _ in repository.asked if not path.endswith("/pulls")] == []


@pytest.mark.process
def test_the_token_goes_to_the_host_alone(repository: Repository, tmp_path: Path) -> None:
    run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path))
    given = {path.partition("/")[0] + path.split("/")[1]: token for _, path, token in repository.asked}
    assert given == {"repos": True, "elsewhere": False}


@pytest.mark.process
@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_artefact_that_is_packed_otherwise_gives_one_line(repository: Repository, tmp_path: Path, way: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", way) as opened:
        opened.writestr("reactie.md", "tekst" * 99)
    for data in (made.getvalue(), made.getvalue().replace(b"\x5d\x00\x00\x80\x00", b"\xff\xff\xff\xff\xff")):
        repository.artefacts["reactie"] = data
        done = run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path))
        told = "Geen reactie: de tekst van de controle is niet te lezen."
        assert (done.returncode, done.stderr.strip()) == (1, told)


@pytest.mark.process
def test_links_lead_to_files_of_the_main_branch_and_of_an_own_one(repository: Repository, tmp_path: Path) -> None:
    links = {name: f"[x]({OWN}{name})" for name in ("edit/main/a.md", "edit/nieuws/a.md", "raw/main/a.md")}
    repository.artefacts["reactie"] = packed({"reactie.md": "\n".join(links.values())})
    run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path))
    assert [name for name, link in links.items() if link in repository.bodies()[0]] == ["edit/main/a.md"]
    own = {"full_name": "g40/site", "owner": {"login": "g40"}}
    repository.pulls = [{**pull(repo={"full_name": "g40/site"}), "label": "g40:nieuws"}]
    run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path, head_repository=own))
    assert [name for name, link in links.items() if link in repository.bodies()[0]] == [
        *("edit/main/a.md", "edit/nieuws/a.md")
    ]


@pytest.mark.process
@pytest.mark.parametrize(
    ("artefact", "told"),
    [
        (b"x" * 1_000_001, "Geen reactie: de tekst van de controle is te groot."),
        (b"no zip", "Geen reactie: de tekst van de controle is niet te lezen."),
        (packed({"../reactie.md": "x"}), "Geen reactie: de tekst van de controle is niet te lezen."),
        (
            packed({"reactie.md": "text" * 99})[:-200] + b"\0" * 200,
            "Geen reactie: de tekst van de controle is niet te lezen.",
        ),
    ],
    ids=["large", "no zip", "another file", "damaged"],
)
def test_an_artefact_that_is_none_gives_one_line(
    repository: Repository, tmp_path: Path, artefact: bytes, told: str
) -> None:
    repository.artefacts["reactie"] = artefact
    done = run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path))
    assert (done.returncode, done.stderr.strip()) == (1, told)
    assert repository.writes() == []


@pytest.mark.process
def test_a_text_that_unpacks_to_very_much_is_cut(repository: Repository, tmp_path: Path) -> None:
    """Nor is it read: the script gets less memory than the whole text would take."""
    repository.artefacts["reactie"] = packed({"reactie.md": "@een regel\n" * 20_000_000})
    assert len(repository.artefacts["reactie"]) < 1_000_000
    assert run(repository, "github", memory="200000", GITHUB_EVENT_PATH=event(tmp_path)).returncode == 0
    (body,) = repository.bodies()
    assert 40_000 < len(body) <= 65_536
    assert body.endswith("een regel\n\n… De rest staat bij de controle zelf.\n")


@pytest.mark.process
def test_a_check_that_left_nothing_and_a_host_that_refuses(repository: Repository, tmp_path: Path) -> None:
    refused = run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path), GH_TOKEN="wrong")
    assert (refused.returncode, refused.stderr) == (1, "De reactie is niet geplaatst: HTTP Error 404: Not Found\n")
    del repository.artefacts["reactie"]
    assert run(repository, "github", GITHUB_EVENT_PATH=event(tmp_path)).stdout.startswith("Geen reactie: ")
    assert repository.writes() == []


@pytest.mark.process
def test_a_merge_request_of_gitlab_gets_one_note(repository: Repository, tmp_path: Path) -> None:
    text = tmp_path / "reactie.md"
    pipeline = {
        "CI_API_V4_URL": repository.url,
        "CI_PROJECT_URL": "https://gitlab.example/g40/site",
        "CI_MERGE_REQUEST_PROJECT_ID": "11",
        "CI_MERGE_REQUEST_IID": "5",
        "CI_JOB_URL": "https://gitlab.example/g40/site/-/jobs/9",
        "CI_COMMIT_SHA": "c" * 40,
    }
    text.write_text("## 1 fout gevonden\n\n/merge\n", "utf-8")
    assert run(repository, "gitlab", text, **pipeline).stdout.startswith("Geen reactie bij het voorstel: ")
    assert repository.asked == []
    for found in ("1 fout", "2 fouten"):
        text.write_text(f"## {found} gevonden\n\n/merge\n", "utf-8")
        assert run(repository, "gitlab", text, REACTIE_TOKEN=TOKEN, **pipeline).returncode == 0
    (note,) = repository.said
    assert note["at"] == "/projects/11/merge_requests/5/notes"
    assert note["body"].startswith(f"{MARK}\n[De hele controle]({pipeline['CI_JOB_URL']})")
    assert note["body"].endswith("## 2 fouten gevonden\n\n/\u200bmerge\n")
    assert repository.writes() == ["POST", "PUT"]


@pytest.mark.process
def test_an_issue_is_made_once_and_then_kept_up_to_date(repository: Repository, tmp_path: Path) -> None:
    repository.issues = [{"id": 1, "number": 1, "user": BOT, "title": "Iets anders", "body": None}]
    for number in (3, 4):
        (tmp_path / "links.md").write_text(f"{number} links: https://elders.example/weg\n", "utf-8")
        assert run(repository, "issue", "Dode links", tmp_path / "links.md").returncode == 0
    assert [issue["title"] for issue in repository.issues] == ["Iets anders", "Dode links"]
    assert repository.issues[1]["body"] == "<!-- g40site: Dode links -->\n4 links: `https://elders.example/weg`\n"


@pytest.mark.process
def test_an_issue_about_other_sites_does_nothing_either(repository: Repository, tmp_path: Path) -> None:
    """What a site answers stands in the list, and an address may hold anything; each can be copied, no more."""
    (tmp_path / "links.md").write_text(
        "### Errors in a/`index.html`\n\n* [404] [https://a.nl/x](https://a.nl/x) | Not Found: @jan <img src=//b.nl>\n"
        "* [ERR] <https://a.nl/`https://b.nl/`$x$> | > [!WARNING]\n/close\n",
        "utf-8",
    )
    assert run(repository, "issue", "Dode links", tmp_path / "links.md").returncode == 0
    body = repository.issues[0]["body"].partition("\n")[2]
    assert [line for line in does(body) if not line.startswith("https://")] == []
    tokens = [child for block in MARKDOWN.parse(body) for child in block.children or ()]
    assert [token.content for token in tokens if token.type == "code_inline"] == [
        *("https://a.nl/x", "https://a.nl/x", "https://a.nl/", "https://b.nl/")
    ]
    assert "https://" not in "".join(token.content for token in tokens if token.type == "text")


@pytest.mark.process
def test_wrong_use_shows_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), "gitlab"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, "comment.py gitlab FILE" in done.stderr) == (2, True)


# What a stranger's text may do: nothing.


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("comment", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["comment"] = module
    spec.loader.exec_module(module)
    return module


comment = loaded()
OURS = comment.links_of(OWN, "main", "eigen/tak")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
# What makes a link, a mention or a reference of plain text once the Markdown is read.
PLAIN = re.compile(
    rf"(?<![A-Za-z0-9._+-])@\w|(?<!\w)www\.|(?<!https)://|https://(?!{OWN[8:]})|[#!]\d|\bGH-\d|[~%]\w|\[issue:\d"
    # Numbers of commits, and what is drawn: alerts, boxes (never right before a bracket), formulas, pictures by their
    # name, colours.
    r"|(?<![^\W_])[0-9a-f]{7,40}(?![^\W_])|\[\[|\[![A-Z]|\[[ x]\](?!\()|\$|:\w+:|#[0-9a-f]{6}|rgb\(",
    re.IGNORECASE,
)
PIECES = [
    *[
        "<",
        ">",
        "!",
        "[",
        "]",
        "(",
        ")",
        ":",
        "//",
        "/",
        "\\",
        "`",
        "```",
        "~~~",
        "#",
        "12",
        "@",
        "jan",
        "jan@a.nl",
        "&",
        ";",
        "*",
        "_",
    ],
    *[
        "https:",
        "www.",
        "a.nl",
        "mailto:",
        "javascript:",
        "GH-1",
        "<!--",
        "-->",
        "&#64;",
        "&colon;",
        "\n",
        " ",
        "|",
        "..",
        "\u200b",
    ],
    *[
        "[x](https://elders.example)",
        f"[x]({OWN}blob/main/a.md)",
        f"[x]({OWN}raw/refs/pull/7/head/a.exe)",
        f"[x]({OWN}blob/refs/pull/7/head/a.html)",
        f"[x]({OWN}../../elders)",
        f"[x]({OWN}%2e%2e/a)",
        "[x]: //a.nl",
    ],
    *[
        "![x](//a.nl/x.png)",
        "<script>",
        "<a href=//a.nl>",
        "<https://a.nl>",
        f"<{OWN}>",
        "/close",
        "\u202e",
        "\r",
        "\0",
    ],
]


def does(text: str) -> list[str]:
    """What a text does when it is shown: tags, images, links elsewhere, and words that a host makes something of."""
    found = []
    for block in MARKDOWN.parse(text):
        for token in (block, *(block.children or ())):
            if token.type in ("html_block", "html_inline", "image", "fence"):
                found.append(token.type)
            elif token.type == "link_open":
                href = str(token.attrs["href"])
                if not href.startswith(OURS) or ".." in href or "%" in href:
                    found.append(href)
            elif token.type in ("text", "code_inline", "code_block"):
                found += PLAIN.findall(token.content)
    return found + re.findall(r"^[ \t]*/\w", text, re.MULTILINE)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example(rf"\[x]({OWN}blob/main/a.md)")
def test_no_text_does_anything(text: str) -> None:
    assert does(comment.harmless(text, OURS)) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<!-- g40site: controle -->",
            "<script>",
            "<https://a.nl>",
            "![x](//a.nl/x.png)",
            "[x](https://elders.example)",
        ),
        *(
            f"[x]({OWN}../../elders)",
            f"[x]({OWN}%2e%2e/a)",
            "[x][y]\n\n[y]: //a.nl",
            "https://a.nl",
            "www.a.nl",
            "@jan",
        ),
        *("jan.@@g40", "(@jan)", "gh-1@a.nl", "www.x@a.nl"),
        *("&#64;jan", "zie #12", "zie a!12", "GH-1", "a\n/merge", "```mermaid\nx\n```"),
        *(f"[x]({OWN}raw/main/a.exe)", f"[x]({OWN}raw/refs/pull/7/head/a.exe)", f"[x]({OWN}blob/abcdef0/a.html)"),
        *(f"[x]({OWN}blob/refs/pull/7/head/a.html)", f"[x]({OWN}edit/mainx/a.md)", f"[x]({OWN}commit/{'a' * 40})"),
        *(
            f"[x]({OWN}releases/download/1/a.exe)",
            f"[x]({OWN}suites/1/artifacts/2)",
            "zie 1234567",
            "zie ABCDEF0123",
            f"_{'a1' * 20}_",
        ),
        *("> [!IMPORTANT]\n> Klik.", "$\\color{red}rood$", "$$\nx\n$$", "$`x`$", "- [ ] klik", "- [x] klik"),
        *("`#ff0000`", "`rgb(255, 0, 0)`", ":tada:", "~~~geojson\n{}\n~~~", "~bug", "%1", "[issue:12]", "[[Home]]"),
    ],
)
def test_each_of_these_would_do_something(text: str) -> None:
    assert does(text)
    assert not does(comment.harmless(text, OURS))


def test_a_text_of_the_program_reads_as_it_was() -> None:
    text = f"## 1 fout\n\n- **fout**, [regel 2, kolom 3]({OWN}edit/main/themes.yaml#L2): `a` is &lt;b> | 1: 2 (`x`)\n"
    assert comment.harmless(text, OURS) == text
    assert comment.harmless("van 3 maart @\u200bjan", OURS) == "van 3 maart @\u200bjan"
    for mail in ("Mail redactie@voorbeeld.nl.", "Redactie (r@a.nl) leest dit.", "a@b.nl\nc_d@e-f.nl, of g@h.nl"):
        assert comment.harmless(mail, OURS) == mail
    for more in ("/@jan", "@jan", "/x", ":8080"):
        assert "jan@a.nl" + more not in comment.harmless("x jan@a.nl" + more, OURS)
    again = comment.harmless("<b> [x](//y) @jan", OURS)
    assert comment.harmless(again, OURS) == again
    assert json.dumps(again.replace("\u200b", "")) == json.dumps("<b> [x](//y) @jan")
