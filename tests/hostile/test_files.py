"""Hostile files: nothing leaves the root, nothing takes for ever, nothing of the content runs while it is built."""

import json
import os
import socket
import stat
import struct
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from g40site import pipeline
from g40site.diagnostics.renderers import as_text
from tests.running import NOW, TOP, command, environment, script, tree
from tests.sites import BARE, Sites, SmallSite, settings
from tests.warm import run

SECRET = "zeer-geheim-woord"
HEAD = "---\ntitle: Titel\nsummary: Kort.\ndate: 2026-01-02\n---\n"
# Checks several sites, one after the other, in a process of its own: what hangs there is stopped.
CHECKS = f"""
import json, sys
from tests.running import call
done = [call("check", "--templates", sys.argv[1], "--now", "{NOW}", "--root", root) for root in sys.argv[2:]]
print(json.dumps([[one.returncode, one.stdout + one.stderr] for one in done]))
"""


def checked(templates: Path, roots: Iterable[Path]) -> list[tuple[int, str]]:
    """How the check of each site ends, and what it says."""
    return [(code, said) for code, said in json.loads(script(CHECKS, templates, *roots))]


def png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    """A PNG that claims a size, with a little of its pixels and further parts."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    body = part(b"IDAT", zlib.compress(b"\x00" * 100_000, 9))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(part(*one) for one in more) + body + part(b"IEND", b"")


@cache
def bomb() -> bytes:
    """A little that becomes very much."""
    return zlib.compress(b"\x00" * 200_000_000, 9)


IMAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "many-pixels": (lambda: png(60_000, 60_000), "plaatje-te-groot"),
    "just-too-many": (lambda: png(5_001, 5_000), "plaatje-te-groot"),
    "a-very-long-line": (lambda: png(30_001, 1), "plaatje-te-groot"),
    "no-pixels": (lambda: png(0, 0), "plaatje-kapot"),
    "packed-text": (lambda: png(40, 40, (b"zTXt", b"x\0\0" + bomb())), "plaatje-kapot"),
    "packed-profile": (lambda: png(40, 40, (b"iCCP", b"x\0\0" + bomb())), "plaatje-kapot"),
    "packed-other-text": (lambda: png(40, 40, (b"iTXt", b"x\0\1\0\0\0" + bomb())), "plaatje-kapot"),
    "fewer-pixels-than-it-says": (lambda: png(4_000, 4_000), "plaatje-kapot"),
    "svg": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="kwaad()"><script>kwaad()</script></svg>',
        "plaatje-soort",
    ),
    "html": (lambda: b"<!doctype html><script>kwaad()</script>", "plaatje-soort"),
    "gif-and-script": (lambda: b"GIF89a/*" + b"\x00" * 20 + b"*/=1;kwaad();", "plaatje-kapot"),
    "postscript": (lambda: b"%!PS\n(/etc/passwd) (r) file", "plaatje-soort"),
    "many-layers": (lambda: b"\xff\xd8\xff" + b"\xff\xda\x00\x02" * 500, "plaatje-te-groot"),
}


@pytest.mark.slow
def test_each_hostile_image_is_named_with_its_fault_where_it_is_used(site: Sites, bare: Path) -> None:
    made = site({})
    for name, (image, _code) in IMAGES.items():
        item = f"content/news/2026-01-02-{name}.md"
        made.write({f"content/media/{name}.png": image(), item: f"{HEAD}![x](../media/{name}.png)\n"})
    assert sorted(made.check(templates=bare)) == sorted(
        (code, f"content/news/2026-01-02-{name}.md", 6, 6) for name, (_image, code) in IMAGES.items()
    )


ENDINGS = "svg html htm xhtml xml js mjs swf php phar cgi py".split()


def test_what_could_run_is_never_published_and_cannot_be_linked(site: Sites, bare: Path) -> None:
    evil = "<svg xmlns='http://www.w3.org/2000/svg'><script>kwaad()</script></svg>"
    names = [name for ending in ENDINGS for name in (f"x.{ending}", f"x.pdf.{ending}", f"x.{ending}.")]
    made = site({f"content/media/{name}": evil for name in names})
    made.build(templates=bare)
    assert not list(made.public.glob("media/*"))
    for ending in ENDINGS:
        text = f"{HEAD}[x](../media/x.{ending}) ![x](../media/x.{ending})\n"
        made.write({f"content/news/2026-01-02-{ending}.md": text})
    refused = [problem.span.file for problem in pipeline.build(made.options(templates=bare)).problems.errors]
    assert sorted(refused) == sorted([f"content/news/2026-01-02-{ending}.md" for ending in ENDINGS] * 2)


def link(target: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.symlink_to(target)

    return make


def device(path: Path) -> None:
    """An endless file, where this user may make one; otherwise a link to one."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        path.symlink_to("/dev/zero")


