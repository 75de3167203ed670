"""The outputs that are no pages: what pages load, the root of a host, files for machines, mails, compressed copies.

In: the context, the assets, the program of the editing forms, what a host must know. Out: outputs, of which nothing is
made yet, and what the root of a host wants. Sources of that: sitemaps.org protocol 0.9, RFC 9309, RFC 9116, W3C Web
Application Manifest.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from g40site import addresses, forms, hosts, outputs
from g40site.assets import APP_ICONS, Asset, Assets, published
from g40site.content.pictures import MediaFile
from g40site.content.site import Site
from g40site.diagnostics import Diagnostic, Span, diagnostic
from g40site.engine.rendering import Output
from g40site.hosts.policy import COMPRESSED_ENDINGS, is_text
from g40site.outputs.publication import pretty
from g40site.pages import facets, join
from g40site.pages.context import Context

FILES = (
    addresses.SITEMAP,
    addresses.ROBOTS,
    "/MANIFEST",
    addresses.FAVICON,
    addresses.WEB_MANIFEST,
    addresses.PROJECT_CHOICES,
    *(f"/{name}" for name in hosts.FILES),
)
# Long enough for a host that is built now and then; a nightly build keeps it fresh.
VALID = dt.timedelta(days=180)
# The length of a day in words: 2026-11-29.
DAY = 10
# Paper and ink of `tokens.css`; a test compares them.
PAPER, INK = "#faf9f5", "#14202e"


def file_addresses(site: Site) -> Iterator[str]:
    """The address of every file that the site has of its own."""
    yield from (file.address for file in outputs.files(site))
    yield from (addresses.mails(m.id) for m in site.municipalities)
    yield from (addresses.SECURITY,) if site.settings.security else ()
    yield from FILES


def files(ctx: Context, assets: Assets) -> Iterator[Output]:
    """What pages load, what the root of a host wants, and the files for machines."""
    icons = (assets.icon, assets.touch_icon, assets.favicon, *assets.app_icons)
    for asset in (assets.stylesheet, *icons, *assets.scripts):
        data = partial(published, asset)
        yield Output(addresses.file_of(asset.address), asset.source, data=data, item=asset.data)
    sizes = tuple((ctx.href(icon.address), size) for icon, size in zip(assets.app_icons, APP_ICONS, strict=True))
    manifest = partial(web_manifest, ctx, sizes)
    yield Output(addresses.file_of(addresses.WEB_MANIFEST), "site.yaml", data=manifest, item=sizes)
    index = partial(facets.project_index, ctx)
    yield Output(addresses.file_of(addresses.PROJECT_CHOICES), "content/projects", data=index)
    yield Output("robots.txt", "site.yaml", data=partial(robots, ctx.absolute(addresses.HOME)))
    if ctx.site.settings.security is not None:
        yield Output(addresses.file_of(addresses.SECURITY), "site.yaml", data=partial(security, ctx))
    for file in outputs.files(ctx.publication.site):
        data = partial(file.make, ctx.publication)
        yield Output(addresses.file_of(file.address), file.source, data=data, item=file.item)


def web_manifest(ctx: Context, icons: Iterable[tuple[str, int]]) -> bytes:
    """Name, colours and icons (address and size in pixels); the site opens as an ordinary page, in the browser."""
    settings, home = ctx.site.settings, ctx.href(addresses.HOME)
    return pretty(
        {
            "name": settings.title,
            "short_name": settings.logo,
            "description": settings.description,
            "lang": settings.language,
            "start_url": home,
            "scope": home,
            "display": "browser",
            "background_color": PAPER,
            "theme_color": INK,
            "icons": [{"src": src, "sizes": f"{size}x{size}", "type": "image/png"} for src, size in icons],
        }
    )


def sitemap(render: Callable[..., str], pages: Iterable[tuple[str, str]]) -> bytes:
    """The absolute address of every page that may be found, with the day of its content's last change where known.

    The protocol's schema takes whole days only; of a year or a month the day is not known.
    """
    days = [(address, changed if len(changed) == DAY else "") for address, changed in pages]
    return render("xml/sitemap.xml", pages=days).encode()


def robots(url: str) -> bytes:
    """Everything may be read; the sitemap is named. Only counts at the root of a host."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n".encode()


