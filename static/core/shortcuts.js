// ? help, / search, Ctrl+K go to, Ctrl+Enter send. None when switched off; single keys never in a field.
import { openDialog } from "./dialogs.js";

const FIELDS = "input, textarea, select, [contenteditable]";

function sendForm(field) {
  const form = field?.form;
  if (form) form.requestSubmit();
  return Boolean(form);
}

function goToSearch() {
  const search = document.querySelector("[data-search], main input[type=search]");
  search?.focus();
  return Boolean(search);
}

function withControl(event) {
  if (event.key === "Enter") return sendForm(event.target.closest("input, textarea, select"));
  if (event.key.toLowerCase() !== "k") return false;
  openDialog("go-to-dialog");
  return true;
}

function single(event) {
  if (event.target.closest(FIELDS) || document.querySelector("dialog[open]")) return false;
  if (event.key === "/") return goToSearch();
  if (event.key !== "?") return false;
  openDialog("shortcuts-dialog");
  return true;
}

export function shortcutsAreOn() {
  return document.body.dataset.shortcuts === "on";
}

function listPageShortcuts() {
  const place = document.querySelector("[data-page-shortcuts]");
  for (const list of document.querySelectorAll("template[data-shortcuts-for-page]")) {
    place?.append(list.content.cloneNode(true));
  }
}

export function startShortcuts() {
  listPageShortcuts();
  document.addEventListener("keydown", (event) => {
    if (!shortcutsAreOn() || event.defaultPrevented || event.altKey || event.isComposing) return;
    const done = event.ctrlKey || event.metaKey ? withControl(event) : single(event);
    if (done) event.preventDefault();
  });
}
