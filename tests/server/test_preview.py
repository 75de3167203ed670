"""The preview: a real server in a process of its own, asked over a real socket."""

import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.running import DEADLINE, command, environment, run, wait_until
from tests.server.previews import PAGE, serving
from tests.sites import Sites, SmallSite


def test_the_site_is_served_and_nothing_else(site: Sites) -> None:
    s = site({"content/pages/uitleg.md": PAGE, "content/media/stuk.pdf": b"%PDF-1.4"})
    (s.root.parent / "geheim.txt").write_text("geheim")
    (s.root / ".env").write_text("geheim")
    with serving(s) as preview:
        status, html, headers = preview.get("/uitleg/")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "Oud woord." in html
        assert preview.get("/uitleg")[0] in (301, 302, 307, 308)
        assert preview.get("/media/stuk.pdf")[2]["content-type"] == "application/pdf"
        assert preview.get("/uitleg/", method="HEAD")[0] == 200
        assert headers["cache-control"] == "no-cache"
        status, html, _ = preview.get("/er-is-niets/")
        assert (status, html) == (404, s.page("/404.html"))
        for path in ("/../site.yaml", "/%2e%2e/site.yaml", "/..%2fsite.yaml", "//etc/passwd", "/../../geheim.txt"):
            assert preview.get(path)[0] == 404, path
        assert preview.get("/", method="POST")[0] == 405


def test_a_foreign_host_name_gets_nothing(site: Sites) -> None:
    with serving(site({})) as preview:
        port = preview.address[0] if preview.address else 0
        for host in ("kwaad.example.nl", f"kwaad.example.nl:{port}", "127.0.0.1.example.nl", ""):
            assert preview.get("/", host)[0] == 400, host
        for host in ("127.0.0.1", f"127.0.0.1:{port}", "localhost", f"localhost:{port}"):
            assert preview.get("/", host)[0] == 200, host


def test_the_site_stands_below_its_base_path(site: Sites) -> None:
    s = site({})
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


def test_a_saved_file_is_on_the_site_soon_after(site: Sites) -> None:
    s = site({"content/pages/uitleg.md": PAGE})
    with serving(s) as preview:
        for word in ("Nieuw", "Nieuwer"):
            s.write({"content/pages/uitleg.md": PAGE.replace("Oud", word)})
            wait_until(lambda: f"{word} woord." in preview.get("/uitleg/")[1])  # noqa: B023 - called at once
        s.write({"content/pages/erbij.md": PAGE})
        wait_until(lambda: preview.get("/erbij/")[0] == 200)
        (s.root / "content/pages/erbij.md").unlink()
        wait_until(lambda: preview.get("/erbij/")[0] == 404)
        assert preview.stop() == 0
    assert "Traceback" not in preview.text


def test_an_error_is_told_and_the_site_stays_until_it_is_mended(site: Sites) -> None:
    s = site({"content/pages/uitleg.md": PAGE})
    with serving(s) as preview:
        s.write({"content/pages/uitleg.md": PAGE.replace("summary", "sumary")})
        wait_until(lambda: "content/pages/uitleg.md:3:1: fout [" in preview.text)
        assert "Oud woord." in preview.get("/uitleg/")[1]
        settings = (s.root / "site.yaml").read_bytes()
        (s.root / "site.yaml").unlink()
        wait_until(lambda: "site.yaml:1:1: fout [bestand-ontbreekt]" in preview.text)
        s.write({"site.yaml": settings, "content/pages/uitleg.md": PAGE.replace("Oud", "Goed")})
        wait_until(lambda: "Goed woord." in preview.get("/uitleg/")[1])


def test_a_site_with_an_error_is_served_once_it_is_mended(site: Sites) -> None:
    s = site({"content/pages/uitleg.md": PAGE.replace("summary", "sumary")})
    with serving(s) as preview:
        status, html, headers = preview.get("/")
        assert (status, headers["content-type"]) == (503, "text/html; charset=utf-8")
        for told in ("content/pages/uitleg.md:3:1", "<pre>", "Bedoelde u `summary`?"):
            assert told in html
        s.write({"content/pages/uitleg.md": PAGE})
        wait_until(lambda: preview.get("/uitleg/")[0] == 200)