def security(ctx: Context) -> bytes:
    """Whom to tell about a vulnerability. Its end is the one thing that follows the clock; it moves once a day."""
    settings, root = ctx.site.settings.security, urlsplit(ctx.url)
    assert settings is not None, "the file is only planned where the settings name a contact"
    expires = dt.datetime.combine(ctx.today + VALID, dt.time(0), dt.UTC)
    lines = [
        f"Contact: {settings.contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        # It only counts at the root of the host, also when the site stands below a path.
        f"Canonical: {root.scheme}://{root.netloc}{addresses.SECURITY}",
    ]
    if settings.policy:
        lines.append(f"Policy: {settings.policy}")
    return "\n".join([*lines, ""]).encode()


def mails(ctx: Context) -> Iterator[Output]:
    """What the page for joining shows to who chose, for every municipality."""
    for m in ctx.site.municipalities:
        data = partial(join.mails_file, ctx, m)
        yield Output(addresses.file_of(addresses.mails(m.id)), m.file, data=data, item=m)


def hosted(ctx: Context, *, precompressed: bool, has_forms: bool = False) -> hosts.SiteConfig:
    """What a host must know of the site."""
    moved = tuple((redirect.alias, redirect.address) for redirect in ctx.site.redirects)
    policy = forms.policy_of(ctx.site.settings) if has_forms else ""
    return hosts.SiteConfig(ctx.url, moved, precompressed, forms_policy=policy)


def form_files(
    ctx: Context, icon: Asset, bundle: Mapping[str, bytes], backend: Mapping[str, Any] | None = None
) -> Iterator[Output]:
    """The editing forms: the page that starts them, their configuration, and their program."""
    page, config = partial(form_page, ctx), partial(form_config, ctx, backend)
    yield Output(addresses.file_of(addresses.FORMS), "site.yaml", data=page)
    yield Output(addresses.file_of(addresses.FORMS_CONFIG), "site.yaml", data=config, item=backend)
    for name, data in bundle.items():
        source = icon.source if name == forms.ICON else f"forms/dist/{name}"
        yield Output(addresses.file_of(addresses.FORMS + name), source, data=partial(bytes, data), item=data)


def form_page(ctx: Context) -> bytes:
    return forms.page(ctx.publication.render, ctx.site.settings)


def form_config(ctx: Context, backend: Mapping[str, Any] | None) -> bytes:
    ids = [municipality.id for municipality in ctx.site.municipalities]
    return forms.config_file(ctx.site.settings, ids, backend)


def host_files(ctx: Context, hosted: hosts.SiteConfig) -> Iterator[Output]:
    """What tells a host of static sites how to serve this one."""
    for path in hosts.FILES:
        data = partial(hosts.host_file, ctx.publication.render, path, hosted)
        yield Output(path, "content" if path == "_redirects" else "site.yaml", data=data, item=hosted)


def media_output(file: MediaFile, data: Callable[[], bytes]) -> Output:
    """A document or an image of the content."""
    return Output(
        addresses.file_of(file.address), file.file, data=data, item=file, is_media=True, is_copy=file.width is None
    )


def with_copies(output: Output) -> Iterator[Output]:
    """An output, and after a text file its compressed copies, made of the very same: who makes one makes all."""
    yield output
    if is_text(output.path):
        for ending in COMPRESSED_ENDINGS:
            yield replace(output, path=f"{output.path}.{ending}", is_page=False, is_copy=False, compression=ending)


def conflicts(planned: Iterable[Output]) -> Iterator[Diagnostic]:
    """No path twice, also not in another case or Unicode form, and none below a path that is a file."""
    taken: dict[str, Output] = {}
    for output in planned:
        first = taken.setdefault(addresses.folded(output.path), output)
        if first is not output:
            yield diagnostic("adres-dubbel", Span(output.source), address=f"/{output.path}", first=first.source)
    for key, output in taken.items():
        for folder in addresses.above(key):
            if (other := taken.get(folder)) is not None:
                yield diagnostic("adres-dubbel", Span(output.source), address=f"/{other.path}", first=other.source)
