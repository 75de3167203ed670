"""The editing forms at `/beheer/`: their configuration, made from the models, and the page that starts them.

In: the settings of a site. Out: the texts of their files. Their program is a bundle that stands in a folder
(`forms/dist`): nothing here needs Node.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from g40site import addresses, hosts
from g40site.forms.config import ICON, configuration, form_of, is_elsewhere, origins
from g40site.hosts import policy
from g40site.model.settings import Site

__all__ = [
    "CONFIG",
    "ICON",
    "OWN_FOLDER",
    "are_here",
    "config_file",
    "configuration",
    "folder",
    "form_of",
    "host_of",
    "is_elsewhere",
    "origins",
    "page",
    "policy_of",
]

Render = Callable[..., str]
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
CONFIG = "config.json"


def are_here(settings: Site) -> bool:
    """Whether the forms belong to this site, and stand on it."""
    return settings.forms is not None and not is_elsewhere(settings)


def policy_of(settings: Site) -> str:
    """What the forms may load."""
    return policy.forms_policy(origins(settings))


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


def config_file(settings: Site, municipalities: Iterable[str], backend: Mapping[str, Any] | None = None) -> bytes:
    """The configuration as the file that the program reads."""
    config = configuration(settings, municipalities, backend)
    return (json.dumps(config, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
