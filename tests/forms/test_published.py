"""What a site publishes of the editing forms, and what it says when it cannot; no browser is needed for that."""

import json
import re
from pathlib import Path

import pytest

from g40site import hosts
from g40site.hosts import policy
from tests.hosts.servers import open_folder, running
from tests.hosts.test_files import rules
from tests.hosts.test_servers import closed
from tests.running import call
from tests.sites import BARE, BUNDLE, SmallSite, settings, templates_beside

GITLAB = "kind: gitlab, url: https://git.example.nl/, project: g40/site, application: abc"
HERE = {"site.yaml": settings(BARE, f"forms: {{{GITLAB}}}")}
ELSEWHERE = {"site.yaml": settings(BARE, f"forms: {{{GITLAB}, address: https://beheer.example.nl/}}")}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return templates_beside(BUNDLE, tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Templates beside which nobody built the program of the forms."""
    return templates_beside({}, tmp_path_factory.mktemp("no-program"))


def below(small: SmallSite) -> set[str]:
    folder = small.public / "beheer"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_site_without_forms_has_no_byte_of_them(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", {})
    small.build(templates=templates)
    assert not (small.public / "beheer").exists()
    assert "beheer" not in small.page("/MANIFEST") + small.page("/_headers") + small.page("/.htaccess")


def test_forms_are_published_with_the_site_and_go_with_the_key(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", HERE)
    small.build(templates=templates)
    assert below(small) == {"index.html", "config.json", "icon.svg", *BUNDLE}
    assert {name: (small.public / "beheer" / name).read_bytes() for name in BUNDLE} == BUNDLE
    sources = dict(
        re.findall(
            r"^beheer/(\S+) .* (\S+)$",
            call("routes", "--root", small.root, "--templates", templates).stdout,
            re.MULTILINE,
        )
    )
    assert {name for name, source in sources.items() if source == f"forms/dist/{name}"} == {*BUNDLE}
    for name in below(small):
        assert f"  beheer/{name}\n" in small.page("/MANIFEST")
    checked = call("verify", small.public, "--root", small.root)
    assert checked.returncode == 0, checked.stdout
    (small.public / "beheer/forms.js").write_bytes(b"een ander programma")
    checked = call("verify", small.public, "--root", small.root)
    assert (checked.returncode, "beheer/forms.js" in checked.stdout) == (1, True)
    small.write({"site.yaml": settings(BARE)})
    small.build(templates=templates)
    assert not (small.public / "beheer").exists()


def test_forms_are_found_by_nobody_but_by_their_address(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(
        tmp_path / "site", {"site.yaml": settings("features: {share_cards: false}", f"forms: {{{GITLAB}}}")}
    )
    small.build(templates=templates)
    assert "beheer" not in small.page("/sitemap.xml") + small.page("/zoeken/index.json") + small.page("/atom.xml")
    page = small.page("/beheer/")
    assert '<meta name="robots" content="noindex">' in page
    assert re.search(r"<noscript>.*JavaScript.*</noscript>", page, re.DOTALL)


def test_the_page_says_its_policy_for_hosts_without_headers(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", HERE)
    small.build(templates=templates)
    said = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', small.page("/beheer/"))
    own = policy.forms_policy(["https://git.example.nl"])
    assert said is not None
    assert said[1].replace("&#39;", "'") == own.replace("; frame-ancestors 'none'", "")
    assert "connect-src 'self' data: blob: https://git.example.nl;" in own


def test_hosts_with_one_header_for_all_let_through_what_either_needs(tmp_path: Path, templates: Path) -> None:
    """Such a host joins the values of two rules; a browser holds to both, and the pages say the stricter themselves."""
    small = SmallSite(tmp_path / "site", HERE)
    small.build(templates=templates)
    said = rules(small.page("/_headers"))
    header = dict(rule.split(" ", 1) for rule in said["/*"]["Content-Security-Policy"].split("; "))
    for own in (policy.POLICY, policy.forms_policy(["https://git.example.nl"])):
        for rule in own.split("; "):
            name, *sources = rule.split(" ")
            assert {*sources} - {"'none'"} <= {*header[name].split(" ")}, rule
    assert header["script-src"] == "'self'"
    assert f'content="{policy.META_POLICY}"'.replace("'", "&#39;") in small.page("/themas/").replace("'", "&#39;")
    assert said["/beheer/chunks/*"] == {"Cache-Control": policy.IMMUTABLE}


def test_a_changed_program_is_published_anew(tmp_path: Path) -> None:
    templates = templates_beside(BUNDLE, tmp_path / "program")
    small = SmallSite(tmp_path / "site", HERE)
    small.build(templates=templates)
    (tmp_path / "program/forms/dist/forms.css").write_bytes(b"body{margin:1px}")
    update = small.build(templates=templates).update
    assert update is not None
    assert (update.new, update.changed, update.removed) == (0, 1, 0)
    assert (small.public / "beheer/forms.css").read_bytes() == b"body{margin:1px}"
    again = small.build(templates=templates)
    assert (again.update and again.update.rendered, again.outputs) == (0, ())
    (tmp_path / "program/forms/dist/licenses.txt").unlink()
    update = small.build(templates=templates).update
    assert update is not None
    assert (update.new, update.changed, update.removed) == (0, 0, 1)


def test_a_site_whose_program_is_not_built_says_what_to_do(tmp_path: Path, without: Path) -> None:
    small = SmallSite(tmp_path / "site", HERE)
    for _ in range(2):
        done = call("build", "--root", small.root, "--templates", without)
        assert done.returncode == 0
        assert "Er zijn nog geen formulieren: hun programma ontbreekt." in done.stdout
        assert "make forms" in done.stdout
    assert (small.public / "themas/index.html").is_file()
    assert not (small.public / "beheer").exists()
    # Nothing of the content is wrong: who checks a proposal has no program at hand.
    assert call("check", "--strict", "--root", small.root, "--templates", without).returncode == 0


def test_a_server_knows_of_forms_that_somebody_else_builds(tmp_path: Path, templates: Path, without: Path) -> None:
    small = SmallSite(tmp_path / "site", HERE)
    printed = [call("hosting", "nginx", "--root", small.root, "--templates", at).stdout for at in (templates, without)]
    assert printed[0] == printed[1]
    assert policy.forms_policy(["https://git.example.nl"]) in printed[1]


def test_forms_elsewhere_are_not_missed_here(tmp_path: Path, without: Path) -> None:
    small = SmallSite(tmp_path / "site", ELSEWHERE)
    given = ("--root", small.root, "--templates", without)
    assert "make forms" not in call("build", *given).stdout
    assert "make forms" in call("forms", *given, "--output", tmp_path / "beheer").stdout


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://git..example.nl", "https://git..example.nl"),
        (f"https://{'a' * 70}.nl", f"https://{'a' * 70}.nl"),
        ("https://Git.Example.nl:", "https://git.example.nl"),
        ("https://[::1]:8443/git", "https://[::1]:8443"),
    ],
)
def test_a_policy_names_a_host_and_nothing_else(written: str, origin: str, tmp_path: Path, templates: Path) -> None:
    forms = f'forms: {{kind: gitlab, url: "{written}", project: g40/site, application: abc}}'
    small = SmallSite(tmp_path / "site", {"site.yaml": settings(BARE, forms)})
    small.build(templates=templates)
    assert policy.forms_policy([origin]) in small.page("/.htaccess")


def test_what_would_be_a_rule_of_a_policy_is_no_host(tmp_path: Path, templates: Path) -> None:
    forms = 'forms: {kind: gitlab, url: "https://[::1];sandbox/", project: g40/site, application: abc}'
    small = SmallSite(tmp_path / "site", {"site.yaml": settings(BARE, forms)})
    done = call("build", "--root", small.root, "--templates", templates)
    assert (done.returncode, "[geen-adres]" in done.stdout + done.stderr) == (1, True)


def test_the_address_of_the_forms_is_one_that_a_server_can_name(tmp_path: Path, templates: Path) -> None:
    forms = f'forms: {{{GITLAB}, address: "https://beheer.example.nl/a;b/"}}'
    small = SmallSite(tmp_path / "site", {"site.yaml": settings(BARE, forms)})
    done = call("forms", "--root", small.root, "--templates", templates, "--server", "nginx")
    assert (done.returncode, done.stdout, "`address`" in done.stderr) == (2, "", True)


def test_forms_never_replace_a_website(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", ELSEWHERE)
    small.build(templates=templates)
    home = small.page("/")
    given = ("forms", "--root", small.root, "--templates", templates, "--output")
    done = call(*given, small.public)
    assert (done.returncode, small.page("/")) == (2, home)
    assert str(small.public) in done.stderr
    assert not (small.public / "config.json").exists()
    # Where they stand already they are made anew.
    for _ in range(2):
        assert call(*given, tmp_path / "beheer").returncode == 0


def test_only_files_of_the_program_are_published(tmp_path: Path) -> None:
    strangers = dict.fromkeys((".htaccess", ".DS_Store", "chunks/.x.swp", "a\nb.js", "a b.js", "%41.js"), b"x")
    templates = templates_beside({**BUNDLE, **strangers}, tmp_path / "program")
    small = SmallSite(tmp_path / "site", HERE)
    small.build(templates=templates)
    assert below(small) == {"index.html", "config.json", "icon.svg", *BUNDLE}
    assert call("verify", small.public, "--root", small.root).returncode == 0
    # Also where somebody wrote the forms themselves beside their program.
    given = ("--root", small.root, "--templates", templates)
    assert call("forms", *given, "--output", tmp_path / "program/forms/dist").returncode == 0
    done = call("build", *given)
    assert (done.returncode, "0 veranderd, 0 weg" in done.stdout) == (0, True)


def test_forms_at_an_address_of_their_own(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", ELSEWHERE)
    done = call("build", "--root", small.root, "--templates", templates)
    assert (done.returncode, "formulieren" in done.stdout) == (0, False)
    assert not (small.public / "beheer").exists()
    assert "git.example.nl" not in small.page("/_headers") + small.page("/.htaccess")
    done = call("forms", "--root", small.root, "--templates", templates, "--output", tmp_path / "beheer")
    assert (done.returncode, done.stdout) == (0, f"De formulieren staan in {tmp_path / 'beheer'}\n")
    folder = tmp_path / "beheer"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {"index.html", "config.json", "icon.svg", *BUNDLE, *hosts.FILES}
    own = policy.forms_policy(["https://git.example.nl"])
    assert rules((folder / "_headers").read_text("utf-8"))["/*"]["Content-Security-Policy"] == own
    assert f'Header always set Content-Security-Policy "{own}" env=g40_forms' in (folder / ".htaccess").read_text(
        "utf-8"
    )
    assert 'SetEnvIf Request_URI "^/" g40_forms' in (folder / ".htaccess").read_text("utf-8")


@pytest.mark.process
@pytest.mark.parametrize("name", ["nginx", "apache", "caddy", "htaccess"])
def test_a_server_for_the_forms_alone(name: str, tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", ELSEWHERE)
    given = ("--root", small.root, "--templates", templates, "--output")
    with open_folder() as folder:
        assert call("forms", *given, folder / "public").returncode == 0
        printed = call("forms", *given, folder / "public", "--server", name if name != "htaccess" else "apache")
        assert printed.returncode == 0, printed.stderr
        with running(name, printed.stdout, folder, "/") as server:
            for address in ("/", "/forms.js", "/config.json", "/chunks/deel-TOQ53JV4.js"):
                answer = server.get(address)
                assert answer.status == 200, address
                closed(answer, policy.forms_policy(["https://git.example.nl"]))
            assert answer.headers["cache-control"] == policy.IMMUTABLE
            assert server.get("/.htaccess").status in (403, 404)


def test_the_command_writes_the_configuration_by_itself(tmp_path: Path, templates: Path) -> None:
    small = SmallSite(tmp_path / "site", HERE)
    done = call("forms", "--root", small.root, "--templates", templates)
    assert (done.returncode, done.stdout) == (0, f"De formulieren staan in {small.root / 'forms'}\n")
    assert [path.name for path in (small.root / "forms").iterdir()] == ["config.json"]
    small.build(templates=templates)
    assert (small.root / "forms/config.json").read_bytes() == (small.public / "beheer/config.json").read_bytes()
    small.write({"site.yaml": settings(BARE)})
    done = call("forms", "--root", small.root, "--templates", templates)
    assert done.returncode == 2
    assert "docs/beheer/formulieren.md" in done.stderr


SIGNING_IN = {
    GITLAB: {
        "name": "gitlab", "repo": "g40/site", "base_url": "https://git.example.nl", "auth_type": "pkce",
        "api_root": "https://git.example.nl/api/v4", "app_id": "abc", "auth_methods": ["oauth"],
    },
    "kind: gitlab, url: https://example.nl/git, project: g40/onder/site, application: abc": {
        "name": "gitlab", "repo": "g40/onder/site", "base_url": "https://example.nl/git", "auth_type": "pkce",
        "api_root": "https://example.nl/git/api/v4", "app_id": "abc", "auth_methods": ["oauth"],
    },
    "kind: github, url: https://github.com, project: g40/site": {
        "name": "github", "repo": "g40/site", "auth_methods": ["token"],
    },
    "kind: github, url: https://github.com, project: g40/site, login: https://login.example.nl": {
        "name": "github", "repo": "g40/site", "base_url": "https://login.example.nl",
        "auth_methods": ["oauth", "token"],
    },
    "kind: github, url: https://GitHub.com/, project: g40/site": {
        "name": "github", "repo": "g40/site", "auth_methods": ["token"],
    },
    "kind: github, url: https://hub.example.nl, project: g40/site": {
        "name": "github", "repo": "g40/site", "api_root": "https://hub.example.nl/api/v3",
        "graphql_api_root": "https://hub.example.nl/api/graphql", "auth_methods": ["token"],
    },
}  # fmt: skip
TALKS = ["https://git.example.nl", "https://example.nl", *["https://api.github.com"] * 3, "https://hub.example.nl"]


@pytest.mark.parametrize(("written", "talks"), [*zip(SIGNING_IN, TALKS, strict=True)])
def test_where_editors_sign_in(written: str, talks: str, tmp_path: Path, templates: Path) -> None:
    repository = "repository: {url: https://git.example.nl/g40/site, branch: hoofd}"
    small = SmallSite(tmp_path / "site", {"site.yaml": settings(BARE, repository, f"forms: {{{written}}}")})
    small.build(templates=templates)
    config = json.loads(small.page("/beheer/config.json"))
    backend = config["backend"]
    assert backend.pop("commit_messages")["update"].startswith("Gewijzigd: ")
    assert backend == {**SIGNING_IN[written], "branch": "hoofd"}
    assert config["publish_mode"] == "editorial_workflow"
    assert f"connect-src 'self' data: blob: {talks};" in small.page("/.htaccess")


NEWS = "---\ntitle: Nieuws\ndate: 2026-11-02\nsummary: Kort.\n---\nTekst.\n"
LINKS = {
    "/actueel/nieuws/": "news/entries/2026-11-02-nieuws",
    "/projecten/lantaarns/": "projects/entries/lantaarns",
    "/themas/smart-living/": "settings/entries/themes",
    "/gemeenten/zwolle/": "municipalities/entries/zwolle",
}
ENTRIES: dict[str, str | bytes] = {
    "content/news/2026-11-02-nieuws.md": NEWS,
    "content/projects/lantaarns.yaml": (
        "municipality: zwolle\ntitle: Lantaarns\nsummary: Licht.\nthemes: [smart-living]\nstatus: pilot\n"
    ),
    "content/projects/zwolle.yaml": (
        "projects:\n  - {id: meten, title: Meten, summary: Kort., themes: [smart-living], status: pilot}\n"
    ),
    "content/municipalities/zwolle.yaml": "contacts: [{role: Adviseur}]\n",
}


def links(small: SmallSite, address: str) -> list[tuple[str, str]]:
    """Where a page can be changed, in the words of its foot."""
    return re.findall(r'<a href="([^"]*)"[^>]*>(Bewerk [^<]*)</a>', small.page(address))


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_a_page_leads_to_the_form_of_its_entry(where: str, tmp_path: Path, templates: Path) -> None:
    repository = "repository: {url: https://git.example.nl/g40/site}"
    more, top = (
        ("", "/beheer/") if where == "here" else (", address: https://beheer.example.nl/", "https://beheer.example.nl/")
    )
    small = SmallSite(
        tmp_path / "site", {**ENTRIES, "site.yaml": settings(BARE, repository, f"forms: {{{GITLAB}{more}}}")}
    )
    small.build(templates=templates)
    for address, form in LINKS.items():
        by_form, by_file = links(small, address)
        assert by_form == (f"{top}#/collections/{form}", "Bewerk deze pagina")
        assert by_file[0].startswith("https://git.example.nl/g40/site/-/edit/main/")
        assert by_file[1] == "Bewerk het bestand"
    # A list of projects has no form.
    assert [text for _href, text in links(small, "/projecten/meten/")] == ["Bewerk deze pagina"]


def test_without_forms_a_page_leads_to_its_file_alone(tmp_path: Path, templates: Path, without: Path) -> None:
    repository = "repository: {url: https://git.example.nl/g40/site}"
    small = SmallSite(tmp_path / "site", {**ENTRIES, "site.yaml": settings(BARE, repository)})
    small.build(templates=templates)
    before = {address: small.page(address) for address in LINKS}
    assert all([text for _href, text in links(small, address)] == ["Bewerk deze pagina"] for address in LINKS)
    # The same where nobody built their program.
    small.write({"site.yaml": settings(BARE, repository, f"forms: {{{GITLAB}}}")})
    small.build(templates=without)
    assert {address: small.page(address) for address in LINKS} == before
    small.build(templates=templates)
    assert len(links(small, "/actueel/nieuws/")) == 2
