"""Hostile files: nothing leaves the root, nothing takes for ever, nothing of the content runs while it is built."""

import os
import socket
import stat
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from g40site import media
from tests.running import NOW, TOP, command, environment, run, tree
from tests.sites import Sites, SmallSite

NewSite = Sites
SECRET = "zeer-geheim-woord"
HEAD = "---\ntitle: Titel\nsummary: Kort.\ndate: 2026-01-02\n---\n"


def png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    """A PNG that claims a size, with a little of its pixels and further parts."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    body = part(b"IDAT", zlib.compress(b"\x00" * 100_000, 9))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(part(*one) for one in more) + body + part(b"IEND", b"")


BOMB = zlib.compress(b"\x00" * 200_000_000, 9)
IMAGES = {
    "many pixels": png(60_000, 60_000),
    "just too many": png(5_001, 5_000),
    "a very long line": png(30_001, 1),
    "no pixels": png(0, 0),
    "packed text": png(40, 40, (b"zTXt", b"x\0\0" + BOMB)),
    "packed profile": png(40, 40, (b"iCCP", b"x\0\0" + BOMB)),
    "packed other text": png(40, 40, (b"iTXt", b"x\0\1\0\0\0" + BOMB)),
    "fewer pixels than it says": png(4_000, 4_000),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="kwaad()"><script>kwaad()</script></svg>',
    "html": b"<!doctype html><script>kwaad()</script>",
    "gif and script": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;kwaad();",
    "postscript": b"%!PS\n(/etc/passwd) (r) file",
    "many layers": b"\xff\xd8\xff" + b"\xff\xda\x00\x02" * 500,
}


@pytest.mark.parametrize("name", IMAGES)
def test_a_hostile_image_ends_in_a_sentence_that_names_it(site: NewSite, name: str) -> None:
    made = site({"content/media/x.png": IMAGES[name], "content/news/2026-01-02-a.md": f"{HEAD}![x](../media/x.png)\n"})
    done = run("build", "--root", made.root, "--now", NOW)
    if done.returncode:
        assert done.returncode == 1
        assert "content/news/2026-01-02-a.md:6:" in done.stderr
        assert not made.public.exists()
    # What is an image after all comes out as pixels alone.
    for path in made.public.rglob("media/*"):
        assert len(path.read_bytes()) < 10_000
        assert not isinstance(media.inspect(path.read_bytes()), media.Fault)
        assert b"kwaad" not in path.read_bytes()


@pytest.mark.parametrize(
    "ending", ["svg", "html", "htm", "xhtml", "xml", "js", "mjs", "swf", "php", "phar", "cgi", "py"]
)
def test_what_could_run_is_never_published(site: NewSite, ending: str) -> None:
    made = site(
        {
            f"content/media/x.{ending}": "<svg xmlns='http://www.w3.org/2000/svg'><script>kwaad()</script></svg>",
            f"content/media/x.pdf.{ending}": "<script>kwaad()</script>",
            f"content/media/x.{ending}.": "<script>kwaad()</script>",
        }
    )
    done = run("build", "--root", made.root, "--now", NOW)
    assert done.returncode == 0
    assert not list(made.public.glob("media/*"))
    made.write({"content/news/2026-01-02-a.md": f"{HEAD}[x](../media/x.{ending}) ![x](../media/x.{ending})\n"})
    assert run("build", "--root", made.root, "--now", NOW).returncode == 1


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


ODD: dict[str, Callable[[Path], None]] = {
    "link to a secret": link("../../../geheim/x.md"),
    "link to an absolute secret": lambda path: path.symlink_to(path.parents[3] / "geheim/x.md"),
    "link to the host": link("/etc/passwd"),
    "link to endless": link("/dev/zero"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to the process": link("/proc/self/environ"),
    "link to the settings of git": link("../../.git/config"),
    "pipe": lambda path: os.mkfifo(path),
    "device": device,
    "socket": bound_socket,
    "folder": lambda path: path.mkdir(),
}
PLACES = {
    "news": "content/news/2026-01-02-x.md",
    "page": "content/pages/x.md",
    "projects": "content/projects/zwolle.yaml",
    "document": "content/media/x.pdf",
    "image": "content/media/x.png",
    "settings": "site.yaml",
    "themes": "themes.yaml",
    "folder of news": "content/news",
    "content": "content",
}


# Everything where content is read in each way; elsewhere what would do most harm, and the rest in the long run.
OFTEN = [(kind, place) for kind in ODD for place in ("news", "document", "settings")]
OFTEN += [(kind, place) for kind in ("link to a secret", "pipe") for place in PLACES if (kind, place) not in OFTEN]
SELDOM = [(kind, place) for kind in ODD for place in PLACES if (kind, place) not in OFTEN]


@pytest.mark.parametrize(("kind", "place"), [*OFTEN, *(pytest.param(*one, marks=pytest.mark.long) for one in SELDOM)])
def test_what_is_no_file_of_the_content_is_not_read(site: NewSite, tmp_path: Path, kind: str, place: str) -> None:
    (tmp_path / "geheim").mkdir()
    (tmp_path / "geheim/x.md").write_text(f"{HEAD}{SECRET}\n")
    made = site({"content/pages/a.md": "---\ntitle: A\nsummary: A.\n---\n[x](../media/x.pdf) ![x](../media/x.png)\n"})
    made.write({".git/config": f"[{SECRET}]\n"})
    path = made.root / PLACES[place]
    if place == "content":
        (made.root / "content/pages/a.md").unlink()
        (made.root / "content/pages").rmdir()
        path.rmdir()
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    ODD[kind](path)
    done = run("build", "--root", made.root, "--now", NOW)
    told = done.stdout + done.stderr
    assert done.returncode in (0, 1, 2)
    assert SECRET not in told
    assert "root:" not in told
    assert not any(SECRET.encode() in data or b"root:x:" in data for data in tree(made.public).values())


@pytest.mark.parametrize(
    "written",
    [
        "../../geheim.pdf", "../../../../../etc/passwd", "media/../../geheim.pdf", "/../geheim.pdf",
        "..%2f..%2fgeheim.pdf", "%2e%2e/%2e%2e/geheim.pdf", "..\\..\\geheim.pdf", "file:///etc/passwd",
        "media/..;/geheim.pdf", "....//....//geheim.pdf", "/etc/passwd", "~/geheim.pdf", ".git/config",
    ],
)  # fmt: skip
def test_a_path_never_leaves_the_content(site: NewSite, written: str) -> None:
    image = f"---\ntitle: B\nsummary: B.\ndate: 2026-01-02\nimage: {{file: '{written}', alt: x}}\n---\nTekst.\n"
    made = site({"geheim.pdf": SECRET, ".git/config": SECRET})
    for text, line in ((f"{HEAD}[x]({written})\n", 6), (f"{HEAD}![x]({written})\n", 6), (image, 5)):
        made.write({"content/news/2026-01-02-a.md": text})
        done = run("build", "--root", made.root, "--now", NOW)
        assert done.returncode == 1, text
        assert f"2026-01-02-a.md:{line}:" in done.stderr
        assert SECRET not in done.stderr
        assert not made.public.exists()


NAMES = [b"a\nb", b"a\rb", b"a\x1b[2Jb", b"a\x07b", b"a\x7fb", b"\xff\xfe", b"a\xe2\x80\xaegpj.exe", b"a\\b"]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_name_steers_no_terminal_and_no_list(site: NewSite, name: bytes) -> None:
    made = site({"content/news/2026-01-02-a.md": f"{HEAD}Tekst.\n"})
    folder = made.root / "content/media"
    folder.mkdir()
    for ending in (b".pdf", b".md", b".png"):
        (folder / os.fsdecode(name + ending)).write_bytes(b"x")
    for form in ("text", "github"):
        told = run("check", "--root", made.root, "--format", form, "--now", NOW).stdout
        assert not {"\x1b", "\x07", "\r", "\x7f", "\x9b", "\u202e"} & set(told)
        assert "content/media" in told
    done = run("build", "--root", made.root, "--now", NOW)
    assert done.returncode == 1
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
    "yaml keys": ("site.yaml", "".join(f"k{n}: 1\n" for n in range(DEEP))),
    "yaml long key": ("site.yaml", "k" * 1_000_000 + ": 1\n"),
    "yaml many entries": ("themes.yaml", "themes:\n" + "- {id: A A}\n" * 10_000),
    "yaml tag": ("site.yaml", "title: !!python/object/apply:os.system ['touch gehackt']\n"),
    "front matter": ("content/news/2026-01-02-a.md", "---\n" + "[" * DEEP + "\n---\nTekst.\n"),
    **{
        f"markdown {name}": ("content/news/2026-01-02-a.md", HEAD + body)
        for name, body in {
            "brackets": "[" * 50_000,
            "pictures": "![" * 50_000,
            "links": "[a](" * 20_000,
            "cdata": "<![CDATA[" * 20_000,
            "backticks": "`a" * 50_000,
            "stars": "*a_" * 50_000,
            "columns": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n",
            "notes": "x[^1]" * 20_000 + "\n\n[^1]: y\n",
            "abbreviations": "".join(f"*[a{n}]: b\n" for n in range(10_000)) + "a1 " * 10_000,
            "lists": "\n".join("  " * n + "- a" for n in range(2_000)),
            "quotes": ">" * 50_000 + " a",
            "html": "<div>" * 50_000,
            "comments": "<!--" * 50_000,
            "entities": "&" * 500_000,
            "one line": "a" * 900_000,
            "breaks": "a  \n" * 200_000,
            "too long": "a b c\n" * 300_000,
        }.items()
    },
}


@pytest.mark.parametrize("name", SLOW)
def test_what_tries_to_take_for_ever_ends_and_is_named(site: NewSite, name: str) -> None:
    """A run that takes longer than the deadline of `run` fails."""
    file, text = SLOW[name]
    made = site({})
    path = made.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    done = run("check", "--root", made.root, "--now", NOW)
    harmless = name in ("markdown entities", "markdown one line", "markdown quotes", "markdown html")
    assert done.returncode == 1 or (harmless and done.returncode == 0), done.stdout[:500]
    assert file in done.stdout or done.returncode == 0
    assert len(done.stdout) < 1_000_000
    assert not list(Path.cwd().glob("gehackt"))


def test_nothing_of_a_root_runs_while_it_is_built(tmp_path: Path) -> None:
    """What a stranger sends is data: not its Python, not its templates, not its settings of tools."""
    root = tmp_path / "site"
    trap = f"open({str(tmp_path / 'gehackt')!r}, 'a').close()\n"
    modules = "sitecustomize usercustomize yaml jinja2 json click g40site build conftest re".split()
    SmallSite(
        root,
        {
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
    for cwd in (root, tmp_path):
        for more in (("build",), ("check", "--strict"), ("routes",), ("hosting", "nginx")):
            done = run(*more, "--root", root, "--now", NOW, cwd=cwd)
            assert done.returncode in (0, 1)
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
