"""What a web host must be told about the site: values in, its configuration out.

`SiteConfig` is what there is to tell, `policy` what every host must do. `netlify` makes the files that hosts of static
sites
read from the published folder, `apache` also makes one. `nginx`, `apache` and `caddy` make a whole server block, or
below a path what belongs inside the block that is there: the name is then somebody else's.
"""

from collections.abc import Callable, Mapping

from g40site.hosts import apache, caddy, netlify, nginx
from g40site.hosts.policy import COMPRESSED_ENDINGS, META_POLICY, is_text
from g40site.hosts.site_config import SiteConfig, is_plain_folder

__all__ = ["COMPRESSED_ENDINGS", "FILES", "META_POLICY", "SERVERS", "SiteConfig", "is_plain_folder", "is_text"]

# The files in the published folder that tell a host what to do, by their path.
FILES: Mapping[str, Callable[[SiteConfig], bytes]] = {
    "_headers": netlify.headers,
    "_redirects": netlify.redirects,
    ".htaccess": apache.htaccess,
    ".nojekyll": netlify.nojekyll,
}
# Each server by its name on the command line; `folder` is where the published files stand on its disk.
SERVERS: Mapping[str, Callable[[SiteConfig, str], str]] = {
    "nginx": nginx.server,
    "apache": apache.server,
    "caddy": caddy.server,
}
