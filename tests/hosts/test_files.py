"""The files for hosts in the published folder, the compressed copies, and the command that prints a server block."""

import gzip
import os
import re
import shlex
from pathlib import Path

import brotli
import pytest

from g40site.engine.rendering import COMPRESSORS
from g40site.hosts import policy
from tests.running import NOW, TOP, call, tree
from tests.sites import BARE, NO_CARDS, Sites, SmallSite, settings
from tests.warm import run

FILES: dict[str, str | bytes] = {"site.yaml": settings(BARE)}
ALIASES = "---\ntitle: Uitleg\nsummary: Kort.\naliases: [{}]\n---\nTekst.\n"


def rules(text: str) -> dict[str, dict[str, str]]:
    """What `_headers` says, by the pattern of each rule."""
    found: dict[str, dict[str, str]] = {}
    pattern = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("/"):
            pattern = line
            assert pattern not in found
            found[pattern] = {}
        else:
            name, _, value = line.strip().partition(": ")
            found[pattern][name] = value
    return found


def test_headers_for_netlify_and_cloudflare(site: Sites) -> None:
    made = site(FILES)
    made.build()
    said = rules(made.page("/_headers"))
    assert said["/*"] == {"Content-Security-Policy": policy.POLICY, **dict(policy.HEADERS)}
    assert said["/assets/*"] == {"Cache-Control": policy.IMMUTABLE}
    # The values of two rules would be joined with a comma.
    for pattern, values in said.items():
        others = [name for name in values if name in said["/*"] and pattern != "/*"]
        assert others == []
    # Cloudflare reads no more.
    assert len(said) <= 100
    assert (made.public / ".nojekyll").read_bytes() == b""
    # These hosts know capitals from small letters.
    for ending in ("docx", "DOCX", "csv", "CSV", "zip", "ZIP"):
        assert said[f"/media/*.{ending}"]["Content-Disposition"] == "attachment"


def test_old_addresses_for_netlify_and_cloudflare(site: Sites) -> None:
    made = site(
        {**FILES, "content/pages/uitleg.md": ALIASES.format("/oud/, /Ouder/pad.html, '/sp*r/', '/:p/', '/dépôt/'")}
    )
    made.build(base_url="https://proef.example.nl/onder/pad/")
    lines = [line for line in made.page("/_redirects").splitlines() if not line.startswith("#")]
    assert lines == [
        "/onder/pad/oud/ /onder/pad/uitleg/ 301!",
        "/onder/pad/oud/ /onder/pad/uitleg/ 301",
        "/onder/pad/Ouder/pad.html/ /onder/pad/uitleg/ 301!",
        "/onder/pad/Ouder/pad.html/ /onder/pad/uitleg/ 301",
    ]
    assert "/onder/pad/*" in rules(made.page("/_headers"))


def test_an_old_address_does_not_stand_where_a_host_reads(site: Sites) -> None:
    for alias in ("/_headers/", "/_redirects/", "/_Headers", "/_headers/meer/", "/manifest/"):
        made = site({**FILES, "content/pages/uitleg.md": ALIASES.format(alias)})
        assert (alias, [code for code, *_ in made.check()]) == (alias, ["alias-bezet"])


def test_an_old_address_does_not_stand_where_a_compressed_copy_comes(site: Sites) -> None:
    made = site({**FILES, "content/pages/uitleg.md": ALIASES.format("/sitemap.xml.gz/")})
    assert made.check() == []
    assert {code for code, *_ in made.check(precompress=True)} == {"adres-dubbel"}


def test_every_page_has_the_policy_for_hosts_without_headers(site: Sites) -> None:
    made = site({"site.yaml": settings(NO_CARDS), "content/pages/uitleg.md": ALIASES.format("/oud/")})
    made.build()
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy.META_POLICY.replace(chr(39), "&#39;")}">'
    for path in made.public.rglob("*.html"):
        page = path.read_text("utf-8")
        assert page.count(tag) == 1, path
        # What stands before the policy is not under it.
        assert not {"<script", "<link", "<style"} & set(page[: page.index(tag)].split())
    assert "frame-ancestors" not in policy.META_POLICY