def test_a_changed_template_of_ones_own_is_seen_too(site: Sites, tmp_path: Path) -> None:
    from tests.running import tree
    from tests.sites import TEMPLATES

    s, mine = site({}), tmp_path / "mijn"
    for name, data in tree(TEMPLATES).items():
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_bytes(data)
    with serving(s, "--templates", mine) as preview:
        (mine / "pages/home.html").write_text("Mijn eigen begin")
        wait_until(lambda: preview.get("/")[1] == "Mijn eigen begin")


def test_a_root_below_a_hidden_folder_is_watched_too(tmp_path: Path) -> None:
    s = SmallSite(tmp_path / ".cache" / ".git" / "site", {"content/pages/uitleg.md": PAGE})
    with serving(s) as preview:
        s.write({"content/pages/uitleg.md": PAGE.replace("Oud", "Nieuw")})
        wait_until(lambda: "Nieuw woord." in preview.get("/uitleg/")[1])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("lang", "text"), [("nl", "Gestopt.\n"), ("en", "Stopped.\n")])
def test_a_preview_that_is_stopped_ends_with_0_and_one_line(site: Sites, how: int, lang: str, text: str) -> None:
    with serving(site({}), "--lang", lang) as preview:
        assert preview.stop(how) == 0
        assert preview.said[-1] == text
        assert "Traceback" not in preview.text


def test_a_preview_leaves_its_memory_whole_in_one_file(site: Sites) -> None:
    projects = "".join(
        f"- {{id: {id}, themes: [smart-living], title: {id}, summary: Sensoren meten water.,"
        " status: pilot, sources: [https://example.nl/]}\n"
        for id in ("een", "twee")
    )
    s = site({"content/pages/uitleg.md": PAGE, "content/projects/zwolle.yaml": f"projects:\n{projects}"})
    for words in ("Oud", "Nieuw"):
        # Nothing is another the first time: then only what a preview has ready is asked of the memory.
        assert (done := run("build", "--root", s.root)).returncode == 0, done.stderr
        with serving(s) as preview:
            s.write({"content/pages/uitleg.md": PAGE.replace("Oud", words)})
            wait_until(lambda: f"{words} woord." in preview.get("/uitleg/")[1])  # noqa: B023 - called at once
            assert preview.stop() == 0
        assert [path.name for path in (s.root / ".cache").glob("*.sqlite*")] == ["geheugen.sqlite"]


def test_a_preview_that_is_stopped_while_it_builds_ends_with_0(site: Sites) -> None:
    text = "---\ntitle: Bericht\ndate: 2026-01-05\nsummary: Kort.\n---\n" + "Een alinea met *nadruk*.\n\n" * 20
    s = site({f"content/news/2026-01-05-bericht-{number}.md": text for number in range(200)})
    process = subprocess.Popen(
        command("serve", "--root", s.root, "--port", 0),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: any((s.root / ".cache").glob("*.maken/*")) or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=DEADLINE)
    assert (process.returncode, out, err) == (0, "Gestopt.\n", "")


def test_a_port_that_is_taken_ends_with_2_before_anything_is_built(site: Sites) -> None:
    s = site({})
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", "--root", s.root, "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Poort {port} is al in gebruik of mag niet. Kies een andere met --port.\n"
    assert not s.public.exists()


def test_two_previews_never_share_a_port(site: Sites, tmp_path: Path) -> None:
    with serving(site({})) as preview:
        port = preview.address[0] if preview.address else 0
        other = SmallSite(tmp_path / "tweede", {})
        assert run("serve", "--root", other.root, "--port", port).returncode == 2
        assert preview.get("/")[0] == 200


def test_an_output_folder_that_was_moved_away_is_missed_and_no_fault(site: Sites, tmp_path: Path) -> None:
    s = site({"content/news/2026-01-05-een.md": "---\ntitle: Een\ndate: 2026-01-05\nsummary: Kort.\n---\nTekst.\n"})
    with serving(s) as preview:
        s.public.rename(tmp_path / "weg")
        assert preview.get("/")[0] == 404
        assert preview.stop() == 0
    assert "Traceback" not in preview.text
