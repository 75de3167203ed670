"""What a web host must be told about the site: values in, its configuration out.

`SiteConfig` is what there is to tell, `policy` what every host must do. The configurations themselves are templates
(`templates/hosts/`): files that hosts of static sites read from the published folder, and for nginx, Apache and Caddy a
whole server block, or below a path what belongs inside the block that is there: the name is then somebody else's.
"""

from collections.abc import Callable

from g40site.hosts import policy
from g40site.hosts.policy import COMPRESSED_ENDINGS, META_POLICY, is_text
from g40site.hosts.site_config import SiteConfig, is_plain_folder

__all__ = [
    "COMPRESSED_ENDINGS", "FILES", "META_POLICY", "SERVERS", "SiteConfig", "host_file", "is_plain_folder", "is_text",
    "server_config",
]  # fmt: skip

Render = Callable[..., str]

# The files in the published folder that tell a host what to do, by their path.
FILES = ("_headers", "_redirects", ".htaccess", ".nojekyll")
# The template of each server by its name on the command line.
SERVERS = {"nginx": "nginx.conf", "apache": "apache.conf", "caddy": "Caddyfile"}


def host_file(render: Render, name: str, site: SiteConfig) -> bytes:
    """One of `FILES`; `render` makes a text of a template and values."""
    return render(f"hosts/{name}", site=site, **policy.VALUES).encode()


def server_config(render: Render, server: str, site: SiteConfig, folder: str) -> str:
    """The configuration of a server; `folder` is where the published files stand on its disk."""
    return render(f"hosts/{SERVERS[server]}", site=site, folder=folder, **policy.VALUES)
