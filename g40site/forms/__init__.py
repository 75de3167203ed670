"""The editing forms at `/beheer/`: their configuration, made from the models, and the page that starts them.

In: the settings of a site and the ids of its municipalities. Out: the texts of their files. The configuration says
where the content is kept and how to sign in there, and has a collection for each kind of file that editors write, as
Sveltia CMS reads it, and Decap CMS but for a few words of it. There is no preview of how a text will look: that of the
CMS would show Markdown in its own way, without our links and abbreviations, and so not what the site shows. The
proposal has a real one. Their program is a bundle that stands in a folder (`forms/dist`): nothing here needs Node.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from g40site import addresses, hosts, model
from g40site.forms.fields import PROJECTS, SETTINGS, Settings, entry_fields, fields_for
from g40site.hosts import Render, policy
from g40site.model import fields as f
from g40site.model import types
from g40site.model.description import describe
from g40site.model.questions import KINDS
from g40site.model.settings import Site
from g40site.model.shape import fields_of

CONFIG = "config.json"
# The formats that the program of the forms has: they change nothing of a file but what was filled in.
YAML, MARKDOWN = "yaml-in-place", "markdown-in-place"
SLUG_HINT = "Zo heet het bestand, en zo staat het in het adres van de pagina. Dit kan later niet meer anders."
TOWN_HINT = (
    "Welke gemeente? Schrijf haar zoals in het adres van haar pagina: kleine letters, en streepjes voor spaties."
)
SLUG_WRONG = "Gebruik kleine letters, cijfers en streepjes."
# What the history says of a change.
MESSAGES = {
    "create": "Nieuw: {{collection}} {{slug}}",
    "update": "Gewijzigd: {{collection}} {{slug}}",
    "delete": "Weg: {{collection}} {{slug}}",
    "uploadMedia": "Bestand erbij: {{path}}",
    "deleteMedia": "Bestand weg: {{path}}",
}
# The icon of the site, beside the forms.
ICON = "icon.svg"
# A photo of a telephone is smaller.
MOST_BYTES = 20_000_000
GITHUB = "https://github.com"
# The content is in a folder that the browser opens: nobody signs in, and no host is asked anything. The program of the
# forms wants the name of one even so.
OWN_FOLDER = {
    "name": "gitlab",
    "repo": "eigen/map",
    "branch": "main",
    "base_url": "http://127.0.0.1",
    "api_root": "http://127.0.0.1/api/v4",
    "auth_methods": ["token"],
}


def are_here(settings: Site) -> bool:
    """Whether the forms belong to this site, and stand on it."""
    return settings.forms is not None and not is_elsewhere(settings)


def is_elsewhere(settings: Site) -> bool:
    """Whether the forms stand at an address of their own."""
    address = settings.forms.address if settings.forms else None
    return address is not None and not address.startswith(settings.url)


def policy_of(settings: Site) -> str:
    """What the forms may load."""
    return policy.forms_policy(origins(settings))


def origins(settings: Site) -> tuple[str, ...]:
    """The hosts that the forms talk to."""
    forms = settings.forms
    if forms is None:
        return ()
    own = origin(forms.url)
    return ("https://api.github.com",) if forms.kind == "github" and own == GITHUB else (own,)


def origin(address: str) -> str:
    """The host of an address as a policy names it: one that the checks let through is a plain name."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower().rstrip(':')}"


def page(render: Render, settings: Site) -> bytes:
    """The page that starts the forms; `render` makes a text of a template and values."""
    own = policy.in_page(policy_of(settings))
    return render("forms/index.html", policy=own, title=settings.title, home=settings.url).encode()


def host_of(settings: Site) -> hosts.SiteConfig:
    """What the host of the forms must know, where they have an address of their own."""
    assert settings.forms is not None, "a site without forms has no host for them"
    address = settings.forms.address or settings.url + addresses.FORMS.removeprefix("/")
    return hosts.SiteConfig(address, forms=addresses.HOME, forms_policy=policy_of(settings))


