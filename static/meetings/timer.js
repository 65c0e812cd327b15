// Counts the minutes of a part down, from the moment somebody opens the timer.
for (const box of document.querySelectorAll("[data-timer]")) {
  const left = box.querySelector("[data-left]");
  let end = 0;
  let tick = 0;
  box.hidden = false;

  function show() {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds === 0) clearInterval(tick);
  }

  box.addEventListener("toggle", () => {
    clearInterval(tick);
    if (!box.open) return;
    end = Date.now() + Number(box.dataset.timer) * 60000;
    tick = setInterval(show, 1000);
    show();
  });
}
