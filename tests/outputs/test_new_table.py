"""A table for everybody is one `Dataset`, and nothing else: a copy of the program with one more has it everywhere."""

import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS

from tests.outputs.conftest import FILES
from tests.outputs.readers import data, page, raw_csv, structured
from tests.running import DEADLINE, NOW, TOP, environment
from tests.sites import SmallSite

# rdflib warns about itself when it reads JSON-LD.
pytestmark = [
    pytest.mark.process,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

LEADS = """

LEADS = Dataset(
    "leads",
    "Trekkers",
    "De gemeenten die een thema trekken.",
    (
        page_field(lambda theme: addresses.theme(theme.id)),
        computed("theme", ID, "Het thema (een id).", lambda _, theme: theme.id),
        computed("municipality", ID, "De gemeente (een id).", lambda _, theme: theme.lead),
    ),
    lambda publication: publication.site.themes,
    dated_by=lambda site: site.projects,
)
DATASETS = (*DATASETS, LEADS)
"""


@pytest.fixture(scope="module")
def with_table(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site that was built by a copy of the program with this dataset."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("g40site", "templates"):
        shutil.copytree(TOP / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TOP / "build.py", folder)
    datasets = folder / "g40site/outputs/datasets.py"
    before, mark, after = datasets.read_text("utf-8").partition("\n\n\ndef published(")
    datasets.write_text(before + LEADS + mark + after, "utf-8")
    site = SmallSite(folder / "site", FILES)
    done = subprocess.run(
        [sys.executable, folder / "build.py", "build", "--root", site.root, "--now", NOW],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
    )
    assert done.returncode == 0, done.stderr
    return site


def test_it_is_published_with_its_schema(with_table: SmallSite) -> None:
    leads = data(with_table, "leads.json")
    url = "https://proef.example.nl/themas/smart-living/"
    assert {"url": url, "theme": "smart-living", "municipality": "zwolle"} in leads["items"]
    jsonschema.validate(leads, data(with_table, "schema/leads.json"))
    assert raw_csv(with_table, "leads").startswith(f"url,theme,municipality\r\n{leads['items'][0]['url']},")


def test_it_stands_in_the_catalogue_on_the_page_and_for_search_engines(with_table: SmallSite) -> None:
    graph = rdflib.Graph().parse(data=(Path(with_table.public) / "data/catalog.jsonld").read_bytes(), format="json-ld")
    base = "https://proef.example.nl/data/"
    assert {f"{base}leads.json", f"{base}leads.csv"} <= set(map(str, graph.objects(None, DCAT.downloadURL)))
    assert str(graph.value(rdflib.URIRef(f"{base}#leads"), DCTERMS.modified)) == "2020-03-01"
    found = page(with_table, "/data/")
    assert "leads" in found.ids
    assert {"/data/leads.json", "/data/leads.csv", "/data/schema/leads.json", "#leads"} <= set(found.links)
    assert "De gemeenten die een thema trekken." in found.text
    assert "/data/leads.csv" in with_table.page("/data/").partition("</head>")[0]
    assert "Trekkers · Themagroep Proef" in found.structured
    assert structured(with_table, "/data/")["Dataset"]
