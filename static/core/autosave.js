// Autosave for any form: <form data-autosave="URL" data-person="{{ user.pk }}" autocomplete="off">.
//
// Each named field is sent 1 s after typing stops and when it is left, with the text it started
// from (the form's hidden initial-NAME input, or the value at load). Answers, as core/autosave.py
// gives them: 200 {stored, saved, message}, 409 {theirs, by}, 422 {errors}. A 409 shows both texts
// under that field: keep mine, keep theirs, or merge. What could not be sent waits in this tab
// (sessionStorage) and goes out again; leaving with unsent text warns.
//
// Under each field a line says when it was saved. One [data-save-line role=status] in the form
// tells screen readers about changes of state. [data-without-autosave] (the Save button of the
// plain form) is hidden. The field sends a bubbling "autosave:saved" event after each save.
// A page that learns of somebody else's text sends the control a cancelable "autosave:theirs" event
// with {value}: it is taken over, unless the person is writing there (the event is prevented then).
// Fields swapped in by htmx are picked up: call startAutosave(root) or let htmx:load do it.
import { csrfToken } from "./csrf.js";
import { showMessage } from "./messages.js";

const QUIET = 1000;
const PATIENCE = 8000;
const RETRY = [2000, 5000, 15000, 60000];
const SKIPPED = new Set(["hidden", "submit", "button", "file", "password", "search", "reset"]);
const fields = new Set();
let submitted = null;

const WORDS = {
  offline: "Not sent yet: no connection. Your text is kept here and goes out by itself.",
  signedOut: "You are signed out. Your text is kept here: sign in in another tab, and it goes out by itself.",
  refused: "You can no longer change this, or somebody else is signed in here now. Copy your text, then reload the page.",
  tooLong: "This is too large to send. Shorten it.",
  busy: "Not sent yet: too many changes at once. It goes out by itself.",
  waiting: "Two texts for this field: choose below.",
};

function make(tag, { className = "", text = "", ...rest } = {}) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return Object.assign(element, rest);
}

function longDate(value) {
  if (!value) return "";
  const words = { weekday: "short", month: "short", day: "numeric", year: "numeric" };
  return new Date(`${value}T00:00`).toLocaleDateString("en-US", words);
}

class Field {
  constructor(control, form) {
    Object.assign(this, { control, form, timer: 0, tries: 0, sending: null, unsure: [], theirs: null });
    this.url = form.dataset.autosave;
    this.name = control.name;
    this.initial = form.elements.namedItem(`initial-${control.name}`);
    this.was = this.initial ? this.initial.value : this.read();
    this.last = this.was === this.read() ? this.read() : this.was;
    this.key = `unsent:${form.dataset.person ?? ""}:${this.url}:${this.name}`;
    this.line = this.makeLine();
    this.restore();
  }

  get label() {
    return this.control.labels?.[0]?.textContent.replace("(optional)", "").trim() ?? "This field";
  }

  get isDirty() {
    return this.read() !== this.last;
  }

  read() {
    const { control, form } = this;
    if (control.type === "checkbox") return control.checked ? "true" : "";
    if (control.type === "radio") return form.elements.namedItem(control.name).value ?? "";
    return control.value;
  }

  write(value) {
    const { control, form } = this;
    if (control.type === "checkbox") control.checked = value === "true";
    else if (control.type === "radio") form.elements.namedItem(control.name).value = value;
    else control.value = value;
  }

  shown(value) {
    if (this.control.type === "date") return longDate(value);
    if (this.control.tagName !== "SELECT") return value;
    const option = [...this.control.options].find((one) => one.value === value);
    return option ? option.textContent : value;
  }

  makeLine() {
    const line = make("p", { className: "save-line" });
    const holder = this.control.closest(".field") ?? this.control.parentElement;
    holder.append(line);
    return line;
  }

  say(text) {
    this.line.textContent = text;
    tellForm(this.form);
  }

