// Native <dialog>: the browser keeps focus inside, Esc closes, focus returns to the opener.
// Open by [data-open-dialog="id"], close by [data-close-dialog].

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

export function startDialogs() {
  for (const opener of document.querySelectorAll("[data-open-dialog]")) opener.hidden = false;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) openDialog(opener.dataset.openDialog);
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
  });
}
