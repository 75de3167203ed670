"""The rules of the house, read from the code itself: who may import whom, who prints, writes, reads, knows the time."""

import ast
import functools
import re
import shlex
import symtable
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from g40site import addresses
from g40site.cli import ended
from tests.running import TOP, script

PACKAGE = TOP / "g40site"

# A room imports only from rooms above it.
ROOMS = """
    diagnostics
    addresses
    options
    engine
    content.reader
    sources
    words
    privacy
    deceptive
    country
    cards
    markdown
    media
    model
    lifecycle
    phrases
    content
    matching
    outputs
    hosts
    forms
    verify
    assets
    templates
    pages
    site_files
    routes
    planning
    pipeline
    editing
    preview
    cli
""".split()

MODULES = sorted(PACKAGE.rglob("*.py"))
WRITING = {
    "write_text",
    "write_bytes",
    "mkdir",
    "makedirs",
    "unlink",
    "rmdir",
    "rmtree",
    "touch",
    "rename",
    "symlink_to",
}
WRITING |= {"TemporaryDirectory", "TemporaryFile", "NamedTemporaryFile", "copyfile", "copytree", "move", "chmod"}
READING = {"read_text", "read_bytes", "iterdir", "glob", "rglob", "scandir"}
# Who writes the site, and what is kept beside it.
WRITERS = {f"engine/{name}.py" for name in "publishing cache build_log state".split()}
CLOCK = {"now", "utcnow", "today"}


def room_of(module: Path) -> str:
    return room_named(list(module.relative_to(PACKAGE).with_suffix("").parts))


def room_named(parts: list[str]) -> str:
    """The room of a module. What reads content is a room of its own: it knows nothing of what stands in it."""
    apart = ".".join(parts[:2])
    return apart if apart in ROOMS else parts[0]


def name(module: Path) -> str:
    return module.relative_to(TOP).as_posix()


@functools.cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(module.read_text("utf-8"))))


def imported(module: Path) -> Iterator[str]:
    """The rooms that a module imports, wherever in it."""
    for node in nodes(module):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(module)} has a relative import"
            inner = node.module or ""
            packages = ("g40site", "g40site.content")
            names = [f"{inner}.{alias.name}" for alias in node.names] if inner in packages else [inner]
        else:
            continue
        for found in names:
            parts = found.split(".")
            if parts[0] == "g40site" and len(parts) > 1 and parts[1] != "__version__":
                yield room_named(parts[1:])


@functools.cache
def calls(module: Path) -> tuple[tuple[str, str, ast.Call], ...]:
    return tuple(found(module))


