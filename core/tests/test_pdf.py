import http.server
import io
import signal
import subprocess
import sys
import threading

import pikepdf
import pytest

from core import pdf
from core.pdf import CannotPrintError

PAGE = '<!doctype html><html lang="en"><head><title>Plan</title></head><body>{}</body></html>'


@pytest.fixture
def listener():
    """A web server on this machine; `requests` is what somebody fetched from it."""
    requests = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.requests = requests
    yield server
    server.shutdown()
    server.server_close()


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def test_nothing_in_a_pdf_is_fetched_from_anywhere(listener, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the server")
    there = f"http://127.0.0.1:{listener.server_port}"
    hostile = f"""
      <link rel="stylesheet" href="{there}/a.css">
      <link rel="attachment" href="file://{secret}">
      <style>@import url({there}/b.css); body {{ background: url({there}/c.png) }}
        @font-face {{ font-family: x; src: url({there}/d.ttf) }} p {{ font-family: x }}</style>
      <p>Text</p>
      <img src="{there}/e.png" alt=""><img src="file://{secret}" alt="">
      <img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>" alt="">
      <object data="{there}/f"></object><embed src="{there}/g">
      <a rel="attachment" href="file:///etc/hostname">x</a>
      <img src="static:../config/settings.py" alt=""><img src="static:core/../../.env" alt="">
    """
    data = pdf.print_html(PAGE.format(hostile))
    assert listener.requests == []
    assert b"the secret of the server" not in data
    with opened(data) as document:
        assert list(document.attachments) == []


def test_our_own_font_is_the_one_in_the_file():
    with opened(pdf.print_html(PAGE.format("<p>Bonjou</p>"))) as document:
        fonts = [str(font.BaseFont) for font in document.pages[0].Resources.Font.values()]
    assert ["Throughline" in font for font in fonts] == [True]


def test_a_table_says_what_each_head_heads():
    table = """<table><caption>Dates</caption>
      <thead><tr><th scope="col">Who</th><th scope="col">When</th></tr></thead>
      <tbody><tr><th scope="row">Ada</th><td>Monday</td></tr></tbody></table>"""
    with opened(pdf.print_html(PAGE.format(table))) as document:
        heads = [item for item in document.objects if _is(item, "/TH")]
        scopes = sorted(str(head.A.Scope) for head in heads)
    assert scopes == ["/Column", "/Column", "/Row"]


def _is(item, kind):
    return isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind


def test_a_picture_carries_its_words():
    picture = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">
      <title>Four of five</title><rect width="16" height="20" fill="#17556b"/></svg>"""
    with opened(pdf.print_html(PAGE.format(picture))) as document:
        figures = [item for item in document.objects if _is(item, "/Figure")]
        assert [str(figure.Alt) for figure in figures] == ["Four of five"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_takes_too_long_is_given_up_with_a_reason(settings):
    settings.PDF_SECONDS = 0.3
    rows = "".join(f"<tr><td>{n}</td><td>text {n}</td></tr>" for n in range(3000))
    with pytest.raises(CannotPrintError, match="longer to print than is allowed"):
        pdf.print_html(PAGE.format(f"<table>{rows}</table>"))
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


OUT_OF_MEMORY = """
import resource
from django.conf import settings
from core import pdf
settings.PDF_MEGABYTES = 1
try:
    pdf.print_html("<title>T</title>" + "<p>many words </p>" * 20_000)
except pdf.CannotPrintError as error:
    is_free = resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY
    print(error, "limit lifted:", is_free)
"""


def test_what_needs_too_much_memory_is_given_up_with_a_reason():
    """In a process of its own: the lack of memory would strike the test's tools as well."""
    line = [sys.executable, "manage.py", "shell", "--no-imports", "-c", OUT_OF_MEMORY]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert "too large to print" in done.stdout, done.stderr
    assert done.stdout.strip().endswith("limit lifted: True")


FULL_PROCESS = """
from django.conf import settings
from core import pdf
settings.PDF_MEGABYTES = 100
held = bytearray(b"x" * 300 * 1024 * 1024)
print("printed", len(pdf.print_html("<html lang=en><title>T</title><p>Fine</p></html>")) > 1000)
"""


def test_a_process_that_holds_much_already_still_prints():
    line = [sys.executable, "manage.py", "shell", "--no-imports", "-c", FULL_PROCESS]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "printed True", done.stderr


def test_what_is_nested_too_deeply_is_given_up_with_a_reason():
    with pytest.raises(CannotPrintError, match="nested too deeply"):
        pdf.print_html(PAGE.format("<div>" * 600 + "deep" + "</div>" * 600))


def test_what_is_too_long_is_refused_before_any_work():
    with pytest.raises(CannotPrintError, match="too large to print"):
        pdf.print_html(PAGE.format("x" * 3_000_001))


def test_after_a_failure_the_next_pdf_prints():
    with pytest.raises(CannotPrintError):
        pdf.print_html(PAGE.format("<div>" * 600))
    with opened(pdf.print_html(PAGE.format("<p>Fine</p>"))) as document:
        assert len(document.pages) == 1


def test_long_lists_are_cut_into_tables_that_can_be_laid_out():
    tables = pdf.in_tables(list(range(650)))
    assert [len(table) for table in tables] == [300, 300, 50]


def test_a_missing_pango_is_a_warning_and_not_an_error(monkeypatch):
    assert pdf.pango_is_there(None) == []
    monkeypatch.setattr(pdf, "PANGO", "libpango-that-is-not-there.so.0")
    [warning] = pdf.pango_is_there(None)
    assert (warning.id, warning.is_serious()) == ("core.W001", False)
