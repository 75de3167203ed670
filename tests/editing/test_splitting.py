"""The script that gives projects and people files of their own: every byte that somebody wrote goes along."""

import pytest

from g40site.content.load import load_alone
from g40site.content.site import assemble
from g40site.editing.transaction import FileChanged, save
from scripts import split_content
from tests.running import tree
from tests.sites import LEAST, Sites, SmallSite

MUNICIPALITIES = """\
# De gemeenten.
municipalities:
  # Eerst die van het bestuur.
  - id: zwolle
    name: "Zwolle"   # sinds 1230
    code: GM0193
    province: Overijssel
    location: {lat: 52.5168, lon: 6.0830}
    # Het nummer van het stadhuis.
    contact:
      # Nagekeken.
      phone: 14 038
      # Mail is er niet.
    website: https://www.zwolle.nl
    participates: [ smart-living ]  # besluit
    administrators:
      - name: Jo Jansen

        role: >-
          Wethouder
          van de stad
      - {name: 'An', role: "Wethouder"}
      # Nog een vacature.

    contacts: []
    # Zie ook de site.

  # Daarna de anderen.
  - id: gouda
    name: Gouda
    code: GM0513
    province: Zuid-Holland
    location: {lat: 52.0116, lon: 4.7105}
    website: https://www.gouda.nl
# Einde.
"""
PROJECTS = """\
# yaml-language-server: $schema=../../schema/projects.schema.json
# Van Zwolle.
projects:
  # Het eerste.
  - id:  lantaarns  # zo heet het
    title: 'Lantaarns'
    summary: >-
      Licht
      dat meet.
    description: |
      ## Een kop, geen opmerking.

        Ingesprongen.
    # Van wie?
    themes: [ smart-living ]
    status: pilot
    # Onder het eerste.

  # Boven het tweede.
  - {id: sensoren, title: Sensoren, summary: Meten., themes: [smart-living], status: in-use} # plat
  -
    title: Zonder id vooraan
    id: zwolle
    summary: "Eén
      zin."
    themes:
    - smart-living
    status: pilot
# Einde.
"""
LANTERNS = """\
# Van Zwolle.
# Het eerste.
municipality: zwolle  # zo heet het
title: 'Lantaarns'
summary: >-
  Licht
  dat meet.
description: |
  ## Een kop, geen opmerking.

    Ingesprongen.
# Van wie?
themes: [ smart-living ]
status: pilot
# Onder het eerste.
"""
SENSORS = """\
# Boven het tweede.
{municipality: zwolle, title: Sensoren, summary: Meten., themes: [smart-living], status: in-use} # plat
"""
NAMED_AFTER_THE_LIST = """\
title: Zonder id vooraan
municipality: zwolle
summary: "Eén
  zin."
themes:
- smart-living
status: pilot
# Einde.
"""
PEOPLE = """\
# Het nummer van het stadhuis.
contact:
  # Nagekeken.
  phone: 14 038
  # Mail is er niet.
participates: [ smart-living ]  # besluit
administrators:
  - name: Jo Jansen

    role: >-
      Wethouder
      van de stad
  - {name: 'An', role: "Wethouder"}
  # Nog een vacature.
contacts: []
"""
LEFT = """\
# De gemeenten.
municipalities:
  # Eerst die van het bestuur.
  - id: zwolle
    name: "Zwolle"   # sinds 1230
    code: GM0193
    province: Overijssel
    location: {lat: 52.5168, lon: 6.0830}
    website: https://www.zwolle.nl

    # Zie ook de site.

  # Daarna de anderen.
  - id: gouda
    name: Gouda
    code: GM0513
    province: Zuid-Holland
    location: {lat: 52.0116, lon: 4.7105}
    website: https://www.gouda.nl
# Einde.
"""


def written(text: str, mark: str, line_end: str) -> bytes:
    return (mark + text.replace("\n", line_end)).encode()


def content_of(small: SmallSite) -> dict[str, bytes]:
    return {**tree(small.root / "content"), "municipalities.yaml": (small.root / "municipalities.yaml").read_bytes()}


def shown(small: SmallSite) -> object:
    site = assemble(load_alone(small.root), drafts=True)
    projects = {project.id: (project.municipality, project.title, project.description) for project in site.projects}
    return projects, {m.id: (m.contact, m.participates, m.administrators, m.contacts) for m in site.municipalities}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_byte_goes_along_but_the_spaces_in_front(site: Sites, mark: str, line_end: str) -> None:
    files = {"municipalities.yaml": MUNICIPALITIES, "content/projects/zwolle.yaml": PROJECTS}
    themes = {"themes.yaml": LEAST["themes.yaml"].replace("lead: zwolle", "lead: gouda")}
    small = site({**themes, **{name: written(text, mark, line_end) for name, text in files.items()}})
    before = shown(small)
    assert split_content.main(small.root) == 0
    texts = {
        "municipalities.yaml": LEFT,
        "municipalities/zwolle.yaml": PEOPLE,
        "projects/lantaarns.yaml": LANTERNS,
        "projects/sensoren.yaml": SENSORS,
        "projects/zwolle.yaml": NAMED_AFTER_THE_LIST,
    }
    assert content_of(small) == {name: written(text, mark, line_end) for name, text in texts.items()}
    assert shown(small) == before
    assert small.check() == []
    # Nothing is left for a second run.
    assert split_content.split(small.root) == {}
    assert content_of(small) == {name: written(text, mark, line_end) for name, text in texts.items()}


