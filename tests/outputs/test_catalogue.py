"""The DCAT catalogue, read by rdflib: everything that DCAT-AP-NL 3 requires, and every file that there is."""

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from tests.sites import NO_CARDS, Sites, SmallSite, settings

# rdflib warns about itself when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
BASE = "https://proef.example.nl/data/"
REQUIRED = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.dataset),
    DCAT.Dataset: (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.identifier,
        DCTERMS.creator,
        DCTERMS.publisher,
        DCTERMS.accessRights,
        DCAT.contactPoint,
        DCAT.theme,
        DCAT.distribution,
    ),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license, DCTERMS.format),
    FOAF.Agent: (FOAF.name,),
    VCARD.Kind: (VCARD.fn, VCARD.hasURL),
}


def catalogue(site: SmallSite) -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=(site.public / "data/catalog.jsonld").read_bytes(), format="json-ld")
    return graph


def test_everything_has_what_the_profile_requires(small: SmallSite) -> None:
    graph = catalogue(small)
    for kind, properties in REQUIRED.items():
        subjects = set(graph.subjects(RDF.type, kind))
        assert subjects, kind
        for subject in subjects:
            for name in properties:
                assert (subject, name, None) in graph, (subject, name)


def test_catalogue_names_every_file_of_data_and_no_other(small: SmallSite) -> None:
    graph = catalogue(small)
    assert len(set(graph.subjects(RDF.type, DCAT.Catalog))) == 1
    assert len(set(graph.objects(None, DCAT.dataset))) == len([*(small.public / "data/schema").iterdir()])
    named = {str(url).removeprefix(BASE) for url in graph.objects(None, DCAT.downloadURL)}
    files = {path.name for path in (small.public / "data").iterdir() if path.suffix in (".json", ".csv", ".geojson")}
    assert named == files
    schemas = {
        str(url).removeprefix(BASE) for url in graph.objects(None, DCTERMS.conformsTo) if str(url).startswith(BASE)
    }
    assert schemas == {f"schema/{path.name}" for path in (small.public / "data/schema").iterdir()}


BY_CODE = rdflib.URIRef("https://identifier.overheid.nl/tooi/id/gemeente/gm0200")
BY_URL = rdflib.URIRef("https://g40.example.nl/")
HOME = rdflib.URIRef("https://proef.example.nl/")


@pytest.mark.parametrize(
    ("publisher", "id", "homepage"),
    [
        ("{name: G40, code: GM0200, url: https://g40.example.nl/}", BY_CODE, BY_URL),
        ("{name: G40, code: GM0200}", BY_CODE, None),
        ("{name: G40, url: https://g40.example.nl/}", BY_URL, BY_URL),
        ("{name: G40, url: 'mailto:jan@g40.example.nl'}", HOME, None),
        ("{name: G40}", HOME, None),
    ],
)
def test_publisher_is_named_by_the_register_else_by_a_page_and_never_by_a_mailbox(
    built: Sites, publisher: str, id: rdflib.URIRef, homepage: rdflib.URIRef | None
) -> None:
    graph = catalogue(built({"site.yaml": settings(NO_CARDS, f"publisher: {publisher}")}))
    assert set(graph.objects(None, DCTERMS.publisher)) == {id}
    assert str(graph.value(id, FOAF.name)) == "G40"
    assert graph.value(id, FOAF.homepage) == homepage


def test_dates_are_those_of_the_content(small: SmallSite) -> None:
    graph = catalogue(small)
    found = {str(s).removeprefix(BASE): str(o) for s, o in graph.subject_objects(DCTERMS.modified)}
    expected = {
        "catalog.jsonld": "2021-03-15",
        "#projects": "2020-03-01",
        "#participation": "2020-03-01",
        "#matching": "2020-03-01",
        "#news": "2021-03-15",
        "#events": "2020-06-20",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert not {"#themes", "#municipalities"} & {*found}