@pytest.mark.slow
def test_compressed_copies_are_complete_and_hold_the_same(site: Sites) -> None:
    made = site({**FILES, "content/media/foto.pdf": b"%PDF-1.4\n" + b"0" * 5000})
    made.build(precompress=True)
    files = tree(made.public)
    texts = [name for name in files if name.endswith((".html", ".css", ".js", ".xml", ".json", ".csv", ".ics", ".svg"))]
    assert len(texts) > 30
    for name in texts:
        assert gzip.decompress(files.get(f"{name}.gz", gzip.compress(files[name]))) == files[name]
        assert brotli.decompress(files.get(f"{name}.br", brotli.compress(files[name]))) == files[name]
        assert len(files[name]) < 200 or {f"{name}.gz", f"{name}.br"} <= set(files), name
    assert not [name for name in files if name.startswith(("media/", "MANIFEST.")) and name.endswith((".gz", ".br"))]
    listed = files["MANIFEST"].decode()
    assert all(f"  {name}\n" in listed for name in files if name != "MANIFEST")


def test_copies_go_when_they_are_not_wanted_any_more(site: Sites) -> None:
    made = site(FILES)
    made.build()
    without = tree(made.public)
    made.build(precompress=True)
    assert set(tree(made.public)) > set(without)
    made.build()
    assert tree(made.public) == without


