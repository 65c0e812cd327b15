// Two minutes before the session ends for idleness: a dialog with *Stay signed in*.
import { csrfToken } from "./csrf.js";
import { showMessage } from "./messages.js";

const WARN_BEFORE = 2 * 60 * 1000;
let lastContact = Date.now();

export function noteContact() {
  lastContact = Date.now();
}

async function staySignedIn(button) {
  const answer = await fetch(button.dataset.staySignedIn, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken() },
    redirect: "manual",
  }).catch(() => null);
  button.closest("dialog").close();
  if (answer?.status === 204) {
    noteContact();
    return;
  }
  showMessage("error", "You are signed out. What you typed is still on this page: sign in in another tab, then send it.");
}

export function startIdleWarning() {
  const minutes = Number(document.body.dataset.idleMinutes);
  const button = document.querySelector("[data-stay-signed-in]");
  if (!minutes || !button) return;
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const background = detail.requestConfig?.headers?.["X-Background"];
    if (detail.successful && !background) noteContact();
  });
  document.addEventListener("throughline:contact", noteContact);
  button.addEventListener("click", () => staySignedIn(button));
  setInterval(() => {
    const left = lastContact + minutes * 60 * 1000 - Date.now();
    const dialog = button.closest("dialog");
    if (left < WARN_BEFORE && left > 0 && !dialog.open) dialog.showModal();
  }, 15000);
}