def bound_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def link_near(there: str) -> Callable[[Path], None]:
    """A link with a relative path to what stands there, as seen from the root of the site."""

    def make(path: Path) -> None:
        root = next(one for one in path.parents if one.name.startswith("site-"))
        path.symlink_to(os.path.relpath(root / there, path.parent))

    return make


ODD: dict[str, Callable[[Path], None]] = {
    "secret": link_near("../geheim/x.md"),
    "absolute": lambda path: path.symlink_to(next(one for one in path.parents if one.name == "here") / "geheim/x.md"),
    "host": link("/etc/passwd"),
    "endless": link("/dev/zero"),
    "itself": lambda path: path.symlink_to(path.name),
    "process": link("/proc/self/environ"),
    "git": link_near(".git/config"),
    "pipe": lambda path: os.mkfifo(path),
    "device": device,
    "socket": bound_socket,
    "folder": lambda path: path.mkdir(),
}
# Where each kind has a file of its own in one site, and where there is one place for all.
MANY = (
    "content/news/2026-01-02-{}.md",
    "content/agenda/2026-12-02-{}.md",
    "content/pages/{}.md",
    "content/projects/{}.yaml",
    "content/municipalities/{}.yaml",
    "content/media/{}.pdf",
    "content/media/{}.png",
)
ONE = ("site.yaml", "themes.yaml", "municipalities.yaml", "content/news", "content")
TOWN = """\
  - id: {}
    name: {}
    code: GM{:04}
    province: Overijssel
    location: {{lat: 52.5, lon: 6.0}}
    website: https://www.example.nl
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder in which sites are made, with something beside them that none may read."""
    folder = tmp_path / "here"
    (folder / "geheim").mkdir(parents=True)
    (folder / "geheim/x.md").write_text(f"{HEAD}{SECRET}\n")
    return folder


def silent(said: str) -> bool:
    """Whether nothing was said of what lies elsewhere."""
    return SECRET not in said and "root:" not in said and "PATH=" not in said


def with_odd_files(root: Path, files: dict[str, str]) -> Path:
    """A site in which files of these kinds stand, and a page that links to all of `media`."""
    links = "".join(
        f"{'!' * name.endswith('png')}[x](../{name.removeprefix('content/')})\n" for name in files if "media" in name
    )
    towns = "".join(TOWN.format(name, name, number) for number, name in enumerate(("zwolle", *ODD), 193))
    made = SmallSite(
        root,
        {
            "municipalities.yaml": f"municipalities:\n{towns}",
            "content/pages/links.md": f"---\ntitle: A\nsummary: A.\n---\n{links}",
            ".git/config": f"[{SECRET}]\n",
        },
    )
    for file, kind in files.items():
        (made.root / file).parent.mkdir(parents=True, exist_ok=True)
        ODD[kind](made.root / file)
    return made.root


@pytest.mark.process
def test_each_odd_file_is_refused_unread_and_named(here: Path, bare: Path) -> None:
    files = {place.format(kind): kind for place in MANY for kind in ODD}
    # A document that is no file is found out last, where nothing else is wrong. Not everybody may make a device.
    devices = ("device",) if os.geteuid() == 0 else ()
    last = {f"content/media/{kind}.pdf": kind for kind in ("pipe", "socket", *devices)}
    ends = checked(bare, [with_odd_files(here / "site-0", files), with_odd_files(here / "site-1", last)])
    for which, (code, said) in zip((files, last), ends, strict=True):
        assert code == 1
        assert silent(said)
        unnamed = {file for file in which if f"{file}:1:1: fout [" not in said}
        # An empty folder is nothing that somebody could mean.
        assert unnamed - (last.keys() if which is files else set()) == {
            file for file, kind in which.items() if kind == "folder"
        }


