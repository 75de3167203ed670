"""The preview: a real server in a process of its own, asked over a real socket."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.preview.conftest import Workshop
from tests.preview.previews import PAGE, serving
from tests.running import DEADLINE, call, command, environment, run, wait_until
from tests.sites import NO_CARDS, Sites, settings

pytestmark = pytest.mark.process
FILES: dict[str, str | bytes] = {"site.yaml": settings(NO_CARDS), "content/pages/uitleg.md": PAGE}


def test_the_site_stands_below_its_base_path(site: Sites) -> None:
    s = site({"site.yaml": FILES["site.yaml"]})
    with serving(s, "--base-url", "https://x.nl/g40/") as preview:
        assert preview.address
        assert preview.address[1] == "/g40/"
        assert preview.get("/g40/themas/")[0] == 200
        assert preview.get("/themas/")[0] == 404
        status, _, headers = preview.get("/")
        assert (status, headers["location"]) == (307, "/g40/")
        # A folder that comes later, and one that takes its place, are followed too.
        for word in ("Oud", "Nieuw"):
            if (s.root / "content").exists():
                (s.root / "content").rename(s.root / "weg")
            s.write({"content/pages/uitleg.md": PAGE.replace("Oud", word)})
            wait_until(lambda: f"{word} woord." in preview.get("/g40/uitleg/")[1])  # noqa: B023 - called at once
            s.write({"content/pages/uitleg.md": PAGE.replace("Oud", f"{word}er")})
            wait_until(lambda: f"{word}er woord." in preview.get("/g40/uitleg/")[1])  # noqa: B023 - called at once


def test_a_saved_file_is_on_the_site_soon_after(workshop: Workshop) -> None:
    """Also where the root stands below a hidden folder, as that of the workshop does."""
    preview, file = workshop.preview, "content/pages/erbij.md"
    for word in ("Nieuw", "Nieuwer"):
        workshop.write(file, PAGE.replace("Oud", word))
        wait_until(lambda: f"{word} woord." in preview.get("/erbij/")[1])  # noqa: B023 - called at once
    (workshop.site.root / file).unlink()
    wait_until(lambda: preview.get("/erbij/")[0] == 404)


def test_an_error_is_told_and_the_site_stays_until_it_is_mended(workshop: Workshop) -> None:
    preview, file = workshop.preview, "content/pages/uitleg.md"
    workshop.write(file, PAGE.replace("summary", "sumary"))
    wait_until(lambda: f"{file}:3:1: fout [" in preview.text)
    assert "Oud woord." in preview.get("/uitleg/")[1]
    whole = (workshop.site.root / "site.yaml").read_text("utf-8")
    (workshop.site.root / "site.yaml").unlink()
    wait_until(lambda: "site.yaml:1:1: fout [bestand-ontbreekt]" in preview.text)
    workshop.write("site.yaml", whole)
    workshop.write(file, PAGE.replace("Oud", "Goed"))
    wait_until(lambda: "Goed woord." in preview.get("/uitleg/")[1])


def test_a_changed_template_of_ones_own_is_seen_too(workshop: Workshop) -> None:
    (workshop.templates / "pages/home.html").write_text("Mijn eigen begin")
    wait_until(lambda: workshop.preview.get("/")[1] == "Mijn eigen begin")


def test_a_site_with_an_error_is_served_once_it_is_mended(site: Sites) -> None:
    s = site({**FILES, "content/pages/uitleg.md": PAGE.replace("summary", "sumary")})
    with serving(s) as preview:
        status, html, headers = preview.get("/")
        assert (status, headers["content-type"]) == (503, "text/html; charset=utf-8")
        for told in ("content/pages/uitleg.md:3:1", "<pre ", "Bedoelde u `summary`?"):
            assert told in html
        s.write({"content/pages/uitleg.md": PAGE})
        wait_until(lambda: preview.get("/uitleg/")[0] == 200)


@pytest.mark.parametrize(
    ("how", "lang", "text"), [(signal.SIGINT, "nl", "Gestopt.\n"), (signal.SIGTERM, "en", "Stopped.\n")]
)
def test_a_preview_that_is_stopped_ends_with_0_and_one_line(site: Sites, how: int, lang: str, text: str) -> None:
    with serving(site(FILES), "--lang", lang) as preview:
        assert preview.stop(how) == 0
        assert preview.said[-1] == text
        assert "Traceback" not in preview.text


def test_a_preview_leaves_its_cache_whole_in_one_file(site: Sites) -> None:
    projects = "".join(
        f"- {{id: {id}, themes: [smart-living], title: {id}, summary: Sensoren meten water.,"
        " status: pilot, sources: [https://example.nl/]}\n"
        for id in ("een", "twee")
    )
    s = site({**FILES, "content/projects/zwolle.yaml": f"projects:\n{projects}"})
    for words in ("Oud", "Nieuw"):
        # Nothing is another the first time: then only what a preview has ready is asked of the memory.
        assert (done := call("build", "--root", s.root)).returncode == 0, done.stderr
        with serving(s) as preview:
            s.write({"content/pages/uitleg.md": PAGE.replace("Oud", words)})
            wait_until(lambda: f"{words} woord." in preview.get("/uitleg/")[1])  # noqa: B023 - called at once
            assert preview.stop() == 0
        assert [path.name for path in (s.root / ".cache").glob("*.sqlite*")] == ["cache.sqlite"]


TEXT = "---\ntitle: Bericht\ndate: 2026-01-05\nsummary: Kort.\n---\n" + "Een alinea met *nadruk*.\n\n" * 20
# Its first build takes a moment.
MANY: dict[str, str | bytes] = FILES | {f"content/news/2026-01-05-bericht-{number}.md": TEXT for number in range(200)}


def test_what_is_saved_during_the_first_build_is_on_the_site(site: Sites) -> None:
    s = site(MANY)
    with serving(s, wait=False) as preview:
        wait_until(lambda: any((s.root / ".cache").glob("*.staging/*")))
        s.write({"content/pages/uitleg.md": PAGE.replace("Oud", "Nieuw")})
        preview.wait()
        wait_until(lambda: "Nieuw woord." in preview.get("/uitleg/")[1])


def test_a_preview_that_is_stopped_while_it_builds_ends_with_0(site: Sites) -> None:
    s = site(MANY)
    with subprocess.Popen(
        command("serve", "--root", s.root, "--port", 0),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_until(lambda: any((s.root / ".cache").glob("*.staging/*")) or process.poll() is not None)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=DEADLINE)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "Gestopt.\n", "")


def test_a_port_that_is_taken_ends_with_2_before_anything_is_built(workshop: Workshop, site: Sites) -> None:
    s, port = site(FILES), workshop.preview.port
    done = run("serve", "--root", s.root, "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Poort {port} is al in gebruik of mag niet. Kies een andere met --port.\n"
    assert not s.public.exists()
    assert workshop.preview.get("/themas/")[0] == 200


def test_an_output_folder_that_was_moved_away_is_missed_and_no_fault(site: Sites, tmp_path: Path) -> None:
    s = site(FILES)
    with serving(s) as preview:
        s.public.rename(tmp_path / "weg")
        assert preview.get("/")[0] == 404
        assert preview.stop() == 0
    assert "Traceback" not in preview.text