def folder(
    render: Render, settings: Site, municipalities: Iterable[str], bundle: Mapping[str, bytes]
) -> dict[str, bytes]:
    """All that stands at the address of the forms, also what tells a host of static sites how to serve it."""
    host = host_of(settings)
    return {
        **bundle,
        "index.html": page(render, settings),
        CONFIG: config_file(settings, municipalities),
        **{name: hosts.host_file(render, name, host) for name in hosts.FILES},
    }


# The configuration.


class Folder(Struct, frozen=True):
    """A collection of files with one entry each: its name, what people call it and one of it, where it stands, and how
    an entry and its file are named. What is in a file is the model; what most entries have, the kind says.
    """

    name: str
    label: str
    singular: str
    folder: str
    form: type[model.Entry]
    kind: str
    format: str = MARKDOWN
    slug: str = "{{title}}"
    summary: str = "{{title}}"
    newest: str = ""


FOLDERS = (
    Folder(
        *(PROJECTS, "Projecten", "project", "content/projects", model.ProjectFile, "project", YAML),
        slug="{{municipality}}-{{title}}",
    ),
    Folder(
        *("municipalities", "Gemeenten", "gemeente", "content/municipalities"),
        *(model.MunicipalityFile, "municipality", YAML),
        slug="",
        summary="{{slug}}",
    ),
    Folder(
        *("news", "Nieuws", "bericht", "content/news", model.NewsItem, "news"),
        slug="{{date}}-{{title}}",
        summary="{{title}} ({{date}})",
        newest="date",
    ),
    Folder(
        *("agenda", "Agenda", "bijeenkomst", "content/agenda", model.Event, "event"),
        slug="{{start | truncate(10)}}-{{title}}",
        summary="{{title}} ({{start}})",
        newest="start",
    ),
    Folder("pages", "Vaste pagina's", "pagina", "content/pages", model.Page, "page"),
)