def test_a_new_file_names_its_schema_where_there_is_one(site: Sites) -> None:
    small = site({"municipalities.yaml": MUNICIPALITIES, "content/projects/zwolle.yaml": PROJECTS})
    small.write({"schema/project.schema.json": "{}", "schema/municipality.schema.json": "{}"})
    split_content.main(small.root)
    line = "# yaml-language-server: $schema=../../schema/{}.schema.json\n"
    files = content_of(small)
    assert files["projects/lantaarns.yaml"].decode() == line.format("project") + LANTERNS
    assert files["municipalities/zwolle.yaml"].decode() == line.format("municipality") + PEOPLE


CALLED = "projects:\n  - id: {}\n    title: Een\n    summary: Kort.\n    themes: [smart-living]\n    status: pilot\n"


def test_projects_within_a_municipality_get_their_files_too(site: Sites) -> None:
    projects = """\
        projects:  # twee
          # Eerst
          - id: een
            title: Een
            summary: Kort.
            themes: [smart-living]
            status: pilot

          - {id: twee, title: Twee, summary: Kort., themes: [smart-living], status: pilot}
    """
    lines = "\n".join(line[4:] for line in projects.rstrip().split("\n")) + "\n"
    small = site({"municipalities.yaml": LEFT.replace("# Einde.\n", lines)})
    before = shown(small)
    assert split_content.main(small.root) == 0
    assert shown(small) == before
    files = content_of(small)
    assert files["projects/een.yaml"].startswith(b"# twee\n# Eerst\nmunicipality: gouda\ntitle: Een\n")
    assert files["projects/twee.yaml"].startswith(b"{municipality: gouda, title: Twee,")
    assert files["municipalities.yaml"].decode() == LEFT.replace("# Einde.\n", "")


def test_projects_within_a_municipality_without_a_word_above_them(site: Sites) -> None:
    """Also beside a municipality that has the key and nothing behind it."""
    item = "{id: een, title: Een, summary: Kort., themes: [smart-living], status: pilot}"
    municipality = LEFT.replace("# Einde.\n", "")
    begin = municipality.index("  - id: gouda\n")
    text = f"{municipality[:begin]}    projects:\n{municipality[begin:]}    projects:\n      - {item}\n"
    small = site({"municipalities.yaml": text})
    assert split_content.main(small.root) == 0
    assert content_of(small)["projects/een.yaml"].startswith(b"{municipality: gouda, title: Een,")
    assert content_of(small)["municipalities.yaml"].decode() == municipality


def test_projects_that_are_called_as_each_other_s_municipality(site: Sites) -> None:
    lists = {name: CALLED.format(other) for name, other in (("gouda", "zwolle"), ("zwolle", "gouda"))}
    small = site({"municipalities.yaml": LEFT, **{f"content/projects/{name}.yaml": lists[name] for name in lists}})
    assert split_content.main(small.root) == 0
    for name, other in (("gouda", "zwolle"), ("zwolle", "gouda")):
        assert content_of(small)[f"projects/{name}.yaml"].startswith(f"municipality: {other}\n".encode())


ITEM = "id: een, title: Een, summary: Kort., themes: [smart-living], status: pilot"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("content/projects/zwolle.yaml", f"projects: [{{{ITEM}}}]\n", "content/projects/zwolle.yaml, regel 1: zet elk"),
        ("content/projects/zwolle.yaml", "# Niets.\nprojects: []\n", "de opmerking `# Niets.` zou wegvallen."),
        (
            "content/projects/zwolle.yaml",
            f"projects:\n  - {{{ITEM.replace('een', 'twee')}}}\n",
            "content/projects/twee.yaml bestaat al.",
        ),
        ("content/projects/zwolle.yaml", "projects:\n  - id: een\n", "in de inhoud staan fouten."),
        (
            "municipalities.yaml",
            MUNICIPALITIES.replace("  - id: gouda\n", "  - contacts: []\n    id: gouda\n"),
            "municipalities.yaml, regel 29: zet `contacts` op een eigen regel",
        ),
        (
            "municipalities.yaml",
            "municipalities:\n- {id: zwolle, name: Zwolle, code: GM0193, province: Overijssel, contacts: [], "
            "location: {lat: 52.5, lon: 6.0}, website: https://www.zwolle.nl}\n",
            "municipalities.yaml, regel 2: zet `contacts` op een eigen regel",
        ),
    ],
)
def test_what_is_too_special_is_told_with_its_line_and_nothing_is_changed(
    site: Sites, file: str, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small = site({"municipalities.yaml": LEFT, "content/projects/twee.yaml": SENSORS, file: text})
    before = tree(small.root)
    assert split_content.main(small.root) == 1
    assert capsys.readouterr().err.startswith(f"Niets veranderd: {told}")
    assert tree(small.root) == before


def test_a_file_that_was_saved_in_the_meantime_leaves_all_as_it_was(site: Sites) -> None:
    small = site({"municipalities.yaml": MUNICIPALITIES, "content/projects/zwolle.yaml": PROJECTS})
    before = tree(small.root)
    edits = split_content.Splitting(small.root).run()
    small.write({"municipalities.yaml": MUNICIPALITIES + "# Later.\n"})
    with pytest.raises(FileChanged):
        save(small.root, edits)
    assert tree(small.root) == {**before, "municipalities.yaml": (MUNICIPALITIES + "# Later.\n").encode()}
