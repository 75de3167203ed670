"""What a web host must be told about the site: values in, its configuration out.

`Hosted` is what there is to tell, `policy` what every host must do. `pages` makes the files that hosts of static sites
read from the published folder, `apache` also makes one. `nginx`, `apache` and `caddy` make a whole server block, or
below a path what belongs inside the block that is there: the name is then somebody else's.
"""

from collections.abc import Callable, Mapping

from g40site.hosts import apache, caddy, nginx, pages
from g40site.hosts.hosted import Hosted, is_plain_folder
from g40site.hosts.policy import COMPRESSED_ENDINGS, META_POLICY, is_text

__all__ = ["COMPRESSED_ENDINGS", "FILES", "META_POLICY", "SERVERS", "Hosted", "is_plain_folder", "is_text"]

# The files in the published folder that tell a host what to do, by their path.
FILES: Mapping[str, Callable[[Hosted], bytes]] = {
    "_headers": pages.headers,
    "_redirects": pages.redirects,
    ".htaccess": apache.htaccess,
    ".nojekyll": pages.nojekyll,
}
# Each server by its name on the command line; `folder` is where the published files stand on its disk.
SERVERS: Mapping[str, Callable[[Hosted, str], str]] = {
    "nginx": nginx.server,
    "apache": apache.server,
    "caddy": caddy.server,
}
