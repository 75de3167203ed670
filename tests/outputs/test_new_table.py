"""A table for everybody is one `Dataset`, and nothing else: a copy of the program with one more has it everywhere."""

from pathlib import Path

import jsonschema
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS

from tests.outputs.conftest import FILES
from tests.outputs.readers import data, page, raw_csv, structured
from tests.running import NOW, copied_program, run
from tests.sites import SmallSite

# rdflib warns about itself when it reads JSON-LD.
pytestmark = [
    pytest.mark.process,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

PROEFRIJEN = """

PROEFRIJEN = Dataset(
    "proefrijen",
    "Proefrijen",
    "De gemeenten die een thema trekken.",
    (
        page_field(lambda theme: addresses.theme(theme.id)),
        computed("theme", ID, "Het thema (een id).", lambda _, theme: theme.id),
        computed("municipality", ID, "De gemeente (een id).", lambda _, theme: theme.lead),
    ),
    lambda publication: publication.site.themes,
    dated_by=lambda site: site.projects,
)
DATASETS = (*DATASETS, PROEFRIJEN)
"""


@pytest.fixture(scope="module")
def with_table(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site that was built by a copy of the program with this dataset."""
    folder = tmp_path_factory.mktemp("table")
    program = copied_program(folder / "program")
    datasets = program / "g40site/outputs/datasets.py"
    before, mark, after = datasets.read_text("utf-8").partition("\n\n\ndef published(")
    datasets.write_text(before + PROEFRIJEN + mark + after, "utf-8")
    site = SmallSite(folder / "site", FILES)
    done = run("build", "--root", site.root, "--now", NOW, program=program)
    assert done.returncode == 0, done.stderr
    return site


def test_it_is_published_with_its_schema(with_table: SmallSite) -> None:
    proefrijen = data(with_table, "proefrijen.json")
    url = "https://proef.example.nl/themas/smart-living/"
    assert {"url": url, "theme": "smart-living", "municipality": "zwolle"} in proefrijen["items"]
    jsonschema.validate(proefrijen, data(with_table, "schema/proefrijen.json"))
    assert raw_csv(with_table, "proefrijen").startswith(f"url,theme,municipality\r\n{proefrijen['items'][0]['url']},")


def test_it_stands_in_the_catalogue_on_the_page_and_for_search_engines(with_table: SmallSite) -> None:
    graph = rdflib.Graph().parse(data=(Path(with_table.public) / "data/catalog.jsonld").read_bytes(), format="json-ld")
    base = "https://proef.example.nl/data/"
    assert {f"{base}proefrijen.json", f"{base}proefrijen.csv"} <= set(map(str, graph.objects(None, DCAT.downloadURL)))
    assert str(graph.value(rdflib.URIRef(f"{base}#proefrijen"), DCTERMS.modified)) == "2020-03-01"
    found = page(with_table, "/data/")
    assert "proefrijen" in found.ids
    assert {"/data/proefrijen.json", "/data/proefrijen.csv", "/data/schema/proefrijen.json", "#proefrijen"} <= set(
        found.links
    )
    assert "De gemeenten die een thema trekken." in found.text
    assert "/data/proefrijen.csv" in with_table.page("/data/").partition("</head>")[0]
    assert "Proefrijen · Themagroep Proef" in found.structured
    assert structured(with_table, "/data/")["Dataset"]
