"""The chapter of the manual on the forms: what it tells to click and to fill in has that name on the screen."""

import json
import re
from pathlib import Path

import pytest

from g40site import forms
from g40site.content.load import load_alone
from tests import manual
from tests.running import TOP

# What stands on pages of the site, and words of others.
ELSEWHERE = {"Wie leest uw voorstel?", "Bewerk deze pagina", "token"}


@pytest.mark.process
def test_every_name_in_the_manual_is_on_the_screen(bundle: Path) -> None:
    content = load_alone(TOP)
    settings = next(entry.model for entry in content.of("site"))
    config = forms.configuration(settings, content.ids("municipality"), {"name": "test-repo"})
    program = [path.read_text("utf-8") for path in (bundle / "forms.js", *bundle.glob("chunks/*.js"))]
    screen = "".join([json.dumps(config, ensure_ascii=False), *program])
    named = set(re.findall(r"\*([^*\n]+)\*", manual.chapter("formulieren").replace("**", ""))) - ELSEWHERE
    assert {"Opslaan", "Herstellen", "Projecten"} <= named
    assert [name for name in named if f'"{name}"' not in screen and f"`{name}`" not in screen] == []