  typed() {
    if (this.panel) {
      this.panel.querySelector("[data-mine]").textContent = this.shown(this.read());
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), QUIET);
  }

  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.panel || !this.isDirty) return;
    const value = this.read();
    if (leaving) this.keep(value);
    if (this.sending || this.form === submitted) return;
    this.say("Saving…");
    this.sending = this.post(value, leaving);
    const again = await this.sending;
    this.sending = null;
    if (again === "now" || (again !== "later" && this.isDirty && !this.panel)) this.send();
  }

  async post(value, leaving) {
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ field: this.name, value, was: this.was, person: this.form.dataset.person ?? "" }),
        redirect: "manual",
        signal: (this.stop = new AbortController()).signal,
        keepalive: leaving && value.length < 15000,
      });
    } catch {
      return this.hold(value, WORDS.offline);
    }
    const isOurs = answer.headers.get("Content-Type")?.includes("application/json");
    if (answer.status === 200 && isOurs) return this.done(value, await answer.json());
    if (answer.status === 409 && isOurs) return this.clash(value, await answer.json());
    if (answer.status === 422 && isOurs) return this.refuse(value, (await answer.json()).errors);
    if (answer.status === 401 || answer.type === "opaqueredirect") return this.hold(value, WORDS.signedOut);
    if (answer.status === 413) return this.refuse(value, [WORDS.tooLong]);
    if (answer.status === 404 || answer.status === 403) {
      this.keep(value);
      return this.refuse(value, [WORDS.refused]);
    }
    return this.hold(value, answer.status === 429 ? WORDS.busy : WORDS.offline);
  }

  done(value, { stored, saved, message }) {
    this.settle(value, stored);
    this.say(saved);
    this.clearError();
    if (message) showMessage("info", message);
    document.dispatchEvent(new Event("throughline:contact"));
    this.control.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true }));
    return "";
  }

  settle(value, stored) {
    this.was = stored;
    this.last = value;
    this.unsure = [];
    this.tries = 0;
    if (this.initial) this.initial.value = stored;
    sessionStorage.removeItem(this.key);
  }

  // In this tab only, under this person's id: it outlives a reload and a sign-in in between.
  keep(value) {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ value, was: this.was, unsure: this.unsure }));
      return true;
    } catch {
      return false;
    }
  }

  hold(value, words) {
    this.unsure.push(value);
    this.say(this.keep(value) ? words : `${words} Do not close this page.`);
    const wait = RETRY[Math.min(this.tries, RETRY.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.send(), wait * (0.8 + Math.random() * 0.4));
    return "later";
  }

  clash(value, { theirs, by }) {
    if (this.unsure.includes(theirs)) {
      this.was = theirs;
      return "now";
    }
    this.showPanel(theirs, by);
    this.say(WORDS.waiting);
    return "later";
  }

  refuse(value, errors) {
    this.last = value;
    this.isRefused = true;
    this.say("Not saved. Your text is still here.");
    this.showError(errors);
    return "";
  }

  // A day that was refused beside another one may fit now that the other is saved.
  tryAgain() {
    if (!this.isRefused || this.control.type !== "date") return;
    this.last = this.was;
    this.send();
  }

  showError(errors) {
    this.clearError();
    this.isRefused = true;
    const holder = this.control.closest(".field") ?? this.control.parentElement;
    const box = make("div", { className: "field-error", id: `${this.control.id}_autosave_error` });
    box.setAttribute("role", "alert");
    for (const text of errors) box.append(make("p", { text }));
    this.line.before(box);
    holder.classList.add("has-error");
    this.error = box;
    this.control.setAttribute("aria-invalid", "true");
    this.describe(box.id, true);
  }

  clearError() {
    this.isRefused = false;
    if (!this.error) return;
    this.describe(this.error.id, false);
    this.error.closest(".field")?.classList.remove("has-error");
    this.error.remove();
    this.error = null;
    this.control.removeAttribute("aria-invalid");
  }

  describe(id, isOn) {
    const ids = new Set((this.control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (isOn) ids.add(id);
    else ids.delete(id);
    if (ids.size) this.control.setAttribute("aria-describedby", [...ids].join(" "));
    else this.control.removeAttribute("aria-describedby");
  }

  showPanel(theirs, by) {
    this.panel?.remove();
    const panel = make("div", { className: "message message-warning conflict" });
    const title = `${by ? `${by} changed` : "Somebody changed"} “${this.label}” while you were typing`;
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", title);
    panel.append(make("p", { text: `${title}. Both texts are here.` }));
    panel.append(this.makeText("Your text", this.read(), "mine"), this.makeText("Their text", theirs, "theirs"));
    const buttons = make("div", { className: "actions" });
    const choices = [["Keep mine", () => this.keepMine(theirs)], ["Keep theirs", () => this.keepTheirs(theirs)]];
    if (this.control.tagName === "TEXTAREA") choices.push(["Merge both", () => this.merge(theirs)]);
    for (const [text, act] of choices) {
      const button = make("button", { type: "button", className: "btn btn-sm btn-outline-secondary", text });
      button.addEventListener("click", act);
      buttons.append(button);
    }
    panel.append(buttons);
    this.line.after(panel);
    this.panel = panel;
    panel.scrollIntoView({ block: "nearest" });
  }

  makeText(title, text, kind) {
    const box = make("div", { className: "conflict-text" });
    const words = make("blockquote", { className: "quote", text: this.shown(text) || "(empty)" });
    words.setAttribute(`data-${kind}`, "");
    words.dir = "auto";
    box.append(make("p", { className: "field-label", text: title }), words);
    return box;
  }

  closePanel(theirs) {
    this.panel.remove();
    this.panel = null;
    this.was = theirs;
    this.last = theirs;
    if (this.initial) this.initial.value = theirs;
    sessionStorage.removeItem(this.key);
    this.control.focus();
  }

  keepMine(theirs) {
    this.closePanel(theirs);
    this.send();
  }

  keepTheirs(theirs) {
    this.closePanel(theirs);
    this.write(theirs);
    this.last = this.read();
    this.say("Kept their text.");
  }

  take(theirs) {
    if (this.isDirty || this.panel || this.sending || this.control === document.activeElement) return false;
    this.was = theirs;
    if (this.initial) this.initial.value = theirs;
    this.write(theirs);
    this.last = this.read();
    return true;
  }

  merge(theirs) {
    const mine = this.read();
    this.closePanel(theirs);
    this.write(`${theirs}\n\n${mine}`);
    this.send();
  }

  restore() {
    const held = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!held) return;
    if (this.read() === held.value) {
      sessionStorage.removeItem(this.key);
      return;
    }
    Object.assign(this, { was: held.was, unsure: held.unsure });
    this.write(held.value);
    this.send();
  }
}

function tellForm(form) {
  const line = form.querySelector("[data-save-line]");
  if (!line) return;
  const own = [...fields].filter((field) => field.form === form);
  const open = own.filter((field) => field.panel).length;
  const unsent = own.filter((field) => field.tries > 0 && field.isDirty).length;
  const refused = own.filter((field) => field.isRefused).length;
  let text = "All changes saved.";
  if (open) text = `${open === 1 ? "1 field has" : `${open} fields have`} two texts. Choose at the field.`;
  else if (unsent) text = `${unsent === 1 ? "1 field is" : `${unsent} fields are`} not sent yet. The text is kept here.`;
  else if (refused) text = `${refused === 1 ? "1 field needs" : `${refused} fields need`} a change before it is saved.`;
  else if (own.some((field) => field.isDirty)) return;
  if (line.textContent !== text) line.textContent = text;
}

function isField(control) {
  return control.name && !SKIPPED.has(control.type) && control.matches("input, textarea, select");
}

function fieldOf(control) {
  return [...fields].find((field) => {
    if (field.form !== control.form || field.name !== control.name) return false;
    return field.control === control || control.type === "radio";
  });
}

export function startAutosave(root = document) {
  for (const gone of fields) if (!gone.control.isConnected) fields.delete(gone);
  const forms = [...(root.querySelectorAll?.("form[data-autosave]") ?? [])];
  if (root.matches?.("form[data-autosave]")) forms.push(root);
  const outer = root.closest?.("form[data-autosave]");
  for (const form of outer && !forms.includes(outer) ? [...forms, outer] : forms) {
    for (const button of form.querySelectorAll("[data-without-autosave]")) button.hidden = true;
    for (const control of form.elements) {
      if (isField(control) && !("autosaveOff" in control.dataset) && !fieldOf(control)) fields.add(new Field(control, form));
    }
  }
}

// The form goes as a whole once the saves under way are answered, so that it starts from what they
// stored; one that takes too long is given up, and the form goes all the same.
function takeAlong(form, event) {
  const sending = [...fields].filter((field) => field.form === form && field.sending);
  if (event.defaultPrevented || !sending.length) {
    submitted = form;
    return;
  }
  event.preventDefault();
  if (form === submitted) return;
  submitted = form;
  const late = setTimeout(() => sending.forEach((field) => field.stop.abort()), PATIENCE);
  Promise.allSettled(sending.map((field) => field.sending)).then(() => {
    clearTimeout(late);
    for (const field of sending) field.sending = null;
    form.requestSubmit(event.submitter);
  });
}

function isHeld() {
  return [...fields].some((field) => {
    if (!field.control.isConnected || field.form === submitted) return false;
    return field.panel || field.isRefused || (field.isDirty && field.tries > 0);
  });
}

document.addEventListener("input", ({ target }) => {
  if (target.form === submitted) submitted = null;
  if (target.form?.dataset.autosave && isField(target)) fieldOf(target)?.typed();
});
document.addEventListener("change", ({ target }) => {
  if (target.form?.dataset.autosave && isField(target)) fieldOf(target)?.send();
});
document.addEventListener("focusout", ({ target }) => {
  if (target.form?.dataset.autosave && isField(target)) fieldOf(target)?.send();
});
document.addEventListener("autosave:theirs", (event) => {
  if (!fieldOf(event.target)?.take(event.detail.value)) event.preventDefault();
});
// Enter or Ctrl+Enter saves without leaving; a button of its own (Add, Share) takes the form along.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.autosave) return;
  const button = event.submitter;
  if (button && !button.closest("[data-without-autosave]")) {
    takeAlong(form, event);
    return;
  }
  event.preventDefault();
  for (const field of fields) if (field.form === form) field.send();
});
document.addEventListener("visibilitychange", () => {
  for (const field of fields) field.send({ leaving: document.visibilityState === "hidden" });
});
window.addEventListener("pagehide", () => {
  for (const field of fields) field.send({ leaving: true });
});
document.addEventListener("autosave:saved", ({ target }) => {
  for (const field of fields) if (field.control !== target && field.form === target.form) field.tryAgain();
});
window.addEventListener("online", () => {
  for (const field of fields) field.send();
});
window.addEventListener("beforeunload", (event) => {
  if (isHeld()) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  submitted = null;
});
document.addEventListener("htmx:load", ({ detail }) => startAutosave(detail.elt));
startAutosave();
