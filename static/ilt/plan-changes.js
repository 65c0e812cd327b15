// What others change in a long-range plan while this page is open: their text appears in the cells
// that nobody is writing in here, with their name; a cell with text of its own keeps it, and asks
// when it is saved (core/autosave.js). Rows that came, went or moved are announced, not moved away
// under the person's hands.
const EVERY = 10000;
const plan = document.querySelector("[data-plan-changes]");
let { since, version } = plan.dataset;
const waiting = new Map(); // news of cells that the person stands in, by cell
let isAsking = false;

function show({ cell, value, by }) {
  const box = document.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
  const control = box?.querySelector("input:not([type=hidden]), textarea, select");
  if (!control) return;
  const news = new CustomEvent("autosave:theirs", { bubbles: true, detail: { value }, cancelable: true });
  if (!control.dispatchEvent(news)) {
    waiting.set(cell, { cell, value, by });
    return;
  }
  waiting.delete(cell);
  const name = document.createElement("bdi");
  name.textContent = by;
  box.querySelector("[data-changed-by]").replaceChildren("Changed by ", name);
}

async function ask() {
  if (isAsking || document.visibilityState === "hidden") return;
  isAsking = true;
  try {
    const address = `${plan.dataset.planChanges}?since=${encodeURIComponent(since)}`;
    const answer = await fetch(address, { headers: { "X-Background": "1" }, redirect: "manual" });
    if (answer.status !== 200) return;
    const news = await answer.json();
    since = news.since;
    for (const one of news.cells) waiting.set(one.cell, one);
    [...waiting.values()].forEach(show);
    if (String(news.version) !== version) document.querySelector("[data-plan-moved]").hidden = false;
  } catch {
    // No connection: the next time.
  } finally {
    isAsking = false;
  }
}

setInterval(ask, EVERY);
window.addEventListener("focus", ask);
document.addEventListener("autosave:saved", ask);
