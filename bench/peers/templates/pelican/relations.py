"""What belongs to a theme or a municipality, gathered once: no template has to look through everything."""

from collections import defaultdict

from pelican import signals

LISTS = ("themas", "gemeenten", "met", "doetmee", "bestuurders", "onderwerpen", "bronnen")
ABOUT = ("projecten", "actueel", "agenda")


def relate(generators):
    context = generators[0].context
    kinds = defaultdict(list)
    for entry in [*context["pages"], *context["articles"]]:
        for name in LISTS:
            value = getattr(entry, name, "")
            if isinstance(value, str):
                setattr(entry, name, [part for part in value.split("; ") if part])
        kinds[entry.category.slug if hasattr(entry, "category") else entry.kind].append(entry)
    for kind in ("themas", "gemeenten", "projecten"):
        kinds[kind].sort(key=lambda entry: entry.title)
    about = {kind: {"themas": defaultdict(list), "gemeenten": defaultdict(list)} for kind in ABOUT}
    for kind, axes in about.items():
        for entry in kinds[kind]:
            for axis, found in axes.items():
                for id in getattr(entry, axis):
                    found[id].append(entry)
    context["kinds"], context["about"] = kinds, about


def register():
    signals.all_generators_finalized.connect(relate)