@pytest.mark.process
def test_what_stands_for_a_file_or_folder_of_the_root_is_refused_unread_and_named(here: Path, bare: Path) -> None:
    sites = {}
    for number, (place, kind) in enumerate((place, kind) for place in ONE for kind in ODD):
        made = SmallSite(here / f"site-{number}", {".git/config": f"[{SECRET}]\n"})
        path = made.root / place
        path.unlink(missing_ok=True)
        path.parent.mkdir(exist_ok=True)
        ODD[kind](path)
        sites[made.root] = place, kind
    ends = dict(zip(sites.values(), checked(bare, sites), strict=True))
    assert [which for which, (_code, said) in ends.items() if not silent(said)] == []
    unnamed = {(place, kind): code for (place, kind), (code, said) in ends.items() if f"{place}:1:1: " not in said}
    # A circle in the place of the settings or the content is wrong use; an empty folder is one without news.
    assert unnamed == {
        ("site.yaml", "itself"): 2,
        ("content", "itself"): 2,
        ("content/news", "folder"): 0,
        ("content", "folder"): 0,
    }


PATHS = (
    "../../geheim.pdf", "../../../../../etc/passwd", "media/../../geheim.pdf", "/../geheim.pdf",
    "..%2f..%2fgeheim.pdf", "%2e%2e/%2e%2e/geheim.pdf", "..\\..\\geheim.pdf", "file:///etc/passwd",
    "media/..;/geheim.pdf", "....//....//geheim.pdf", "/etc/passwd", "~/geheim.pdf", ".git/config",
)  # fmt: skip


