// Whoever closes the page, or goes on to another one, stops writing: the part is free at once.
import { csrfToken } from "../core/csrf.js";

const form = document.querySelector("form[data-leave]");
let isDone = false;

form.addEventListener("submit", () => {
  isDone = true;
});
window.addEventListener("pagehide", () => {
  if (isDone) return;
  fetch(form.dataset.leave, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), "X-Background": "1" },
    keepalive: true,
  });
});
