import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

SITENAME = "Proef"
SITEURL = "https://proef.example.nl"
DEFAULT_LANG = "nl"
TIMEZONE = "Europe/Amsterdam"
PATH, OUTPUT_PATH, THEME = "content", "output", "theme"
PLUGINS = ["relations"]
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["actueel", "agenda"], ["pages"], []
ARTICLE_URL, ARTICLE_SAVE_AS = "{category}/{slug}/", "{category}/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "{slug}/", "{slug}/index.html"
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"category": 20}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/pagina/{number}/", "{base_name}/pagina/{number}/index.html"),
)
DIRECT_TEMPLATES = ["404", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = TAG_SAVE_AS = TAGS_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = FEED_ALL_RSS = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_FEED_ATOM = "{slug}/atom.xml"
FEED_MAX_ITEMS = 20
TYPOGRIFY = False
MARKDOWN = {
    "output_format": "html5",
    "extension_configs": {
        f"markdown.extensions.{name}": {}
        for name in ("abbr", "def_list", "fenced_code", "footnotes", "meta", "smarty", "tables", "toc")
    },
}
NAMES = json.loads((HERE / "names.json").read_text("utf-8"))
if os.environ.get("PEER_CACHE"):
    CACHE_CONTENT = LOAD_CONTENT_CACHE = True
    CONTENT_CACHING_LAYER = "reader"
    CACHE_PATH = ".cache"