FORMS = {
    "link": (f"{HEAD}[x]({{}})\n", 6),
    "picture": (f"{HEAD}![x]({{}})\n", 6),
    "item": ("---\ntitle: B\nsummary: B.\ndate: 2026-01-02\nimage: {{file: '{}', alt: x}}\n---\nTekst.\n", 5),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_path_that_leaves_the_content_is_an_error_at_its_line(site: Sites, bare: Path, form: str) -> None:
    page, line = FORMS[form]
    items = {f"content/news/2026-01-02-{number}.md": page.format(path) for number, path in enumerate(PATHS)}
    made = site({"geheim.pdf": SECRET, ".git/config": SECRET, **items})
    result = pipeline.build(made.options(templates=bare))
    assert {problem.span.file: problem.span.line for problem in result.problems.errors} == dict.fromkeys(items, line)
    assert SECRET not in as_text(result.problems, result.sources, "nl")
    assert not made.public.exists()


NAMES = [b"a\nb", b"a\rb", b"a\x1b[2Jb", b"a\x07b", b"a\x7fb", b"\xff\xfe", b"a\xe2\x80\xaegpj.exe", b"a\\b"]


@pytest.mark.process
def test_a_name_steers_no_terminal_and_no_list(site: Sites) -> None:
    made = site({"content/news/2026-01-02-a.md": f"{HEAD}Tekst.\n"})
    folder = made.root / "content/media"
    folder.mkdir()
    for name in NAMES:
        for ending in (b".pdf", b".md", b".png"):
            (folder / os.fsdecode(name + ending)).write_bytes(b"x")
    for form in ("text", "github"):
        told = run("check", "--root", made.root, "--format", form, "--now", NOW).stdout
        assert not {"\x1b", "\x07", "\r", "\x7f", "\x9b", "\u202e"} & set(told)
        assert all(f"content/media/{shown}.pdf" in told for shown in ("a\ufffdb", "a\ufffd[2Jb", "\ufffd\ufffd"))
        assert all(f"content/media/{shown}.png" in told for shown in ("a\ufffdgpj.exe", "a\\b"))
        assert told.count("De bestandsnaam") == 15
    assert run("build", "--root", made.root, "--now", NOW).returncode == 1
    assert not made.public.exists()


DEEP = 100_000
SLOW = {
    "yaml brackets": ("themes.yaml", "themes: " + "[" * DEEP),
    "yaml braces": ("site.yaml", "{a: " * DEEP),
    "yaml dashes": ("municipalities.yaml", "municipalities:\n" + "- " * DEEP),
    "yaml depth": ("themes.yaml", "\n".join(" " * n + "a:" for n in range(2_000))),
    "yaml laughs": (
        "themes.yaml",
        "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(20)),
    ),
    "yaml keys": ("site.yaml", "".join(f"k{n}: 1\n" for n in range(10_000))),
    "yaml long key": ("site.yaml", "k" * 1_000_000 + ": 1\n"),
    "yaml many entries": ("themes.yaml", "themes:\n" + "- {id: A A}\n" * 10_000),
    "yaml tag": ("site.yaml", "title: !!python/object/apply:os.system ['touch gehackt']\n"),
    "front matter": ("content/news/2026-01-02-a.md", "---\n" + "[" * DEEP + "\n---\nTekst.\n"),
    **{
        f"markdown {name}": ("content/news/2026-01-02-a.md", HEAD + body)
        for name, body in {
            "brackets": "[" * 50_000,
            "pictures": "![" * 49_000,
            "links": "[a](" * 20_000,
            "cdata": "<![CDATA[" * 11_000,
            "backticks": "`a" * 49_000,
            "stars": "*a_" * 33_000,
            "columns": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n",
            "notes": "x[^1]" * 19_000 + "\n\n[^1]: y\n",
            "abbreviations": "".join(f"*[a{n}]: b\n" for n in range(5_000)) + "a1 " * 5_000,
            "lists": "\n".join("  " * n + "- a" for n in range(400)),
            "quotes": ">" * 50_000 + " a",
            "html": "<div>" * 19_000,
            "comments": "<!--" * 24_000,
            "entities": "&" * 99_000,
            "one line": "a" * 99_000,
            "breaks": "a  \n" * 24_000,
            "too long": "a b c\n" * 300_000,
        }.items()
    },
}


# The most of them that one file may hold.
LONGEST = {
    "yaml keys": ("site.yaml", "".join(f"k{n}: 1\n" for n in range(DEEP))),
    "yaml entries": ("themes.yaml", "themes:\n" + "- {id: A A}\n" * 40_000),
}


@pytest.mark.process
@pytest.mark.parametrize(
    "files",
    [
        pytest.param({name: SLOW[name] for name in SLOW if not name.startswith("markdown")}, id="yaml"),
        pytest.param({name: SLOW[name] for name in SLOW if name.startswith("markdown")}, id="markdown"),
        *(pytest.param({name: LONGEST[name]}, id=f"longest {name}", marks=pytest.mark.long) for name in LONGEST),
    ],
)
def test_what_tries_to_take_for_ever_ends_and_is_named(
    tmp_path: Path, bare: Path, files: dict[str, tuple[str, str]]
) -> None:
    """A process that takes longer than the deadline of `script` fails."""
    roots = []
    for number, (file, data) in enumerate(files.values()):
        roots.append(tmp_path / f"site-{number}")
        SmallSite(roots[-1], {file: data.encode()})
    ends = dict(zip(files, checked(bare, roots), strict=True))
    # One long word is ordinary enough to be a site.
    assert ends.pop("markdown one line", (0, ""))[0] == 0
    wrong = {
        name: (code, said[:500])
        for name, (code, said) in ends.items()
        if code != 1 or f"{files[name][0]}:" not in said or len(said) > 1_000_000
    }
    assert wrong == {}
    assert not (TOP / "gehackt").exists()


@pytest.mark.process
def test_nothing_of_a_root_runs_while_it_is_built(tmp_path: Path) -> None:
    """What a stranger sends is data: not its Python, not its templates, not its settings of tools."""
    root = tmp_path / "site"
    trap = f"open({str(tmp_path / 'gehackt')!r}, 'a').close()\n"
    modules = "sitecustomize usercustomize yaml jinja2 json click g40site build conftest re".split()
    SmallSite(
        root,
        {
            "site.yaml": settings(BARE),
            **{f"{name}.py": trap for name in modules},
            **{f"{folder}/__init__.py": trap for folder in ("g40site", "content", "templates", "yaml")},
            "templates/pages/home.html": "GEHACKT {{ ''.__class__.__mro__ }}",
            "templates/layouts/base.html": "GEHACKT",
            "templates/assets/css/base.css": "/* GEHACKT */",
            "pyproject.toml": "[project]\nname = 'gehackt'\n",
            "x.pth": f"import os; {trap}",
            "content/news/2026-01-02-a.md": HEAD + "{{ 7*7 }} {% include 'site.yaml' %} ${7*7} <%= 7*7 %>\n",
        },
    )
    words = (("build",), ("check",), ("routes",), ("hosting", "nginx"))
    for cwd, more in ((tmp_path, ("build",)), *((root, one) for one in words)):
        done = run(*more, "--root", root, "--now", NOW, cwd=cwd)
        assert done.returncode == 0, done.stderr
        assert "GEHACKT" not in done.stdout
    assert not (tmp_path / "gehackt").exists()
    built = tree(root / "public")
    assert built
    assert not [name for name, data in built.items() if b"GEHACKT" in data]
    body = built["actueel/a/index.html"].decode()
    assert "{{ 7<em>7 }}" in body or "{{ 7*7 }}" in body
    assert "{% include" in body
    assert "49" not in body.partition("{{ 7")[2][:90]


def test_the_program_is_run_as_users_do() -> None:
    """The test above would mean nothing with another way to start."""
    assert command("build")[1] == str(TOP / "build.py")
    assert "PYTHONPATH" not in environment()
