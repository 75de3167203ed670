"""What a web host must be told about the site: values in, its configuration out.

`SiteConfig` is what there is to tell, `policy` what every host must do. The configurations themselves are templates
(`templates/hosts/`): files that hosts of static sites read from the published folder, and for nginx, Apache and Caddy a
whole server block, or below a path what belongs inside the block that is there: the name is then somebody else's.
"""

import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from msgspec import Struct

from g40site import addresses
from g40site.hosts import policy

Render = Callable[..., str]

# The files in the published folder that tell a host what to do, by their path.
FILES = ("_headers", "_redirects", ".htaccess", ".nojekyll")
# The template of each server by its name on the command line.
SERVERS = {"nginx": "nginx.conf", "apache": "apache.conf", "caddy": "Caddyfile"}

# In an address of another form a character means something in the configuration of a host: a pattern, a variable, the
# end of a word. The page at that address leads on, whatever the host, so such an old address needs no rule.
PLAIN = re.compile(r"[\w./~-]+", re.ASCII)

# The same for the name of a host, in its own letters, as numbers, or as the numbers of IPv6.
PLAIN_HOST = re.compile(r"[\w.:-]+")

# The same for the folder of the site, which may have any letter and also a space.
PLAIN_FOLDER = re.compile(r"[\w ./:~@+,=()-]+")


def is_plain_folder(folder: str) -> bool:
    """Whether a folder can be named in the configuration of a server."""
    return PLAIN_FOLDER.fullmatch(folder) is not None


class SiteConfig(Struct, frozen=True):
    """`url` is the site's address with a final `/`; `moved` are old addresses and where each leads, without base."""

    url: str
    moved: tuple[tuple[str, str], ...] = ()
    precompressed: bool = False
    forms: str = addresses.FORMS
    """Where the editing forms stand, if they stand here: then they have a policy of their own."""
    forms_policy: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def base(self) -> str:
        """The path under which the site stands, with a `/` at both ends."""
        return addresses.base_of(self.url)

    def at(self, address: str) -> str:
        """An address of the site as the host sees it."""
        return self.base + address.removeprefix("/")

    @property
    def is_plain(self) -> bool:
        """Whether the address can be named in the configuration of a server. No published file may stop one."""
        return PLAIN.fullmatch(self.base) is not None and PLAIN_HOST.fullmatch(self.host) is not None

    @property
    def base_pattern(self) -> str:
        """The base as a regular expression."""
        return re.escape(self.base)

    @property
    def variable(self) -> str:
        """How the names of variables begin that a server has for this site only."""
        return re.sub(r"\W", "_", f"g40{self.base.rstrip('/')}", flags=re.ASCII)

    @property
    def fingerprinted(self) -> str:
        """The names below the base that change with what is in the file, as a regular expression."""
        if not self.forms_policy:
            return policy.FINGERPRINTED
        return f"(?:{policy.FINGERPRINTED}|{re.escape(self.forms[1:])}{policy.FINGERPRINTED_FORMS})"

    @property
    def fingerprinted_folders(self) -> tuple[str, ...]:
        """The folders in which the names change with what is in the files."""
        own = [self.at(self.forms) + name for name in policy.FINGERPRINTED_FORMS_FOLDERS] if self.forms_policy else ()
        return tuple(dict.fromkeys((self.at(policy.FINGERPRINTED_FOLDER), *own)))

    @property
    def joined_policy(self) -> str:
        """The policy for hosts that have one header for everything: what the pages need and what the forms need. The
        pages have their own in their head, and a browser holds to both.
        """
        if not self.forms_policy:
            return policy.POLICY
        return self.forms_policy if self.forms == addresses.HOME else policy.both(policy.POLICY, self.forms_policy)

    @property
    def forms_pattern(self) -> str:
        return re.escape(self.at(self.forms))

    @property
    def not_found(self) -> str:
        return self.at(addresses.NOT_FOUND)

    @property
    def aliases(self) -> tuple[tuple[str, str], ...]:
        """Old addresses and where each leads, below the base, as a host takes them."""
        return tuple(
            (self.at(old), quote(self.at(new), safe="/~-_.#"))
            for old, new in self.moved
            if PLAIN.fullmatch(self.at(old))
        )

    @property
    def redirects(self) -> tuple[tuple[str, str], ...]:
        """The same with and without the final slash of an old address, each once."""
        pairs = ((address, new) for old, new in self.aliases for address in (old, old.rstrip("/")))
        return tuple(dict.fromkeys(pairs))

    @property
    def redirect_patterns(self) -> tuple[tuple[str, str], ...]:
        """Old addresses as regular expressions below the base, without their final slash."""
        below = len(self.base)
        return tuple((re.escape(old[below:].rstrip("/")), new) for old, new in self.aliases)


def host_file(render: Render, name: str, site: SiteConfig) -> bytes:
    """One of `FILES`; `render` makes a text of a template and values."""
    return render(f"hosts/{name}", site=site, **policy.VALUES).encode()


def server_config(render: Render, server: str, site: SiteConfig, folder: str) -> str:
    """The configuration of a server; `folder` is where the published files stand on its disk."""
    return render(f"hosts/{SERVERS[server]}", site=site, folder=folder, **policy.VALUES)
