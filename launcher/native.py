"""System libraries: Pango for PDF, and for the tests a browser; fetched with or without root."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from launcher.places import IS_ROOT, PYTHON, ROOT, LauncherError, last_lines, say

NATIVE = ROOT / "var" / "native"  # what an ordinary account unpacks instead of installing
UNPACKED = NATIVE / "root"
APT_LOG = NATIVE / "apt.log"
MAC_BROWSERS = "/Applications/{0}.app/Contents/MacOS/{0}"
TRY_PANGO = """
from weasyprint import HTML
assert b"/FontFile" in HTML(string="<p>Throughline").write_pdf(uncompressed_pdf=True)
"""


@dataclass(frozen=True)
class Need:
    """A library or program of the system, and the line that installs it."""

    what: str
    debs: tuple[str, ...]
    dnf: str
    brew: str

    @property
    def line(self) -> str:
        """What to type on this machine."""
        if sys.platform == "darwin":
            return f"brew install {self.brew}"
        if shutil.which("dnf"):
            return f"sudo dnf install -y {self.dnf}"
        return "sudo apt-get install -y --no-install-recommends " + " ".join(self.debs)


PANGO = Need(
    what="Pango (PDF files)",
    debs=("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"),
    dnf="pango dejavu-sans-fonts",
    brew="pango",
)
BROWSER = Need(
    what="Chromium (browser tests)",
    debs=("chromium", "libatomic1", "fonts-dejavu-core"),
    dnf="chromium libatomic dejavu-sans-fonts",
    brew="--cask chromium",
)


def surroundings() -> dict[str, str]:
    """The environment in which unpacked libraries, their fonts and the browser are found."""
    env = {}
    folders = [
        str(folder)
        for pattern in ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/nss")
        for folder in sorted(UNPACKED.glob(pattern))
    ]
    if folders:
        env["LD_LIBRARY_PATH"] = ":".join([*folders, *split(os.environ.get("LD_LIBRARY_PATH"))])
    if folders and not Path("/etc/fonts/fonts.conf").exists():
        env["FONTCONFIG_FILE"] = str(fonts_file())
    if sys.platform == "darwin":
        known = "/opt/homebrew/lib:/usr/local/lib"
        env["DYLD_FALLBACK_LIBRARY_PATH"] = os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", known)
    if browser := find_browser():
        env["CHROMIUM"] = browser
    return env


def split(path: str | None) -> list[str]:
    return path.split(":") if path else []


def fonts_file() -> Path:
    """A fontconfig file for machines that have none."""
    file = NATIVE / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(UNPACKED))}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{escape(str(NATIVE))}/font-cache</cachedir></fontconfig>\n"
    )
    return file


def find_browser() -> str | None:
    """CHROMIUM, an unpacked one, or what the system has."""
    if named := os.environ.get("CHROMIUM"):
        return named
    places = [UNPACKED / "usr/lib/chromium/chromium"]
    places += [Path(MAC_BROWSERS.format(name)) for name in ("Chromium", "Google Chrome")]
    names = ("chromium", "chromium-browser", "google-chrome")
    found = [str(place) for place in places if place.exists()]
    return next(iter([*found, *filter(None, map(shutil.which, names))]), None)


def works(*args: str | Path) -> bool:
    """Whether a command runs well among the libraries found or fetched so far."""
    env = os.environ | surroundings()
    try:
        return subprocess.run(args, capture_output=True, env=env, timeout=120).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def has_pango() -> bool:
    """WeasyPrint makes a PDF, and finds a font for it."""
    return works(PYTHON, "-W", "ignore", "-c", TRY_PANGO)


def has_browser() -> bool:
    """There is a browser, and Playwright's own Node finds its libraries."""
    browser = find_browser()
    return bool(browser) and works(browser, "--version") and works(PYTHON, "-m", "playwright", "-V")


def may_use_apt() -> bool:
    return bool(shutil.which("apt-get")) and os.environ.get("THROUGHLINE_NO_APT") != "1"


def fetch(need: Need) -> None:
    """Install as root; as an ordinary account download and unpack under var/."""
    if not may_use_apt():
        return
    APT_LOG.parent.mkdir(parents=True, exist_ok=True)
    where = "with apt-get" if IS_ROOT else f"into {NATIVE} (no root needed)"
    say(f"Fetching {need.what} {where} …")
    with open(APT_LOG, "ab") as log:
        if IS_ROOT:
            install(need.debs, log)
        else:
            unpack(need.debs, log)


def apt(log, *args: str) -> bool:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-y", "-q", *args],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=env,
    )
    return done.returncode == 0


def install(debs: tuple[str, ...], log) -> None:
    """As root, the ordinary way."""
    patient = ("-o", "DPkg::Lock::Timeout=120")
    apt(log, *patient, "update")
    apt(log, *patient, "install", "--no-install-recommends", *debs)


def unpack(debs: tuple[str, ...], log) -> None:
    """Without root: apt with its own state, then each package unpacked under var/."""
    state, cache = NATIVE / "state", NATIVE / "cache"
    for folder in (state / "lists/partial", cache / "archives/partial", UNPACKED):
        folder.mkdir(parents=True, exist_ok=True)
    options = [
        f"Dir::State={state}",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={cache}",
        "Debug::NoLocking=1",
        "APT::Sandbox::User=",
    ]
    own = [part for option in options for part in ("-o", option)]
    apt(log, *own, "update")
    if apt(log, *own, "--download-only", "install", "--no-install-recommends", *debs):
        for deb in sorted((cache / "archives").glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", deb, UNPACKED], stdout=log, stderr=log, check=True)
    shutil.rmtree(cache)


def want_pango() -> None:
    """Fetch Pango; where it can't be had say so and go on: everything but PDF works."""
    if has_pango():
        return
    fetch(PANGO)
    if not has_pango():
        say(f"NOTE: {missing(PANGO)}\n      Everything but PDF files works without it.")


def need_for_tests() -> None:
    """Tests need Pango and a browser; nothing is skipped where they can't be had."""
    for need, has in ((PANGO, has_pango), (BROWSER, has_browser)):
        if not has():
            fetch(need)
            if not has():
                raise LauncherError(f"The tests cannot run: {missing(need)}")


def missing(need: Need) -> str:
    """What is missing, what to type, and why fetching it failed."""
    text = f"{need.what} is missing and could not be fetched. Type: {need.line}"
    if need is BROWSER:
        text += "\nor name a browser of your own: CHROMIUM=/path/to/chromium ./run test"
    if may_use_apt() and APT_LOG.exists():
        text += f"\nWhat apt-get said ({APT_LOG}):\n{last_lines(APT_LOG, 5)}"
    return text
