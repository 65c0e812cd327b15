import re

import pytest

from core.markdown import to_html

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://elsewhere.example/pixel.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<a href='https://a.example' hx-get='/x' style='color:red' onclick='y()'>x</a>",
    "<div hx-get='/plans/' hx-trigger='load'></div>",
    "<style>body{display:none}</style>",
    "<svg onload=alert(1)>",
    "<form action=/x><input name=a></form>",
    "<iframe src=//a.example></iframe>",
    '[x](https://a.example "onmouseover=alert(1)")',
    '<http://a.example/" onclick="alert(1)>',
    "`<script>`",
    "    <script>indented</script>",
    "<!-- <script> -->",
    "<math><mtext></form><mglyph><style></math><img src onerror=alert(1)>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_acts_survives(attack):
    html = to_html(attack)
    tags = re.findall(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", html, re.IGNORECASE)

    assert {name.lower() for name, _ in tags} <= {"p", "a", "code", "pre", "br"}
    for _, attributes in tags:
        assert re.fullmatch(
            r'( href="(https?|mailto):[^"]*"| rel="noopener noreferrer nofollow")*', attributes
        )


def test_ordinary_markdown_reads_as_meant():
    html = to_html("**Praise**\n\n1. first\n2. second\n\n[plan](https://example.org/p)")

    assert "<strong>Praise</strong>" in html
    assert "<li>first</li>" in html
    assert 'href="https://example.org/p"' in html


def test_a_heading_never_competes_with_the_page():
    assert to_html("# Mine") == "<h3>Mine</h3>\n"
    assert to_html("###### Deep") == "<h6>Deep</h6>\n"


def test_a_line_break_is_kept():
    assert to_html("one\ntwo") == "<p>one<br>\ntwo</p>\n"


def test_deep_nesting_ends():
    assert len(to_html(">" * 5000 + "x")) < 20_000
