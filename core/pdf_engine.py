"""WeasyPrint as this product uses it: our own files only, one font set, one style sheet.

Only `core.pdf` imports this, when the first PDF is made: without Pango the import fails.
"""

import mimetypes
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
SERVED = {".css", ".svg", ".ttf"}


class OwnFilesOnly(URLFetcher):
    """Fetches `static:core/…` from our own static files and refuses every other address.

    A PDF's text comes from people; nothing in it may reach the network or the server's disk.
    """

    def fetch(self, url, headers=None):
        name = url.removeprefix(SCHEME)
        if name == url or Path(name).suffix not in SERVED:
            raise ValueError("Only our own files go into a PDF.")
        path = Path(finders.find(name) or "")
        if not path.is_file():
            raise ValueError("There is no such file.")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


fetcher = OwnFilesOnly()
fonts = FontConfiguration()
style = CSS(
    filename=finders.find("core/pdf.css"),
    base_url=f"{SCHEME}core/",
    url_fetcher=fetcher,
    font_config=fonts,
)


def write_pdf(html: str) -> bytes:
    """The page as PDF/UA: tagged, with its language and its title."""
    page = HTML(string=html, base_url=f"{SCHEME}core/", url_fetcher=fetcher)
    return page.write_pdf(
        finisher=_say_scope, stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def _say_scope(_document, pdf):
    """Say of each head of a table whether it heads its row or its column.

    WeasyPrint names the heads of each cell; some readers only look at the scope.
    """
    elements = {item.reference: item for item in pdf.objects if isinstance(item, dict)}
    for row in [item for item in elements.values() if item.get("S") == "/TR"]:
        cells = [elements[reference] for reference in row["K"]]
        scope = "/Row" if any(cell["S"] == "/TD" for cell in cells) else "/Column"
        for head in [cell for cell in cells if cell["S"] == "/TH"]:
            head["A"]["Scope"] = scope
