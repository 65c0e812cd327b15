// A table pasted from a document comes with its HTML: its rows become lines with tabs, so that a
// cell of several paragraphs stays one cell. Anything else is pasted as the browser does.
const BREAKS = "br, p, div, li";

function textOf(cell) {
  const copy = cell.cloneNode(true);
  for (const end of copy.querySelectorAll(BREAKS)) end.after("\n");
  const lines = copy.textContent.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  return lines.filter(Boolean).join("\n");
}

function lineOf(row) {
  const cells = [...row.querySelectorAll("td, th")].map(textOf);
  return cells.map((text) => (/[\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t");
}

document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("[data-paste-table]")) return;
  const html = event.clipboardData?.getData("text/html") ?? "";
  const rows = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("tr")];
  if (!rows.length) return;
  event.preventDefault();
  const box = event.target;
  box.setRangeText(rows.map(lineOf).join("\n"), box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
