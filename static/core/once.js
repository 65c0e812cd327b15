// A form goes once: a second click on the way sends nothing again. Coming back to the page, or
// waiting in vain, frees it.
const FREED_AFTER = 8000;
const gone = new WeakMap();

function guard(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const since = gone.get(form);
  if (since && Date.now() - since < FREED_AFTER) event.preventDefault();
  else gone.set(form, Date.now());
}

export function startOnce() {
  addEventListener("submit", guard); // after the listeners of the page, which may hold a form back
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) gone.delete(form);
  });
}
