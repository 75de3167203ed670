"""The catalogue of the open data as JSON-LD, by DCAT-AP-NL 3.

In: the publication. Out: one file that names every dataset with all its files, and holds what the profile requires.
Municipalities are named by their TOOI identifiers; whom to ask is a page, never a person.
"""

from typing import Any

from g40site import addresses, model
from g40site.outputs.datasets import published
from g40site.outputs.open_data import FORMS, VERSION, Dataset
from g40site.outputs.publication import Publication, pretty, public_url, tooi

EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
# The European list of licences has the common ones; another licence is named by its own address or its name.
LICENCES = {
    "CC-BY-4.0": f"{EU}licence/CC_BY_4_0",
    "CC-BY-SA-4.0": f"{EU}licence/CC_BYSA_4_0",
    "CC0-1.0": f"{EU}licence/CC0",
}
DEEDS = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/deed.nl",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.nl",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.nl",
}
SUBJECTS = {"GOVE": "Overheid en publieke sector", "TECH": "Wetenschap en technologie"}
KEYWORDS = ("digitalisering", "gemeenten", "slimme stad", "G40")
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]
LANGUAGE: Node = {"@id": f"{EU}language/NLD", "@type": "dct:LinguisticSystem"}


def catalogue(publication: Publication) -> bytes:
    site = publication.site
    settings, datasets = site.settings, published(site)
    title = f"Open data van {settings.title}"
    return pretty(
        {
            "@context": CONTEXT,
            "@id": publication.absolute(addresses.CATALOGUE),
            "@type": "dcat:Catalog",
            "dct:title": dutch(title),
            "dct:description": dutch(settings.description),
            "dct:creator": publisher(publication),
            "dct:publisher": publisher(publication),
            "dcat:contactPoint": contact(publication),
            "dct:license": licence(settings.licence),
            "dct:language": LANGUAGE,
            "dct:spatial": concept("dct:Location", f"{EU}country/NLD"),
            "dcat:themeTaxonomy": {
                **concept("skos:ConceptScheme", f"{EU}data-theme"),
                "dct:title": dutch("Thema’s van de Europese Unie"),
            },
            "foaf:homepage": concept("foaf:Document", publication.absolute(addresses.DATA)),
            **modified(max(dataset.changed(site) for dataset in datasets)),
            "dcat:dataset": [described(publication, dataset) for dataset in datasets],
        }
    )


def described(publication: Publication, dataset: Dataset) -> Node:
    page = publication.absolute(f"{addresses.DATA}#{dataset.name}")
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": page,
        "dct:title": dutch(dataset.title),
        "dct:description": dutch(dataset.help),
        "dct:creator": publisher(publication),
        "dct:publisher": publisher(publication),
        "dcat:contactPoint": contact(publication),
        "dct:accessRights": concept("dct:RightsStatement", f"{EU}access-right/PUBLIC"),
        "dcat:theme": [
            {**concept("skos:Concept", f"{EU}data-theme/{id}"), "skos:prefLabel": dutch(label)}
            for id, label in SUBJECTS.items()
        ],
        "dcat:keyword": [dutch(word) for word in KEYWORDS],
        "dct:language": LANGUAGE,
        "dct:spatial": concept("dct:Location", f"{EU}country/NLD"),
        "dct:accrualPeriodicity": concept("dct:Frequency", f"{EU}frequency/IRREG"),
        "dcat:version": VERSION,
        "dcat:landingPage": concept("foaf:Document", page),
        "foaf:page": concept("foaf:Document", page),
        "dct:conformsTo": concept("dct:Standard", publication.absolute(dataset.schema_address)),
        **modified(dataset.changed(publication.site)),
        "dcat:distribution": [distribution(publication, dataset, ending) for ending in dataset.forms],
    }


def distribution(publication: Publication, dataset: Dataset, ending: str) -> Node:
    form = FORMS[ending]
    file = publication.absolute(dataset.address(ending))
    standard = form.standard or publication.absolute(dataset.schema_address)
    return {
        "@id": f"{publication.absolute(addresses.DATA)}#{dataset.name}-{ending}",
        "@type": "dcat:Distribution",
        "dct:title": dutch(f"{dataset.title} als {form.name}"),
        "dcat:accessURL": concept("rdfs:Resource", file),
        "dcat:downloadURL": concept("rdfs:Resource", file),
        "dct:language": LANGUAGE,
        "dct:license": licence(publication.site.settings.licence),
        "dct:format": concept("dct:MediaTypeOrExtent", f"{EU}file-type/{form.name.upper()}"),
        "dcat:mediaType": concept("dct:MediaType", IANA + form.media_type),
        "dct:conformsTo": concept("dct:Standard", standard),
    }


def publisher(publication: Publication) -> Node:
    """Who is responsible: a municipality by its TOOI identifier, else by its page; without a publisher the group."""
    settings = publication.site.settings
    named = settings.publisher
    if named is None:
        return {"@id": publication.url, "@type": "foaf:Agent", "foaf:name": dutch(settings.title)}
    home = public_url(named.url)
    id = tooi(named.code) if named.code else home or publication.url
    node: Node = {"@id": id, "@type": "foaf:Agent", "foaf:name": dutch(named.name)}
    if home:
        node["foaf:homepage"] = concept("foaf:Document", home)
    return node


def contact(publication: Publication) -> Node:
    """The page that says how to reach the group."""
    page = publication.absolute(addresses.JOIN)
    return {
        "@id": f"{publication.absolute(addresses.DATA)}#contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": publication.site.settings.title,
        "vcard:hasURL": {"@id": page},
    }


def licence(name: str) -> Node:
    id = LICENCES.get(name)
    if id is None and model.fields.valid_url(name):
        id = name
    document: Node = {"@id": id} if id else {}
    return {**document, "@type": "dct:LicenseDocument", "dct:title": name}


def dutch(words: str) -> Node:
    return {"@value": words, "@language": "nl"}


def concept(kind: str, id: str) -> Node:
    return {"@id": id, "@type": kind}


def modified(date: str) -> Node:
    """The last change that is known, as precisely as it is known."""
    form = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}.get(len(date))
    return {"dct:modified": {"@value": date, "@type": form}} if form else {}
