// Turn and cut: the edges of the picture can be dragged. The numbers beside it say the same, and
// are all that is sent.

const form = document.querySelector("[data-picture]");
const frame = form.querySelector("[data-frame]");
const cut = form.querySelector("[data-cut]");
const shown = form.querySelector("[data-shown]");
const fields = Object.fromEntries(
  ["left", "top", "right", "bottom"].map((edge) => [edge, form.elements[edge]]),
);
const OPPOSITE = { left: "right", right: "left", top: "bottom", bottom: "top" };
const MOST_CUT = 90;
let waiting;

function number(edge) {
  const value = Number.parseInt(fields[edge].value, 10);
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), MOST_CUT);
}

function draw() {
  for (const edge of Object.keys(fields)) cut.style[edge] = `${number(edge)}%`;
}

function showKept() {
  const query = new URLSearchParams({ turn: form.elements.turn.value });
  for (const edge of Object.keys(fields)) query.set(edge, number(edge));
  shown.src = `${form.dataset.picture}?${query}`;
}

function changed() {
  draw();
  clearTimeout(waiting);
  waiting = setTimeout(showKept, 400);
}

function at(edge, event) {
  const box = frame.getBoundingClientRect();
  const across = ((event.clientX - box.left) / box.width) * 100;
  const down = ((event.clientY - box.top) / box.height) * 100;
  const found = { left: across, right: 100 - across, top: down, bottom: 100 - down }[edge];
  return Math.round(Math.min(Math.max(found, 0), MOST_CUT - number(OPPOSITE[edge])));
}

for (const handle of form.querySelectorAll("[data-edge]")) {
  const edge = handle.dataset.edge;
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    fields[edge].value = at(edge, event);
    changed();
  });
}
for (const field of Object.values(fields)) field.addEventListener("input", changed);
form.querySelector("[data-whole]").hidden = false;
draw();
