// Cells copied from a spreadsheet are spread over the grid, from the cell in which they are pasted.
// Without this script each cell is typed by hand.

const cellsOf = (row) => [...row.querySelectorAll("td input:not([type=hidden])")];

function spread(table, start, text) {
  const rows = [...table.tBodies[0].rows];
  const first = rows.indexOf(start.closest("tr"));
  const column = cellsOf(rows[first]).indexOf(start);
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  lines.forEach((line, down) => {
    const row = rows[first + down];
    if (!row) return;
    const cells = cellsOf(row);
    line.split("\t").forEach((value, along) => {
      const cell = cells[column + along];
      if (cell) cell.value = value.trim();
    });
  });
}

document.querySelector("[data-grid]")?.addEventListener("paste", (event) => {
  const start = event.target.closest("td input");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!start || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  spread(start.closest("table"), start, text);
});
