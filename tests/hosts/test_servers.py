"""The configuration that `hosting` prints, and the files in the published folder, in nginx, Apache and Caddy."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from g40site.hosts import policy
from tests.hosts.servers import Answer, Server, open_folder, running
from tests.running import call
from tests.sites import BARE, BUNDLE, SmallSite, built, settings, templates_beside

pytestmark = pytest.mark.process

FORMS = "forms: {kind: gitlab, url: https://git.example.nl/, project: g40/site, application: abc}"
FILES: dict[str, str | bytes] = {
    "site.yaml": settings(BARE, FORMS),
    "content/pages/uitleg.md": (
        "---\ntitle: Uitleg\nsummary: Kort.\naliases: [/oud/adres/, '/vreemd$x*{y}/', /dépôt/]\n---\n"
        + "Een lange tekst over wonen. " * 100
        + "\n\n[Verslag](../media/verslag.pdf), [lijst](../media/lijst.csv)\n"
    ),
    "docs/redactie/README.md": "# Voor redacteuren\n\nZo werkt u mee.\n",
    "docs/meldingen/README.md": "# Alle meldingen\n\nZoek de code op.\n",
    "docs/meldingen/leeg.md": "# De sleutel is leeg\n\nDit is een fout.\n",
    "content/media/verslag.pdf": b"%PDF-1.4\n%%EOF\n",
    "content/media/lijst.csv": b"a,b\n1,2\n" * 100,
    "content/media/brief.docx": b"PK\x03\x04",
    "content/media/GROOT.PDF": b"%PDF-1.4\n%%EOF\n",
    "content/media/Groot.Docx": b"PK\x03\x04",
    "content/media/GETALLEN.CSV": b"a,b\n1,2\n" * 100,
    "content/agenda/2026-12-01-overleg.md": (
        "---\ntitle: Overleg\nstart: 2026-12-01 10:00\nsummary: Kort.\n---\nTekst.\n"
    ),
}
SERVERS = ("nginx", "apache", "caddy", "htaccess")
CASES = [(name, base, pre) for name in SERVERS for base, pre in (("/", False), ("/onder/pad/", True))]
BELOW = [case for case in CASES if case[1] != "/"]
HOST = "https://proef.example.nl"


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return templates_beside(BUNDLE, tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> dict[str, SmallSite]:
    """The site at the path of each case."""
    bases = {base: precompressed for _, base, precompressed in CASES}
    return {
        base: built(
            tmp_path_factory.mktemp("site"), FILES, base_url=HOST + base, precompress=precompressed, templates=templates
        )
        for base, precompressed in bases.items()
    }


@pytest.fixture(scope="module", params=CASES, ids=[f"{n}-{'compressed' if p else 'plain'}" for n, _, p in CASES])
def server(request: pytest.FixtureRequest, published: dict[str, SmallSite], templates: Path) -> Iterator[Server]:
    name, base, precompressed = request.param
    with open_folder() as folder:
        public = shutil.copytree(published[base].public, folder / "public")
        (public / ".git").mkdir()
        (public / ".git/config").write_text("geheim")
        (public / ".geheim").write_text("geheim")
        given = (
            "--root",
            published[base].root,
            "--output",
            public,
            "--base-url",
            HOST + base,
            "--templates",
            templates,
        )
        more = ["--precompress"] if precompressed else []
        printed = call("hosting", name if name != "htaccess" else "apache", *given, *more)
        assert printed.returncode == 0, printed.stderr
        with running(name, printed.stdout, folder, base) as started:
            yield started


def asset(server: Server) -> str:
    page = server.get("/").body.decode()
    return "/assets/site" + page.partition("/assets/site")[2].partition('"')[0]


def closed(answer: Answer, csp: str = policy.POLICY) -> None:
    for name, value in (*policy.HEADERS, ("Content-Security-Policy", csp)):
        assert answer.headers.get(name.lower()) == value, name
        assert answer.names.count(name.lower()) == 1, name


def test_every_answer_is_closed(server: Server) -> None:
    """200, 301, 304 and 404, and what a server answers by itself."""
    page = server.get("/themas/")
    assert page.status == 200
    again = server.get("/themas/", If__None__Match=page.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    gone = server.get("/bestaat/niet/")
    assert gone.status == 404
    assert b"Deze pagina" in gone.body
    assert gone.headers["content-type"] == "text/html; charset=utf-8"
    moved = server.get("/themas")
    assert moved.status in (301, 308)
    for answer in (page, again, gone, moved, server.get("/", Range="bytes=0-9"), server.get("/data/projects.json")):
        closed(answer)
        assert answer.headers["cache-control"] == policy.NO_CACHE
    refused = server.ask(server.base, "DELETE")
    assert refused.status in (403, 404, 405)
    closed(refused)


def test_only_what_has_its_content_in_its_name_is_kept(server: Server) -> None:
    kept = server.get(asset(server))
    assert (kept.status, kept.headers["cache-control"]) == (200, policy.IMMUTABLE)
    closed(kept)
    again = server.get(asset(server), If__None__Match=kept.headers["etag"])
    assert (again.status, again.headers["cache-control"]) == (304, policy.IMMUTABLE)
    gone = server.get("/assets/site.0123456789.css")
    assert (gone.status, gone.headers["cache-control"]) == (404, policy.NO_CACHE)
    assert gone.headers["content-type"] == "text/html; charset=utf-8"
    closed(gone)


def test_the_forms_have_a_policy_of_their_own(server: Server) -> None:
    """They talk to the host of the content, and run only what stands beside them."""
    own = policy.forms_policy(["https://git.example.nl"])
    assert "script-src 'self';" in own
    assert "unsafe-eval" not in own
    page = server.get("/beheer/")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b'<meta name="robots" content="noindex">' in page.body
    config = server.get("/beheer/config.json")
    assert json.loads(config.body)["backend"]["app_id"] == "abc"
    program = server.get("/beheer/forms.js")
    assert (program.body, program.headers["content-type"]) == (BUNDLE["forms.js"], "text/javascript; charset=utf-8")
    small = server.get("/beheer/forms.js", Accept__Encoding="br, gzip")
    assert small.headers["content-encoding"] == ("gzip" if server.base == "/" else "br")
    for answer in (page, config, program, small):
        closed(answer, own)
        assert answer.headers["cache-control"] == policy.NO_CACHE
    for name, type in (
        ("chunks/deel-TOQ53JV4.js", "text/javascript; charset=utf-8"),
        ("assets/letters-BqRLTx4X.woff2", "font/woff2"),
    ):
        kept = server.get(f"/beheer/{name}")
        assert (kept.status, kept.headers["content-type"]) == (200, type)
        closed(kept, own)
        assert kept.headers["cache-control"] == policy.IMMUTABLE
    closed(server.get("/themas/"))


KINDS = {
    "/": "text/html; charset=utf-8",
    "/404.html": "text/html; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/MANIFEST": "text/plain; charset=utf-8",
    "/atom.xml": "application/atom+xml; charset=utf-8",
    "/themas/smart-living/atom.xml": "application/atom+xml; charset=utf-8",
    "/agenda/agenda.ics": "text/calendar; charset=utf-8",
    "/agenda/overleg.ics": "text/calendar; charset=utf-8",
    "/data/projects.json": "application/json",
    "/data/projects.csv": "text/csv; charset=utf-8",
    "/data/municipalities.geojson": "application/geo+json",
    "/data/catalog.jsonld": "application/ld+json",
    "/media/verslag.pdf": "application/pdf",
    "/media/brief.docx": policy.TYPES["docx"],
}


def test_everything_has_its_type(server: Server) -> None:
    offenders = []
    for address, kind in KINDS.items():
        for accepts in ({}, {"Accept__Encoding": "gzip"}, {"Accept__Encoding": "br, gzip"}):
            answer = server.get(address, **accepts)
            said = (answer.status, answer.headers.get("content-type"), answer.names.count("content-type"))
            if said != (200, kind, 1):
                offenders.append((address, accepts, *said))
    assert offenders == []


def test_assets_have_their_types(server: Server) -> None:
    page = server.get("/samenwerken/").body.decode()
    names = [part.partition('"')[0] for part in page.split("/assets/")[1:]]
    types = {name.rpartition(".")[2]: server.get(f"/assets/{name}").headers["content-type"] for name in names}
    assert types == {
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "png": "image/png",
    }


def test_text_is_compressed_when_the_browser_takes_it(server: Server) -> None:
    precompressed = server.base != "/"
    for address in ("/uitleg/", "/themas/", "/", asset(server), "/atom.xml", "/data/catalog.jsonld"):
        plain = server.get(address)
        assert "content-encoding" not in plain.headers
        small = server.get(address, Accept__Encoding="gzip")
        assert small.headers.get("content-encoding") == "gzip", address
        assert small.headers["vary"].lower() == "accept-encoding"
        assert small.names.count("vary") == 1
        assert gzip.decompress(small.body) == plain.body
        closed(small)
        tiny = server.get(address, Accept__Encoding="gzip, deflate, br")
        assert tiny.headers.get("content-encoding") == ("br" if precompressed else "gzip"), address
        if precompressed:
            assert brotli.decompress(tiny.body) == plain.body
            assert tiny.headers["vary"].lower() == "accept-encoding"
        closed(tiny)
        again = server.get(address, Accept__Encoding="gzip", If__None__Match=small.headers["etag"])
        assert again.status == 304, address
        refused = server.get(address, Accept__Encoding="br;q=0, gzip;q=0")
        assert refused.body == plain.body
    pdf = server.get("/media/verslag.pdf", Accept__Encoding="gzip, br")
    assert "content-encoding" not in pdf.headers
    gone = server.get("/bestaat/niet/", Accept__Encoding="gzip, br")
    assert gone.status == 404
    closed(gone)


def test_an_old_address_leads_on(server: Server) -> None:
    for address in ("/oud/adres/", "/oud/adres"):
        answer = server.get(address)
        assert (answer.status, path_of(answer)) == (301, f"{server.base}uitleg/")
        closed(answer)
    # A message had a page of its own, and is a part of one now.
    answer = server.get("/redactie/meldingen/leeg/")
    assert (answer.status, path_of(answer)) == (301, f"{server.base}redactie/meldingen/#leeg")
    # Another kind of address is left to its page.
    for address in ("/vreemd$x*%7By%7D/", "/d%C3%A9p%C3%B4t/"):
        answer = server.get(address)
        assert answer.status == 200
        assert b"Deze pagina is verhuisd" in answer.body


def path_of(answer: Answer) -> str:
    """Where an answer leads, on this host."""
    location = answer.headers["location"]
    return "/" + location.split("/", 3)[3] if location.startswith("http://127.0.0.1") else location


def test_a_page_has_one_clean_address(server: Server) -> None:
    for address, ending in (("/themas/index.html", "/themas/"), ("/index.html", "/"), ("/themas", "/themas/")):
        answer = server.get(address)
        assert answer.status in (301, 308), address
        # Caddy says it relative to the address that was asked.
        assert path_of(answer) in (server.base + ending.removeprefix("/"), "./")


def test_no_address_leads_to_another_host(server: Server) -> None:
    for address in ("//kwaad.example.nl/index.html", "/\\kwaad.example.nl/index.html", "//kwaad.nl/.."):
        answer = server.ask(address)
        location = path_of(answer) if "location" in answer.headers else ""
        assert not location.startswith(("//", "/\\", "http")), address


def test_what_is_hidden_is_not_served(server: Server) -> None:
    for address in ("/.htaccess", "/.nojekyll", "/.geheim", "/.git/config", "/.git/", "/.git", "/%2egeheim"):
        answer = server.get(address)
        assert answer.status in (403, 404), address
        assert b"geheim" not in answer.body
        closed(answer)
    for address in ("/themas/smart-living/../../.geheim", "/..%2f..%2fetc/passwd", "/media/"):
        answer = server.get(address)
        assert answer.status in (400, 403, 404), address
        assert b"Index of" not in answer.body


def test_a_document_runs_nothing(server: Server) -> None:
    pdf, sheet, letter = (server.get(f"/media/{name}") for name in ("verslag.pdf", "lijst.csv", "brief.docx"))
    closed(pdf)
    closed(sheet, policy.MEDIA_POLICY)
    assert "content-disposition" not in pdf.headers
    assert sheet.headers["content-disposition"] == letter.headers["content-disposition"] == "attachment"
    assert "content-disposition" not in server.get("/data/projects.csv").headers
    gone = server.get("/media/weg.docx")
    assert gone.status == 404
    assert "content-disposition" not in gone.headers
    closed(gone)


def test_capitals_in_an_ending_mean_nothing(server: Server) -> None:
    for name, csp, saved in (
        ("GROOT.PDF", policy.POLICY, None),
        ("Groot.Docx", policy.MEDIA_POLICY, "attachment"),
        ("GETALLEN.CSV", policy.MEDIA_POLICY, "attachment"),
    ):
        answer = server.get(f"/media/{name}")
        assert answer.status == 200
        closed(answer, csp)
        assert answer.headers.get("content-disposition") == saved
        assert answer.headers["content-type"] == policy.with_charset(name.rpartition(".")[2].lower())


@pytest.mark.parametrize("server", BELOW, indirect=True, ids=SERVERS)
def test_the_other_site_on_the_name_goes_on(server: Server) -> None:
    for address, told in (
        ("/", "Site van de gemeente"),
        ("/stijl.css", "body { color: red }"),
        ("/onder/", "Onder de gemeente"),
        ("/onder/padvinders/", "Padvinders"),
        ("/media/brief.docx", "Brief van de gemeente"),
    ):
        answer = server.ask(address)
        assert (address, answer.status, answer.body.decode()) == (address, 200, told)
        theirs(answer)
    for address in ("/bestaat-niet", "/media/verslag.pdf", "/onder/MANIFEST", "/oud/adres/", "/onder/pad.html"):
        gone = server.ask(address)
        assert (address, gone.status, gone.body) == (address, 404, b"Weg bij de gemeente")
        theirs(gone)
    if server.name == "htaccess":
        return
    answer = server.ask(server.base.rstrip("/"))
    assert (answer.status, path_of(answer)) == (301, server.base)


def theirs(answer: Answer) -> None:
    """Nothing of ours is said of the site of another."""
    assert answer.headers["x-buur"] in ("ja", "regel")
    assert answer.headers.get("content-security-policy") != policy.POLICY
    assert answer.headers.get("x-frame-options") in ("SAMEORIGIN", None)
    assert "permissions-policy" not in answer.headers
    assert "content-disposition" not in answer.headers
