"""Files for machines, as bytes."""

from g40site import site_files
from g40site.sources import template_files
from g40site.templates import Templates
from tests.sites import TEMPLATES


def test_the_sitemap_is_xml_with_the_day_of_each_last_change() -> None:
    render = Templates(TEMPLATES, template_files(TEMPLATES)).fill
    pages = ("https://x.nl/?a=1&b=<2>", "2026-11-05"), ("https://x.nl/2020/", "2020"), ("https://x.nl/", "")
    assert site_files.sitemap(render, pages).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://x.nl/?a=1&amp;b=&lt;2&gt;</loc><lastmod>2026-11-05</lastmod></url>\n"
        "<url><loc>https://x.nl/2020/</loc></url>\n"
        "<url><loc>https://x.nl/</loc></url>\n"
        "</urlset>"
    )


def test_robots_lets_everybody_in_and_names_the_sitemap() -> None:
    assert site_files.robots("https://x.nl/g40/").decode() == (
        "User-agent: *\nAllow: /\n\nSitemap: https://x.nl/g40/sitemap.xml\n"
    )