def found(module: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of a module: what it is called on, its name, and the call."""
    for node in nodes(module):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield ast.unparse(node.func.value), node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield "", node.func.id, node


def test_every_room_stands_in_the_table() -> None:
    assert {room_of(module) for module in MODULES} - {"__init__"} == set(ROOMS)


@pytest.mark.slow
def test_imports_go_one_way() -> None:
    wrong = []
    for module in MODULES:
        room = room_of(module)
        allowed = set() if room == "__init__" else {room, *ROOMS[: ROOMS.index(room)]}
        wrong += [(name(module), other) for other in imported(module) if other not in allowed]
    assert wrong == []


def offenders(rooms: set[str], wrong: object) -> list[str]:
    """The calls of a kind outside some rooms and modules."""
    return [
        f"{name(module)}:{call.lineno}: {ast.unparse(call)}"
        for module in MODULES
        if room_of(module) not in rooms and name(module).removeprefix("g40site/") not in rooms
        for on, called, call in calls(module)
        if wrong(on, called, call)  # type: ignore[operator]
    ]


@pytest.mark.slow
def test_only_cli_prints_and_exits() -> None:
    def wrong(on: str, called: str, _: ast.Call) -> bool:
        printing = (on, called) in (("", "print"), ("click", "echo")) or on.startswith(("sys.stdout", "sys.stderr"))
        return printing or called in ("exit", "_exit", "quit", "SystemExit", "abort")

    assert offenders({"cli"}, wrong) == []


def test_only_cli_looks_at_the_clock() -> None:
    def wrong(on: str, called: str, _: ast.Call) -> bool:
        return on == "time" or (called in CLOCK and on.rpartition(".")[2] in ("datetime", "date"))

    assert offenders({"cli"}, wrong) == []


def test_only_publishing_writes() -> None:
    """The site, that is; what is kept beside it has a room of its own."""

    def wrong(on: str, called: str, call: ast.Call) -> bool:
        if called == "open" and on == "":
            return "devnull" not in ast.unparse(call)
        # A text and a date are replaced with two arguments or with names; a file with one argument.
        moves = called == "replace" and on != "" and len(call.args) == 1 and not call.keywords
        return moves or (called in WRITING and on != "")

    # Edits are tried in a folder of its own, and `check --also` to the file that was named.
    assert offenders({*WRITERS, "editing/transaction.py", "cli/site.py"}, wrong) == []


def test_only_the_reader_and_the_sources_read() -> None:
    def wrong(_on: str, called: str, _call: ast.Call) -> bool:
        return called in READING

    # The others read what is published, what they kept, their own code or texts, or the templates: no content.
    others = {
        "content/spelling.py",
        "country",
        "diagnostics",
        "preview",
        "engine/fingerprints.py",
        "sources",
        "verify",
        "editing/transaction.py",
    }
    assert offenders({"content.reader", *WRITERS, *others}, wrong) == []


def test_every_address_comes_from_addresses() -> None:
    """No other module writes the path of a page or of a file of the site."""
    paths = [
        value for key, value in vars(addresses).items() if key.isupper() and isinstance(value, str) and value > "/"
    ]
    assert addresses.PROJECTS in paths
    wrong = [
        f"{name(module)}:{node.lineno}: {node.value}"
        for module in MODULES
        if room_of(module) != "addresses"
        for node in nodes(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.startswith(tuple(paths)) and " " not in node.value
    ]
    assert wrong == []


def test_an_old_python_can_read_the_words_that_it_is_too_old() -> None:
    text = (TOP / "build.py").read_text("utf-8")
    ast.parse(text, feature_version=(3, 6))
    assert text.index("sys.version_info") < text.index("from g40site")


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """The first view of the help must not wait for the server, images or the validation of content."""
    heavy = ("uvicorn", "starlette", "watchdog", "PIL", "yaml", "markdown", "jinja2")
    for module in (PACKAGE / "cli").glob("*.py"):
        for node in ast.parse(module.read_text("utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                text = ast.unparse(node)
                assert not any(re.search(rf"\b{word}\b", text) for word in heavy), text
                assert not re.search(r"g40site\.(?!cli)|g40site import (?!__version__)", text), text


@pytest.mark.process
def test_who_only_reads_or_writes_files_loads_nothing_that_plans_a_site() -> None:
    program = (
        "import sys; from g40site.editing import entries, project_import, schemas, transaction; "
        "print({'g40site.pipeline', 'g40site.planning', 'g40site.pages'} & sys.modules.keys())"
    )
    assert script(program) == "set()"


# What the documentation tells people to type.

COMMANDS = "build check routes why hosting verify serve new schema forms changes review sheet import digest".split()


# Where an engineer reads what to type.
TYPED = ("README.md", "docs/developers/commands.md", "docs/developers/working.md", "docs/developers/speed.md")


def code_blocks() -> Iterator[str]:
    for document in TYPED:
        for block in re.findall(r"```(?:sh|bat)\n(.*?)```", (TOP / document).read_text("utf-8"), re.DOTALL):
            yield from (line.partition("#")[0].strip() for line in block.splitlines())


def test_the_table_of_dependencies_names_what_the_program_depends_on() -> None:
    wanted = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    part = (TOP / "ARCHITECTURE.md").read_text("utf-8").partition("## Dependencies")[2]
    told = [name for row in re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE) for name in row.split(", ")]
    assert sorted(name.lower() for name in told if name not in ("package", "---")) == sorted(
        re.split(r"[^\w-]", one)[0].lower() for one in wanted
    )


def test_every_test_that_the_table_names_is_there() -> None:
    part = (TOP / "ARCHITECTURE.md").read_text("utf-8").partition("## Where to change what")[2].partition("## ")[0]
    rows = [row.split("|") for row in part.splitlines() if row.startswith("| ")][1:]
    named = {row[1].strip(): re.findall(r"tests(?:/[\w.]+)*", row[-2]) for row in rows if "---" not in row[1]}
    assert len(named) >= 10
    assert [row for row, tests in named.items() if not tests] == []
    assert [test for tests in named.values() for test in tests if not (TOP / test).exists()] == []


def test_every_module_that_the_page_names_is_there() -> None:
    rooms = (TOP, PACKAGE, TOP / "scripts", TOP / "bench", TOP / "tests")
    files = [path.as_posix() for room in rooms for path in (room.glob("*.py") if room == TOP else room.rglob("*.py"))]
    named = set(re.findall(r"[\w/.]*\w\.py\b", (TOP / "ARCHITECTURE.md").read_text("utf-8")))
    assert len(named) >= 20
    assert sorted(name for name in named if not any(file.endswith(f"/{name}") for file in files)) == []


def test_every_make_target_that_is_named_exists_and_every_one_is_named() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {shlex.split(line)[1] for line in code_blocks() if line.startswith("make ")}
    assert {"site", "serve", "test"} <= named
    assert named == targets - {"help", "check"}


def helped(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert ended([command, "--help"]) == 0, command
    return capsys.readouterr().out


def test_every_command_line_to_type_exists(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split("build.py", 1)[1].split() for line in code_blocks() if "build.py" in line]
    assert {words[0] for words in lines} >= {"build", "check", "serve", "routes"}
    for words in lines:
        told = helped(words[0], capsys)
        assert [word for word in words if word.startswith("--") and word not in told] == []


def test_every_command_and_option_of_the_docs_is_one_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    table = (TOP / "docs/developers/commands.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `([a-z]+)", table, re.MULTILINE)) == sorted(COMMANDS)
    told = "".join(helped(command, capsys) for command in COMMANDS)
    assert [option for option in re.findall(r"--[a-z][a-z-]+", table) if option not in told] == []


def options_in(text: str) -> set[str]:
    return set(re.findall(r"--[a-z][a-z-]+", text))


def test_every_option_of_the_program_stands_in_the_docs(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of every command in a table of their own, and the others in the row of their command."""
    page = (TOP / "docs/developers/commands.md").read_text("utf-8")
    commands, options = page.partition("## Options")[::2]
    rows = dict(re.findall(r"^\| `([a-z]+)(.*)", commands, re.MULTILINE))
    theirs = {command: options_in(helped(command, capsys)) - {"--help"} for command in COMMANDS}
    common = set.intersection(*theirs.values())
    assert len(common) >= 10
    assert common - options_in(options) == set()
    assert {
        command: lacks for command in COMMANDS if (lacks := theirs[command] - common - options_in(rows[command]))
    } == {}


COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp")


def scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from scopes(child)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_comprehension_takes_a_name_that_its_function_reads_from_the_module(path: Path) -> None:
    """Early versions of Python 3.12 then look for that name in the function, and do not find it."""
    for scope in scopes(symtable.symtable(path.read_text("utf-8"), str(path), "exec")):
        inner = [child for child in scope.get_children() if child.get_name() in COMPREHENSIONS]
        bound = {symbol.get_name() for child in inner for symbol in child.get_symbols() if symbol.is_local()}
        from_module = {s.get_name() for table in (scope, *inner) for s in table.get_symbols() if s.is_global()}
        if scope.get_type() == "function":
            assert bound & from_module == set(), scope.get_name()
