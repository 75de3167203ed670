"""A small site with templates that show little more than a title and a text, so that a build takes no time."""

import shutil
import subprocess
import textwrap
from collections.abc import Mapping
from pathlib import Path

from g40site import pipeline
from g40site.options import Result
from tests.engine.edits import by_command
from tests.running import NOW, tree
from tests.sites import LEAST, TEMPLATES, SmallSite
from tests.warm import run

LAYOUT = """\
<title>{{ view.meta.title }}</title>
<link rel="stylesheet" href="{{ frame.stylesheet }}">
{% for link in frame.menu %}<a href="{{ link.href }}">{{ link.text }}</a>{% endfor %}
{% block body %}{% endblock %}
"""
# What nobody looks at here is off.
SETTINGS = textwrap.dedent(LEAST["site.yaml"]) + "features: {share_cards: false, matching: false, search: false}\n"
PAGE = """\
{% extends "layouts/base.html" %}
{% block body %}{% for text in (view.page, view.item, view.event) if text is defined and text %}{{ text_of(text) }}
{% endfor %}{% endblock %}
"""
LIST = """\
{% extends "layouts/base.html" %}
{% block body %}{% for item in view.rows %}<a href="{{ url(item) }}">{{ item.title }}</a>{% endfor %}{% endblock %}
"""


def plain_templates(folder: Path) -> Path:
    """Writes such templates: each page has the menu, and the list of news leads to what is in it."""
    texts = {f"pages/{page.name}": PAGE for page in (TEMPLATES / "pages").glob("*.html")}
    texts |= {"layouts/base.html": LAYOUT, "pages/news-list.html": LIST}
    texts |= {"assets/css/base.css": "body { color: black }\n"}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


class PlainSite(SmallSite):
    """A small site with templates of its own."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes], templates: Path) -> None:
        super().__init__(root, {"site.yaml": SETTINGS, **files})
        self.templates = templates

    def options(self, **more: object) -> pipeline.Options:
        return super().options(**{"templates": self.templates, **more})

    def arguments(self, *more: object) -> tuple[object, ...]:
        return ("build", "--root", self.root, "--templates", self.templates, "--now", NOW, *more)

    def run(self, *more: object) -> subprocess.CompletedProcess[str]:
        return run(*self.arguments(*more))

    def build_by_command(self, **more: object) -> Result:
        """Builds as the command line does: also by the stamp where there is nothing to do."""
        result = by_command(self.options(**more))
        assert not result.problems.errors
        return result

    def clean(self) -> dict[str, bytes]:
        """What a clean build elsewhere makes of the content as it is."""
        elsewhere = self.root.parent / "schoon"
        self.build(output=elsewhere, cache=False)
        made = tree(elsewhere)
        shutil.rmtree(elsewhere)
        return made