def config_file(settings: Site, municipalities: Iterable[str], backend: Mapping[str, Any] | None = None) -> bytes:
    """The configuration as the file that the program reads."""
    config = configuration(settings, municipalities, backend)
    return (json.dumps(config, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def configuration(settings: Site, municipalities: Iterable[str], backend: Mapping[str, Any] | None = None) -> Settings:
    """The whole configuration; `backend` is where the content is kept when that is not what the settings say."""
    remote = {} if backend is not None else {"publish_mode": "editorial_workflow"}
    return {
        # This is all of it: no other file is asked for.
        "load_config_file": False,
        "app_title": settings.title,
        "logo": {"src": ICON},
        "site_url": settings.url,
        "backend": dict(backend) if backend is not None else backend_of(settings),
        **remote,
        "media_folder": "content/media",
        "public_folder": "media",
        # Only what is here: no pictures of other sites.
        "media_libraries": {
            "default": {"config": {"max_file_size": MOST_BYTES, "slugify_filename": True}},
            "stock_assets": {"providers": []},
        },
        "output": {"omit_empty_optional_fields": True},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80},
        "collections": [*(collection(folder, sorted(municipalities)) for folder in FOLDERS), settings_collection()],
    }


def backend_of(settings: Site) -> Settings:
    """Where the content is kept, and how editors sign in there."""
    forms = settings.forms
    assert forms is not None, "without forms nobody signs in"
    repository = settings.repository
    common = {
        "name": forms.kind,
        "repo": forms.project,
        "branch": repository.branch if repository else "main",
        "commit_messages": MESSAGES,
    }
    top = forms.url.rstrip("/")
    if forms.kind == "gitlab":
        return {
            **common, "base_url": top, "api_root": f"{top}/api/v4", "auth_type": "pkce", "app_id": forms.application,
            "auth_methods": ["oauth"],
        }  # fmt: skip
    own = {} if origin(forms.url) == GITHUB else {"api_root": f"{top}/api/v3", "graphql_api_root": f"{top}/api/graphql"}
    login = {"base_url": forms.login.rstrip("/")} if forms.login else {}
    return {**common, **own, **login, "auth_methods": ["oauth", "token"] if forms.login else ["token"]}


def collection(folder: Folder, municipalities: list[str]) -> Settings:
    """A collection of files with one entry each."""
    kind = KINDS[folder.kind]
    more: Settings = {}
    if folder.newest:
        more["sortable_fields"] = {
            "fields": [folder.newest],
            "default": {"field": folder.newest, "direction": "descending"},
        }
    if groups := [
        {"label": describe(folder.form, field.key).label, "field": field.key}
        for field in fields_of(folder.form)
        if field.is_required and not field.is_list and (field.refers or field.choices)
    ]:
        more["view_groups"] = groups
    # A list of projects of before, which stands in the same folder, is no project.
    if folder.name == PROJECTS:
        more["filter"] = {"field": "municipality", "pattern": "."}
    # A project has no text below its keys but this one.
    usual = {*kind.also_asked, *kind.in_snippet, "description"}
    return {
        "name": folder.name,
        "label": folder.label,
        "label_singular": folder.singular,
        "folder": folder.folder,
        "format": folder.format,
        "create": True,
        # An address that goes needs one that it leads to, which no form asks.
        "delete": False,
        "slug": slug(folder, municipalities),
        "summary": folder.summary,
        "editor": {"preview": False},
        **more,
        "fields": entry_fields(folder.form, usual, has_body=folder.format == MARKDOWN),
    }


def slug(folder: Folder, municipalities: list[str]) -> Settings:
    """How a new file is named: after its title, as the loader wants it. The name of a file that is there stays."""
    if not folder.slug:
        pattern, hint, wrong = "|".join(municipalities), TOWN_HINT, "Dit is geen gemeente van de site."
        return {"editable": ["create"], "pattern": [f"^(?:{pattern})$", wrong], "hint": hint}
    dated = f"{types.ONE_DAY}-" if folder.newest else ""
    reserved = "|".join(sorted(addresses.RESERVED_PROJECTS)) if folder.name == PROJECTS else ""
    pattern = f"^(?!(?:{reserved})$)" if reserved else "^"
    return {
        "template": folder.slug,
        "editable": ["create"],
        "pattern": [f"{pattern}{dated}{f.SLUG.pattern}$", SLUG_WRONG],
        "hint": SLUG_HINT,
    }


def form_of(file: str, id: str) -> str:
    """Where the form of an entry is within the forms, by the file that it stands in; nothing where it has none."""
    folder, _, name = file.rpartition("/")
    stem = name.partition(".")[0]
    if not folder:
        return f"#/collections/{SETTINGS}/entries/{stem}"
    for collection in FOLDERS:
        if collection.folder == folder and (collection.format == MARKDOWN or stem == id):
            return f"#/collections/{collection.name}/entries/{stem}"
    return ""


def settings_collection() -> Settings:
    """The files of which there is one: lists in which nothing comes or goes, and the site itself."""
    lists = (
        ("themes", "Thema's", model.Theme, "title"),
        ("municipalities", "Namen en kaart", model.Municipality, "name"),
    )
    files = [
        {
            "name": key,
            "label": label,
            "file": f"{key}.yaml",
            "fields": [
                {
                    "name": key, "label": label, "widget": "list", "collapsed": True, "summary": f"{{{{{title}}}}}",
                    "allow_add": False, "allow_remove": False, "allow_reorder": False, "fields": fields_for(form),
                }
            ],
        }
        for key, label, form, title in lists
    ]  # fmt: skip
    files.append({"name": "site", "label": "De site", "file": "site.yaml", "fields": fields_for(Site)})
    return {
        "name": SETTINGS,
        "label": "Vaste gegevens",
        "format": YAML,
        "editor": {"preview": False},
        "files": files,
    }
