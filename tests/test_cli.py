"""The command line as people and machines meet it: streams, exit codes, one line for what goes wrong."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.plain import SETTINGS
from tests.running import DEADLINE, NOW, TOP, command, environment, tree, wait_until
from tests.sites import Sites, SmallSite
from tests.warm import Warm, run

pytestmark = pytest.mark.process

# A site with one error and one with one warning.
WRONG: dict[str, str | bytes] = {
    "themes.yaml": """\
        themes:
          - id: smart-living
            title: Smart Living
            lead: zwole
            summary: Slim wonen.
            description: Wonen en zorg.
        """
}
ODD: dict[str, str | bytes] = {"content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\n# Te groot\n"}

ERROR_NL = """\
themes.yaml:4:11: fout [onbekende-gemeente] `zwole` is geen gemeente
  |
3 |     title: Smart Living
4 |     lead: zwole
  |           ^^^^^
  |
  = hulp: Bedoelde u `zwolle`?

1 fout gevonden.
"""


@pytest.fixture
def site(tmp_path: Path) -> Sites:
    """Makes a site without what these tests do not look at."""
    return lambda files: SmallSite(tmp_path / "site", {"site.yaml": SETTINGS, **files})


def lines(text: str) -> int:
    return len(text.splitlines())


# build


def test_build_says_what_was_made_and_where(site: Sites) -> None:
    s = site({})
    done = run("build", "--root", s.root, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    first, last = done.stdout.splitlines()
    assert first.startswith("Klaar in ")
    assert first.endswith(" weg), 0 waarschuwingen.")
    assert last == f"De site staat in {s.public}"


def test_without_a_word_the_site_is_built_in_the_current_folder(site: Sites, warm: Warm) -> None:
    s = site({})
    assert warm.run(cwd=s.root).returncode == 0
    assert warm.run("--now", NOW, "--output", "elders", cwd=s.root).returncode == 0
    assert (s.public / "index.html").is_file()
    assert (s.root / "elders/index.html").is_file()


def test_build_tells_a_warning_on_stderr_and_still_publishes(site: Sites, warm: Warm) -> None:
    s = site(ODD)
    done = warm.run("build", "--root", s.root, "--now", NOW)
    assert done.returncode == 0
    assert "content/pages/uitleg.md:5:1: waarschuwing [" in done.stderr
    assert done.stderr.endswith("1 waarschuwing gevonden.\n")
    assert done.stdout.splitlines()[0].endswith(" weg), 1 waarschuwing.")
    assert (s.public / "uitleg/index.html").is_file()


def test_build_tells_an_error_on_stderr_and_writes_nothing(site: Sites, warm: Warm) -> None:
    s = site(WRONG)
    done = warm.run("build", "--root", s.root, "--now", NOW)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", ERROR_NL)
    assert not s.public.exists()


def test_build_names_foreign_files(site: Sites, warm: Warm) -> None:
    s = site({"public/eigen.txt": "van mij"})
    done = warm.run("build", "--root", s.root, "--now", NOW)
    assert done.stdout.splitlines()[-1] == "Niet door dit programma gemaakt en met rust gelaten: eigen.txt"


# check


def test_check_writes_nothing(site: Sites, warm: Warm) -> None:
    s = site({})
    before = tree(s.root)
    done = warm.run("check", "--root", s.root, "--now", NOW)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Geen fouten gevonden.\n", "")
    assert tree(s.root) == before


def test_check_tells_problems_on_stdout_as_text(site: Sites, warm: Warm) -> None:
    done = warm.run("check", "--root", site(WRONG).root)
    assert (done.returncode, done.stdout, done.stderr) == (1, ERROR_NL, "")


def test_check_for_github_names_the_file_from_the_working_directory(site: Sites, tmp_path: Path, warm: Warm) -> None:
    s = site(WRONG)
    text = "line=4,col=11,title=onbekende-gemeente::`zwole` is geen gemeente. Bedoelde u `zwolle`?\n"
    for cwd, root, prefix in ((tmp_path, "site", "site/"), (s.root, ".", ""), (Path("/"), s.root, f"{s.root}/"[1:])):
        done = warm.run("check", "--format", "github", "--root", root, cwd=cwd)
        assert (done.returncode, done.stdout) == (1, f"::error file={prefix}themes.yaml,{text}")
    (tmp_path / "elders").mkdir()
    done = warm.run("check", "--format", "github", "--root", "../site", cwd=tmp_path / "elders")
    assert done.stdout == f"::error file=themes.yaml,{text}"


def test_check_as_json_is_one_object_and_nothing_else(site: Sites, warm: Warm) -> None:
    done = warm.run("check", "--format", "json", "--root", site(WRONG).root)
    assert (done.returncode, done.stderr) == (1, "")
    (problem,) = json.loads(done.stdout)["problems"]
    expected = {
        "code": "onbekende-gemeente",
        "severity": "error",
        "file": "themes.yaml",
        "line": 4,
        "column": 11,
        "message": "`zwole` is geen gemeente",
        "help": "Bedoelde u `zwolle`?",
    }
    assert {key: problem[key] for key in expected} == expected


def test_a_code_leads_to_its_page_where_the_repository_has_one(site: Sites, warm: Warm) -> None:
    s = site({**WRONG, "docs/meldingen/onbekende-gemeente.md": "# Uitleg"})
    with (s.root / "site.yaml").open("a") as settings:
        settings.write("repository: {url: 'https://git.example.nl/g40/site'}\n")
    href = "https://git.example.nl/g40/site/-/blob/main/docs/meldingen/onbekende-gemeente.md"
    (problem,) = json.loads(warm.run("check", "--format", "json", "--root", s.root).stdout)["problems"]
    assert problem["url"] == href
    assert f"[`onbekende-gemeente`]({href})" in warm.run("check", "--format", "markdown", "--root", s.root).stdout
    (s.root / "docs/meldingen/onbekende-gemeente.md").unlink()
    (problem,) = json.loads(warm.run("check", "--format", "json", "--root", s.root).stdout)["problems"]
    assert "url" not in problem


def test_check_without_problems_in_every_form(site: Sites, warm: Warm) -> None:
    root = site({}).root
    told = {}
    for form in ("text", "github", "json", "markdown"):
        done = warm.run("check", "--format", form, "--root", root, "--now", NOW)
        assert (done.returncode, done.stderr) == (0, "")
        told[form] = done.stdout
    assert json.loads(told.pop("json")) == {"version": 1, "problems": []}
    assert told == {"text": "Geen fouten gevonden.\n", "github": "", "markdown": "## Geen fouten gevonden\n"}


def test_check_as_markdown_leads_to_the_line(site: Sites, warm: Warm) -> None:
    s = site(WRONG)
    settings = (s.root / "site.yaml").read_text()
    s.write({"site.yaml": settings + "repository: {url: https://git.example.nl/g40/site, branch: hoofd}\n"})
    done = warm.run("check", "--format", "markdown", "--root", s.root)
    assert done.returncode == 1
    assert done.stdout.startswith("## 1 fout gevonden\n\n### `themes.yaml`\n\n- **fout**, [regel 4, kolom 11](")
    assert "https://git.example.nl/g40/site/-/edit/hoofd/themes.yaml#L4" in done.stdout


def test_strict_makes_a_warning_an_error(site: Sites, warm: Warm) -> None:
    s = site(ODD)
    assert warm.run("check", "--root", s.root, "--now", NOW).returncode == 0
    strict = warm.run("check", "--strict", "--root", s.root, "--now", NOW)
    assert strict.returncode == 1
    assert strict.stdout.endswith("1 waarschuwing gevonden.\n")


# routes


def test_routes_names_every_output_with_its_template_and_source(site: Sites, warm: Warm) -> None:
    s = site({"content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nTekst.\n"})
    done = warm.run("routes", "--root", s.root, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["uitleg/index.html", "pages/page.html", "content/pages/uitleg.md"] in rows
    assert ["themas/smart-living/index.html", "pages/theme.html", "themes.yaml"] in rows
    assert ["robots.txt", "-", "site.yaml"] in rows
    assert not s.public.exists()
    s.build()
    assert {row[0] for row in rows} == set(tree(s.public)) - {"MANIFEST"}


def test_routes_of_a_wrong_site_are_not_shown(site: Sites, warm: Warm) -> None:
    done = warm.run("routes", "--root", site(WRONG).root)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", ERROR_NL)


# The common options.


def test_base_url_moves_the_site(site: Sites, warm: Warm) -> None:
    s = site({})
    assert warm.run("build", "--root", s.root, "--base-url", "https://x.nl/g40", "--now", NOW).returncode == 0
    assert '<link rel="canonical" href="https://x.nl/g40/">' in s.page("/")


def test_now_decides_what_is_upcoming(site: Sites, warm: Warm) -> None:
    s = site({"content/agenda/2026-11-24-dag.md": "---\ntitle: Dag\nstart: 2026-11-24\nsummary: Kort.\n---\nTekst.\n"})
    for now, past in (("2026-11-24T23:59", False), ("2026-11-25", True), ("2026-11-24T23:00Z", True)):
        assert warm.run("build", "--root", s.root, "--now", now).returncode == 0
        assert ('href="/agenda/dag/"' in s.page("/agenda/archief/")) is past


def test_drafts_are_shown_only_on_request(site: Sites, warm: Warm) -> None:
    s = site({"content/pages/straks.md": "---\ntitle: Straks\nsummary: Kort.\ndraft: true\n---\nTekst.\n"})
    assert warm.run("build", "--root", s.root).returncode == 0
    assert not (s.public / "straks").exists()
    assert warm.run("build", "--root", s.root, "--drafts").returncode == 0
    assert (s.public / "straks/index.html").is_file()


def test_options_that_only_change_how_a_build_works_change_no_byte(site: Sites, warm: Warm) -> None:
    s = site({})
    warm.run("build", "--root", s.root, "--now", NOW)
    before = tree(s.public)
    done = warm.run("build", "--root", s.root, "--now", NOW, "--jobs", "2", "--no-cache", "--verify")
    assert done.returncode == 0
    assert tree(s.public) == before


def test_templates_of_the_root_are_used_only_when_they_are_named(site: Sites, warm: Warm) -> None:
    s = site({"templates/pages/home.html": "van de root", "templates/assets/css/base.css": "a{}"})
    assert warm.run("build", cwd=s.root).returncode == 0
    assert "van de root" not in s.page("/")
    for name in ("themes", "theme", "municipalities", "municipality", "projects", "project", "news-list", "news-item"):
        s.write({f"templates/pages/{name}.html": name})
    for name in ("agenda", "archive", "event", "together", "join", "search", "subscribe", "data", "freshness", "page"):
        s.write({f"templates/pages/{name}.html": name})
    s.write({"templates/pages/not-found.html": "weg", "templates/pages/redirect.html": "verhuisd"})
    assert warm.run("build", "--templates", "templates", cwd=s.root).returncode == 0
    assert s.page("/") == "van de root"


# Messages in English.


def test_every_kind_of_message_can_be_english(site: Sites, tmp_path: Path, warm: Warm) -> None:
    s, wrong = site({}), SmallSite(tmp_path / "fout", WRONG)
    done = warm.run("build", "--root", s.root, "--lang", "en", "--now", NOW)
    assert done.stdout.startswith("Done in ")
    assert done.stdout.splitlines()[1] == f"The site is in {s.public}"
    assert warm.run("check", "--root", s.root, "--lang=en", "--now", NOW).stdout == "No errors found.\n"
    assert "4:11: error [onbekende-gemeente]" in warm.run("check", "--root", wrong.root, "--lang", "en").stdout
    for arguments, text in (
        (("build", "--root", tmp_path / "niets"), f"{tmp_path}/niets is not a folder. Give the folder"),
        (("build", "--root", s.root, "--output", s.root), f"The output folder {s.root} holds the sources"),
        (("build", "--root", s.root, "--now", "gisteren"), "Invalid value for '--now': `gisteren` is not a moment"),
        (("bild",), "There is no command `bild`. Did you mean `build`?"),
        (("build", "--routes"), "No such option '--routes'"),
    ):
        done = warm.run(*arguments, "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(text), done.stderr


# Wrong use.


# What somebody types, and how the answer begins.
WRONG_USE = [
    ("bild", "De opdracht `bild` bestaat niet. Bedoelde u `build`?"),
    ("iets", "De opdracht `iets` bestaat niet. Kies uit: build, check, routes, why,"),
    ("\x1b[31mrood", "De opdracht `�[31mrood` bestaat niet."),
    ("build meer", "Dit hoort er niet bij: meer. Hulp: "),
    ("--lang nl check", "Dit hoort er niet bij: check."),
    ("build --uitvoer x", "De optie --uitvoer bestaat niet."),
    ("check --strikt", "De optie --strikt bestaat niet. Bedoelde u --strict?"),
    ("build --root", "De optie --root heeft een waarde nodig."),
    ("build --drafts=ja", "De optie --drafts heeft geen waarde."),
    ("build --jobs 0", "De waarde van --jobs klopt niet: schrijf een heel getal vanaf 1."),
    ("build --jobs veel", "De waarde van --jobs klopt niet: schrijf een heel getal vanaf 1."),
    ("build --lang fr", "De waarde van --lang klopt niet: kies uit nl, en."),
    ("check --format xml", "De waarde van --format klopt niet: kies uit text, github, json, markdown."),
    ("build --now gisteren", "De waarde van --now klopt niet: `gisteren` is geen moment;"),
    ("build --now 0001-01-01", "De waarde van --now klopt niet: `0001-01-01` is geen moment;"),
    ("build --now 9999-12-31T23:59-12:00", "De waarde van --now klopt niet:"),
    ("build --base-url g40", "De waarde van --base-url klopt niet: `g40` is geen adres;"),
    ("build --base-url ftp://x.nl/", "De waarde van --base-url klopt niet:"),
    ("build --base-url https://x.nl/?a=b", "De waarde van --base-url klopt niet:"),
    ("build --output=", "De waarde van --output klopt niet: er staat niets;"),
    ("build --root=", "De waarde van --root klopt niet: er staat niets;"),
    ("build --root /er/is/niets", "/er/is/niets is geen map. Geef met --root de map"),
    ("build --root /usr", "In /usr staat geen site.yaml. Geef met --root de map"),
    ("build --templates /er/is/niets", "/er/is/niets is geen map met sjablonen"),
    ("serve --port 65536", "De waarde van --port klopt niet: schrijf een heel getal vanaf 0 tot en met 65535."),
]


def test_wrong_use_is_one_line_on_stderr_and_exit_code_2(site: Sites, warm: Warm) -> None:
    s = site({})
    offenders = []
    for arguments, text in WRONG_USE:
        done = warm.run(*arguments.split(" "), cwd=s.root)
        if (done.returncode, done.stdout, lines(done.stderr)) != (2, "", 1) or not done.stderr.startswith(text):
            offenders.append((arguments, done))
    assert offenders == []
    assert not s.public.exists()


def test_the_way_to_the_help_is_a_command_that_is_there(site: Sites, warm: Warm) -> None:
    """Which is what was typed: after `make site` there is no `g40site`."""
    done = warm.run("digest", cwd=site({}).root)
    told = done.stderr.strip().partition("Hulp: ")[2]
    helped = subprocess.run(told.split(), capture_output=True, text=True, env=environment())
    assert helped.returncode == 0, helped.stderr
    assert helped.stdout.startswith(f"Usage: {told.removesuffix(' --help')}")
    installed = [Path(sys.executable).with_name("python"), "-c", "from g40site.cli import main; main(['digest'])"]
    done = subprocess.run(installed, capture_output=True, text=True, cwd=TOP, env=environment())
    assert done.stderr == "Geef ook --since. Hulp: g40site digest --help\n"


def test_help_names_every_command_and_option(warm: Warm) -> None:
    done = warm.run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("build", "check", "routes", "hosting", "verify", "serve"):
        assert f"  {name} " in done.stdout
        told = warm.run(name, "--help").stdout
        for option in (
            "root",
            "templates",
            "output",
            "base-url",
            "now",
            "drafts",
            "jobs",
            "no-cache",
            "verify",
            "precompress",
            "lang",
        ):
            assert f"--{option} " in told


def test_version_is_that_of_the_package(warm: Warm) -> None:
    from g40site import __version__

    done = warm.run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"g40site, version {__version__}\n", "")


# A machine that does not cooperate, and people who do not wait.


def test_an_output_that_cannot_be_made_is_a_fault_of_the_machine(site: Sites, warm: Warm) -> None:
    done = warm.run("build", "--root", site({}).root, "--output", "/proc/uit")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Schrijven lukt niet: ")
    assert lines(done.stderr) == 1


def test_a_folder_name_that_is_too_long_is_a_fault_of_the_machine(site: Sites, tmp_path: Path, warm: Warm) -> None:
    done = warm.run("build", "--root", site({}).root, "--output", tmp_path / ("x" * 300))
    assert (done.returncode, lines(done.stderr)) == (2, 1)


def ended(arguments: list[str], **streams: object) -> int:
    return subprocess.run(arguments, env=environment(), timeout=DEADLINE, **streams).returncode  # type: ignore[call-overload]


def test_a_reader_that_stops_reading_changes_nothing(site: Sites, tmp_path: Path) -> None:
    s, wrong = site({}), SmallSite(tmp_path / "fout", WRONG)
    for arguments, code in (
        (("routes", "--root", s.root), 0),
        (("check", "--format", "json", "--root", wrong.root), 1),
        (("build", "--root", wrong.root), 1),
        (("bild",), 2),
    ):
        read, write = os.pipe()
        os.close(read)
        with (tmp_path / "stderr").open("w+") as other:
            assert ended(command(*arguments), stdout=write, stderr=other) == code
            other.seek(0)
            assert "Traceback" not in (told := other.read())
            assert "Exception ignored" not in told
            assert ended(command(*arguments), stdout=other, stderr=write) == code
        os.close(write)


def test_without_any_stream_the_exit_code_is_still_right(site: Sites, tmp_path: Path) -> None:
    s, wrong = site({}), SmallSite(tmp_path / "fout", WRONG)
    for arguments, code in (
        (("build", "--root", s.root), 0),
        (("check", "--root", wrong.root), 1),
        (("build", "--root", wrong.root), 1),
        (("bild",), 2),
    ):
        line = " ".join(command(*arguments))
        assert ended(["sh", "-c", f"exec {line} <&- >&- 2>&-"]) == code


def test_a_full_disk_behind_stdout_is_a_fault_of_the_machine(site: Sites, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full, (tmp_path / "stderr").open("w+") as other:
        assert ended(command("check", "--root", site({}).root), stdout=full, stderr=other) == 2
        other.seek(0)
        assert other.read() == "De machine werkt niet mee: No space left on device ().\n"


def test_a_run_ends_its_process_at_once_with_all_that_it_said(site: Sites, tmp_path: Path, warm: Warm) -> None:
    later = "import atexit, sys; from g40site.cli import main; atexit.register(print, 'later'); main(sys.argv[1:])"
    wrong = SmallSite(tmp_path / "fout", WRONG)
    for root, code, told in ((site({}).root, 0, "Geen fouten gevonden.\n"), (wrong.root, 1, ERROR_NL)):
        done = subprocess.run(
            [sys.executable, "-c", later, "check", "--root", root],
            cwd=TOP, env=environment(), capture_output=True, text=True, timeout=DEADLINE,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (code, told, "")


def interruptible(site: SmallSite) -> SmallSite:
    """Enough pages that a build is still busy when it is interrupted."""
    text = "---\ntitle: Bericht\ndate: 2026-01-05\nsummary: Kort.\n---\n" + "Een alinea met *nadruk*.\n\n" * 20
    site.write({f"content/news/2026-01-05-bericht-{number}.md": text for number in range(300)})
    return site


@pytest.mark.parametrize(
    ("stop", "lang", "text"), [(signal.SIGINT, "nl", "Gestopt.\n"), (signal.SIGTERM, "en", "Stopped.\n")]
)
def test_an_interrupted_build_ends_with_one_line(site: Sites, stop: int, lang: str, text: str) -> None:
    s = interruptible(site({}))
    process = subprocess.Popen(
        command("build", "--root", s.root, "--lang", lang),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: any((s.root / ".cache").glob("*.staging/*")) or process.poll() is not None)
        process.send_signal(stop)
        out, err = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out, err) == (2, "", text)
    assert not s.public.exists()
    assert not list((s.root / ".cache").glob("*.staging"))


def on_a_terminal(*arguments: object, env: dict[str, str]) -> tuple[int, str, str]:
    """The exit code of a run, what it said on stdout, and what on a terminal, which is its stderr."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments), env=environment({"TERM": "xterm", **env}), stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    told = b""
    try:
        while chunk := read_terminal(ours):
            told += chunk
        out, _ = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return process.returncode, out.decode(), told.decode()


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        # The other side is closed.
        return b""


