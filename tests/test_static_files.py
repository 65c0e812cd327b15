"""What pages name is what gets collected: under hashed names a missing file is an error page."""

import posixpath
import re

from django.apps import apps
from django.contrib.staticfiles.finders import get_finders

from launcher.places import ROOT

STATIC = re.compile(r"""\{%\s*static\s+['"]([^'"]+)['"]""")


def test_every_file_that_a_template_names_is_collected():
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    found = [pair for finder in get_finders() for pair in finder.list(ignored)]
    collected = {posixpath.join(getattr(place, "prefix", "") or "", name) for name, place in found}
    templates = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    named = {name for text in templates for name in STATIC.findall(text)}
    assert "bootstrap/css/bootstrap.min.css" in named
    assert named - collected == set()
