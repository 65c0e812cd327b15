// The review: sends what this device still holds, and lets notes be selected with the keyboard.
import { sendWhatIsLeft } from "./unsent.js";

const at = (id) => document.getElementById(id);
const boxes = [...document.querySelectorAll("[data-select-note]")];

function tellCount() {
  const count = boxes.filter((box) => box.checked).length;
  at("selected-count").textContent = count ? `${count} selected` : "None selected";
}

// Space is the browser's own. Shift and an arrow select from where it began to the next one.
function moved(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = boxes.indexOf(event.target);
  if (!step || here < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const next = boxes[here + step];
  if (!next) return;
  event.preventDefault();
  if (event.shiftKey) {
    event.target.checked = true;
    next.checked = true;
  }
  next.focus();
  tellCount();
}

document.addEventListener("keydown", moved);
for (const box of boxes) box.addEventListener("change", tellCount);
at("select-all")?.addEventListener("click", () => {
  const areAll = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !areAll;
  tellCount();
});
at("print")?.addEventListener("click", () => print());
for (const made of document.querySelectorAll("[data-needs-script]")) made.hidden = false;
if (boxes.length) tellCount();
sendWhatIsLeft();
