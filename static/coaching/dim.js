// Dark colors for a dim room: on this device's live note screens, whatever the person's settings say.

const RECORD = "colors";

export async function startDimming(store) {
  const root = document.documentElement;
  const made = document.getElementById("dark-colors");
  const isDark = () => root.getAttribute("data-bs-theme") === "dark";
  const show = () => made.setAttribute("aria-pressed", String(isDark()));
  const wear = (theme) => root.setAttribute("data-bs-theme", theme);
  new MutationObserver(show).observe(root, { attributeFilter: ["data-bs-theme"] });
  made.addEventListener("click", () => {
    wear(isDark() ? "light" : "dark");
    store.put("sessions", RECORD, { theme: root.getAttribute("data-bs-theme") }).catch(() => {});
  });
  show();
  made.hidden = false;
  const kept = await store.get("sessions", RECORD).catch(() => null);
  if (kept) wear(kept.theme);
}