def test_progress_is_shown_on_a_terminal_only_and_leaves_no_mark_in_the_text(site: Sites) -> None:
    code, out, told = on_a_terminal("build", "--root", site({}).root, env={})
    assert code == 0
    assert out.startswith("Klaar in ")
    assert "Pagina’s maken" in told
    assert "\x1b" not in out


@pytest.mark.parametrize(("variable", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_used_on_a_terminal_without_no_color(site: Sites, variable: dict[str, str], coloured: bool) -> None:
    code, _, told = on_a_terminal("build", "--root", site(WRONG).root, env=variable)
    assert code == 1
    assert ("\x1b[31mfout" in told) is coloured
    assert "zwole" in told


def test_a_python_without_the_packages_says_what_to_do(warm: Warm) -> None:
    done = subprocess.run(
        [sys.executable, "-S", str(TOP / "build.py")], capture_output=True, text=True, env=environment()
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert lines(done.stderr) == 1
    assert "pip install -r requirements.lock" in done.stderr


def test_messages_are_utf_8_whatever_the_locale(site: Sites) -> None:
    s = site({"content/pages/uitleg.md": "---\ntitle: Uitleg\nsummary: Kort.\n---\nLees [dit](page:überal).\n"})
    done = run(
        "check", "--root", s.root, env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert done.returncode == 1
    assert "überal" in done.stdout


def test_an_output_folder_of_the_site_that_is_a_link_out_of_it_must_be_named(
    site: Sites, tmp_path: Path, warm: Warm
) -> None:
    small = site({})
    (tmp_path / "elders").mkdir()
    small.public.symlink_to(tmp_path / "elders")
    done = warm.run("build", "--root", small.root, "--now", NOW)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--output" in done.stderr
    assert list((tmp_path / "elders").iterdir()) == []
    assert warm.run("build", "--root", small.root, "--now", NOW, "--output", small.public).returncode == 0


def test_a_foreign_file_name_steers_no_terminal(site: Sites, warm: Warm) -> None:
    small = site({"public/a\x1b[31m\n::error::x": b""})
    done = warm.run("build", "--root", small.root, "--now", NOW)
    assert done.returncode == 0
    assert done.stdout.replace("\n", "").isprintable()
    assert "\n::" not in done.stdout


def test_each_text_is_said_somewhere_and_names_the_same_values_in_both_languages() -> None:
    texts = tomllib.loads((TOP / "g40site/cli/texts.toml").read_text("utf-8"))
    code = "".join(path.read_text("utf-8") for path in (TOP / "g40site/cli").glob("*.py"))
    said = {*re.findall(r"[\"']([a-z-]+)[\"']", code), *FINDINGS}
    assert [key for key in texts["texts"] if key not in said] == []
    for rows in (texts["texts"], texts["reasons"]):
        values = {key: [set(re.findall(r"\{\w+\}", text)) for text in pair] for key, pair in rows.items()}
        assert [key for key, (dutch, english) in values.items() if dutch != english] == []


# The kinds of differences that `verify` finds, which are texts by their name.
FINDINGS = "missing changed unlisted moved elsewhere cut refused long no-list few other-sitemaps".split()


def test_check_writes_several_forms_of_one_result(site: Sites, tmp_path: Path) -> None:
    s = site(WRONG)
    forms = {form: tmp_path / f"map-{form}" for form in ("json", "markdown", "github")}
    also = [word for form, file in forms.items() for word in ("--also", form, file)]
    done = run("check", "--root", s.root, *also)
    assert done.returncode == 1
    for form, file in forms.items():
        assert run("check", "--root", s.root, "--format", form).stdout == file.read_text("utf-8")
    assert "zwole" in done.stdout


def test_check_writes_to_a_pipe_and_leaves_it_one(site: Sites, tmp_path: Path) -> None:
    """So it is with `/dev/null` and other devices: what is named is written to, and never replaced or read."""
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    # Open on both sides, so that neither waits for the other.
    reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        done = run("check", "--root", site(WRONG).root, "--also", "json", pipe)
        assert "zwole" in json.dumps(json.loads(os.read(reader, 65536)))
    finally:
        os.close(reader)
    assert done.returncode == 1
    assert pipe.is_fifo()
    assert [file.name for file in tmp_path.glob("*pijp*")] == ["pijp"]


@pytest.mark.parametrize(("lang", "text"), [("nl", "De machine werkt niet mee: "), ("en", "The machine does not coop")])
def test_check_tells_before_it_writes_elsewhere(lang: str, text: str, site: Sites, tmp_path: Path) -> None:
    """A disk that is full, or a file that cannot be made, hides no problem."""
    file = tmp_path / "weg" / "melding.json"
    done = run("check", "--root", site(WRONG).root, "--lang", lang, "--also", "json", file)
    assert done.returncode == 2
    assert "zwole" in done.stdout
    assert done.stderr.startswith(text)
    assert (str(file) in done.stderr, len(done.stderr.splitlines())) == (True, 1)
