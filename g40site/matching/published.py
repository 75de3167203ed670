"""`/data/matching.json` and its JSON Schema: values in, bytes out. No person stands in it."""

import json
from collections.abc import Iterable

from g40site.matching import Advice, Bundle, Matching, Pair, Reason


def matching_json(matching: Matching, licence: str, source: str) -> bytes:
    """Advice by municipality, listed pairs by id, bundles with the largest chance first."""
    advised = matching.advised or {}
    return dumped(
        {
            "licence": licence,
            "source": source,
            "advice": [advice_row(one) for id in sorted(advised) for one in advised[id]],
            "alike": [pair_row(pair) for pair in matching.alike],
            "bundles": [bundle_row(bundle) for bundle in matching.bundles],
        }
    )


def advice_row(one: Advice) -> dict[str, object]:
    return {
        "municipality": one.municipality,
        "theme": one.theme,
        "score": one.score,
        "reasons": reason_rows(one.reasons),
    }


def pair_row(pair: Pair) -> dict[str, object]:
    return {"a": pair.a, "b": pair.b, "score": pair.score, "reasons": reason_rows(pair.reasons)}


def bundle_row(bundle: Bundle) -> dict[str, object]:
    return {
        "id": bundle.id,
        "title": bundle.title,
        "projects": list(bundle.projects),
        "municipalities": list(bundle.municipalities),
        "topics": list(bundle.topics),
        "reasons": reason_rows(bundle.reasons),
    }


def reason_rows(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    return [{"kind": r.kind, "points": r.points, "text": r.text, "refs": list(r.refs)} for r in reasons]


def matching_schema(address: str) -> bytes:
    """The schema of the file above; `address` is the absolute one of the schema itself."""
    id = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    reasons = {"type": "array", "items": {"$ref": "#/$defs/reason"}}
    score = {"type": "integer", "minimum": 1, "description": "De som van de punten van de redenen."}
    return dumped(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": address,
            "title": "Waar projecten en gemeenten elkaar raken",
            "description": "Aansluitadvies, projecten die op elkaar lijken, en bundels, steeds met de redenen.",
            **closed(
                licence={"type": "string"},
                source={"type": "string", "format": "uri"},
                advice=rows(municipality=id, theme=id, score=score, reasons=reasons),
                alike=rows(a=id, b=id, score=score, reasons=reasons),
                bundles=rows(
                    id=id,
                    title={"type": "string"},
                    projects=listed(id, 2),
                    municipalities=listed(id, 2),
                    topics=listed({"type": "string"}, 0),
                    reasons=reasons,
                ),
            ),
            "$defs": {
                "reason": closed(
                    kind={"type": "string", "description": "Waar de reden over gaat."},
                    points={"type": "integer", "minimum": 1},
                    text={"type": "string", "description": "Staat letterlijk op de pagina die dit toont."},
                    refs=listed({"type": "string", "pattern": "^(project|theme):[a-z0-9-]+$"}, 0, unique=False),
                )
            },
        }
    )


def closed(**fields: object) -> dict[str, object]:
    """An object that has exactly these fields."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def rows(**fields: object) -> dict[str, object]:
    return {"type": "array", "items": closed(**fields)}


def listed(items: object, least: int, *, unique: bool = True) -> dict[str, object]:
    return {"type": "array", "items": items, "minItems": least, "uniqueItems": unique}


def dumped(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
