// [data-copy="id"]: puts the text of that field on the clipboard and says so.
import { showMessage } from "./messages.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value);
      showMessage("success", "Copied.");
    } catch {
      source.focus();
      source.select();
      showMessage("info", "The text is selected: copy it with Ctrl+C.");
    }
  });
}
