// htmx: token on every request, focus after a swap, words when something fails.
import { csrfToken } from "./csrf.js";
import { showMessage } from "./messages.js";

const SAFE = new Set(["get", "head"]);

function focusAfterSwap(target) {
  const wanted = target.querySelector("[data-autofocus]");
  if (wanted) {
    wanted.focus();
    return;
  }
  if (document.activeElement && document.activeElement !== document.body) return;
  const heading = target.querySelector("h1, h2, h3, legend") ?? target;
  if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
}

function reasonOf(status) {
  if (status === 403) return "You are not allowed to do this. Reload the page to see what changed.";
  if (status === 404) return "This is no longer here. Reload the page to see what changed.";
  if (status === 413) return "This is too large to send. Shorten it and send it again.";
  if (status === 429) return "That was too often. Wait a minute, then try again.";
  return "That did not work on our side. What you typed is still here: try again in a moment.";
}

export function startHtmx() {
  let lostFocus = false;
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!SAFE.has(detail.verb)) detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    lostFocus = detail.target.contains(document.activeElement);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const target = detail.target?.isConnected ? detail.target : document.getElementById("main");
    if (lostFocus || target.querySelector("[data-autofocus]")) focusAfterSwap(target);
    lostFocus = false;
  });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    showMessage("error", reasonOf(detail.xhr.status));
  });
  document.addEventListener("htmx:sendError", () => {
    showMessage("error", "There is no connection. What you typed is still here: try again when you are online.");
  });
}
