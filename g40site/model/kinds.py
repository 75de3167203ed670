"""The kinds of entries that people make, and what most entries of a kind have: what is asked first."""

from msgspec import Struct

from g40site import model


class Kind(Struct, frozen=True):
    """A kind of entry that can be made: its model, what people call it, its folder, the key that holds its day, the
    file of its issue form, and what is asked beside the keys that it needs since most entries have it: by `new`, and in
    the snippet for text editors.
    """

    name: str
    form: type[model.Entry]
    title: str
    help: str
    folder: str = ""
    dated: str = ""
    form_file: str = ""
    also_asked: tuple[str, ...] = ()
    in_snippet: tuple[str, ...] = ()
    has_owner: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            *("news", model.NewsItem, "Nieuwsbericht", "Maak een nieuwsbericht.", "news", "date", "nieuws"),
            also_asked=("themes",),
            in_snippet=("themes", "sources"),
        ),
        Kind(
            *("event", model.Event, "Bijeenkomst", "Maak een bijeenkomst.", "agenda", "start", "bijeenkomst"),
            also_asked=("end", "location", "themes"),
            in_snippet=("end", "location", "themes"),
        ),
        Kind(
            *("project", model.Project, "Project", "Zet een project bij een gemeente."),
            form_file="project",
            also_asked=("status_date", "checked"),
            in_snippet=("topics", "sources", "checked"),
            has_owner=True,
        ),
        Kind("municipality", model.Municipality, "Gemeente", "Zet een gemeente erbij."),
        Kind("page", model.Page, "Vaste pagina", "Maak een vaste pagina.", "pages"),
    )
}
# What a project is asked beside its keys: the municipality that it stands under.
OWNER = "municipality"
