"""Pages as a browser holds them: parsed by the HTML5 rules, forms with what stands in them."""

import tinyhtml5

XHTML = "{http://www.w3.org/1999/xhtml}"
TEXTLESS = {"checkbox", "radio", "submit", "button", "image", "reset", "file"}


def tree_of(response):
    """The page as a browser's parser builds it."""
    return tinyhtml5.parse(response.content.decode())


def every(tree, *names):
    """The elements of these names, in order."""
    wanted = {f"{XHTML}{name}" for name in names}
    return [element for element in tree.iter() if element.tag in wanted]


def controls(tree):
    """(name, value) of every text control of the page or form: what a person sees typed there."""
    found = []
    for element in every(tree, "input", "textarea"):
        name = element.get("name")
        if not name or element.get("type") in TEXTLESS:
            continue
        is_area = element.tag == f"{XHTML}textarea"
        found.append((name, (element.text or "") if is_area else element.get("value", "")))
    return found


def typed_in(response):
    """What stands in each named text control of a page."""
    return dict(controls(tree_of(response)))


def form_with(response, name):
    """What a browser would post of the form that holds the control `name`."""
    return _form(response, name)[1]


def action_with(response, name):
    """Where that form goes."""
    return _form(response, name)[0].get("action")


def _form(response, name):
    for form in every(tree_of(response), "form"):
        data = dict(controls(form)) | _chosen(form)
        if name in data:
            return form, data
    raise LookupError(f"No form of the page has a control named {name}")


def _chosen(form):
    """Selects, radio buttons and checkboxes with what is chosen."""
    chosen = {}
    for select in every(form, "select"):
        options = every(select, "option")
        marked = [one for one in options if one.get("selected") is not None] or options[:1]
        chosen[select.get("name")] = marked[0].get("value", marked[0].text) if marked else ""
    for box in every(form, "input"):
        if box.get("type") in ("checkbox", "radio") and box.get("checked") is not None:
            chosen[box.get("name")] = box.get("value", "on")
    return chosen


def skeleton(response):
    """Every element of a page with the names of its attributes: all of it but text and values."""
    return [(element.tag, sorted(element.attrib)) for element in tree_of(response).iter()]


def words(response):
    """All text of a page, in and between its elements."""
    return "".join(tree_of(response).itertext())
