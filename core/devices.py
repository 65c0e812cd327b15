"""What a browser calls itself, in words a person recognizes: "Chrome on Windows"."""

# The first that fits counts: every browser also names those it descends from.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("CrOS", "ChromeOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
]
UNKNOWN = "a browser"


def device_words(user_agent: str) -> str:
    """Browser and system; only words of ours, whatever the browser sent."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    words = browser or (f"{UNKNOWN} on {system}" if system else UNKNOWN)
    return words[0].upper() + words[1:]


def _first(names, user_agent):
    return next((words for sign, words in names if sign in user_agent), "")