def test_a_copy_is_a_gzip_file_that_says_nothing_about_its_making() -> None:
    data = b"Woorden, woorden. " * 50
    assert set(COMPRESSORS) == set(policy.COMPRESSED_ENDINGS) == {"gz", "br"}
    smaller = COMPRESSORS["gz"](data)
    # RFC 1952: no name or comment, no time, the most compression, an unknown system.
    assert smaller[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    assert gzip.decompress(smaller) == data
    assert brotli.decompress(COMPRESSORS["br"](data)) == data
    assert max(map(len, (smaller, COMPRESSORS["br"](data)))) < len(data)
    assert policy.is_text("pagina/index.html")
    assert not policy.is_text("plaatje.png")


def printed(made: SmallSite, server: str, output: Path, url: str) -> tuple[str, list[str]]:
    """What is printed, and its lines that stand in nothing else."""
    done = call("hosting", server, "--root", made.root, "--output", output, "--base-url", url)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(output) in done.stdout
    assert "g40.example.nl" in done.stdout
    assert not output.exists()
    inner = (" ", "#", "}", "</")
    return done.stdout, [line for line in done.stdout.splitlines() if line and not line.startswith(inner)]


@pytest.mark.parametrize(
    ("server", "block"),
    [("nginx", "server {"), ("apache", "<VirtualHost *:80>"), ("caddy", "g40.example.nl {")],
)
def test_hosting_is_one_block_for_a_name_of_ones_own(site: Sites, server: str, block: str, tmp_path: Path) -> None:
    _, outer = printed(site({}), server, tmp_path / "een map", "https://g40.example.nl/")
    assert outer == [block]


@pytest.mark.parametrize("server", ["nginx", "apache", "caddy"])
def test_hosting_below_a_path_is_no_host_of_its_own(site: Sites, server: str, tmp_path: Path) -> None:
    text, outer = printed(site({}), server, tmp_path / "een map", "https://g40.example.nl/x/")
    begins = {
        "nginx": ("set $g40_x_", "if (", "location = /x {", "location ^~ /x/ {"),
        "apache": ('Alias "/x/" ', 'RedirectMatch 301 "^/x$" ', "<Directory "),
        "caddy": ("handle /x {", "handle /x/* {"),
    }[server]
    assert all(line.startswith(begins) for line in outer)
    assert {begin for begin in begins if any(line.startswith(begin) for line in outer)} == set(begins)
    # Nothing that speaks of the whole name, and word of where this belongs.
    for word in (
        "listen",
        "server_name",
        "VirtualHost *",
        "ServerName",
        "DocumentRoot",
        "handle_errors",
        "TraceEnable",
    ):
        assert word not in text
    assert "inside the " in text.partition("\n\n")[0]


def test_what_the_manual_of_hosting_says_can_be_typed(site: Sites) -> None:
    made = site(FILES)
    text = (
        (TOP / "docs/beheer/hosting.md").read_text("utf-8").replace("$url", "https://www.voorbeeld.nl/digitalisering/")
    )
    line = r"^ *\.venv/bin/python build\.py (hosting .+) (?:\| sudo tee /etc/\S+ > /dev/null|> /tmp/\S+)$"
    typed = re.findall(line, text, re.MULTILINE)
    assert len(typed) == 7
    for line in typed:
        done = call(*shlex.split(line), "--root", made.root)
        assert (done.returncode, done.stderr) == (0, "")
    # The line that the file asks for is the one of the manual.
    for server, row in re.findall(r"^\| (nginx|Apache|Caddy) \| `(.+?)`", text, re.MULTILINE):
        assert (
            f"\n#     {row}\n"
            in printed(made, server.lower(), made.root / "x", "https://g40.example.nl/digitalisering/")[0]
        )


def test_hosting_says_what_is_wrong(site: Sites, tmp_path: Path) -> None:
    made = site(FILES)
    unknown = call("hosting", "iis", "--root", made.root)
    assert unknown.returncode == 2
    assert "kies uit nginx, apache, caddy" in unknown.stderr
    odd = call("hosting", "nginx", "--root", made.root, "--output", tmp_path / "a$b;}")
    assert odd.returncode == 2
    assert "--output" in odd.stderr
    made.write({"themes.yaml": "themes: nee\n"})
    wrong = call("hosting", "nginx", "--root", made.root)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "themes.yaml" in wrong.stderr


@pytest.mark.parametrize("base", ["/a;b/", "/a$b/", "/a%20b/", "/a(b/", "/a*/"])
def test_an_address_that_a_server_reads_otherwise_is_in_no_configuration(site: Sites, base: str) -> None:
    """A line of it would be another one, or the server would not start at all."""
    made = site(FILES)
    url = f"https://proef.example.nl{base}"
    for server in ("nginx", "apache", "caddy"):
        done = call("hosting", server, "--root", made.root, "--base-url", url)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--base-url" in done.stderr
    english = call("hosting", "nginx", "--root", made.root, "--base-url", url, "--lang", "en")
    assert "reads otherwise" in english.stderr
    made.build(base_url=url)
    assert all(line.startswith("#") for line in made.page("/.htaccess").splitlines())


@pytest.mark.parametrize("base", ["/", "/onder/pad/", "/onder.pad/~g40_2-a/"])
def test_an_address_of_plain_letters_is_in_every_configuration(site: Sites, base: str) -> None:
    made = site(FILES)
    url = f"https://proef.example.nl{base}"
    for server in ("nginx", "apache", "caddy"):
        assert url in call("hosting", server, "--root", made.root, "--base-url", url).stdout
    made.build(base_url=url)
    assert f"ErrorDocument 404 {base}404.html\n" in made.page("/.htaccess")


@pytest.mark.process
def test_precompressed_files_have_the_same_bytes_each_time(site: Sites, tmp_path: Path) -> None:
    """Here, and in a process with another zone after a file was touched."""
    made = site(FILES)
    made.build(precompress=True)
    os.utime(made.root / "site.yaml", (1, 1))
    given = ("build", "--root", made.root, "--now", NOW, "--precompress", "--output", tmp_path / "twee", "--no-cache")
    assert run(*given, env={"TZ": "Asia/Tokyo"}).returncode == 0
    assert tree(made.public) == tree(tmp_path / "twee")
