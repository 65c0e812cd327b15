// Notes that a live screen left on this device: they go out from any page that shows
// coaching/_unsent.html, and stay in sight until they have.
import { Outbox } from "./outbox.js";
import { showSaveLine } from "./save-line.js";
import { openStore } from "./store.js";
import { showTroubles } from "./troubles.js";

const at = (id) => document.getElementById(id);

export async function sendWhatIsLeft() {
  const page = JSON.parse(at("sender-data").textContent);
  const store = await openStore(page.user_id, page.offline_key);
  const outbox = new Outbox({
    userId: page.user_id,
    store,
    sessionUrl: page.session_url,
    syncUrl: page.sync_url,
  });
  await outbox.load();
  if (!outbox.queue.length) return;
  at("unsent").hidden = false;
  showSaveLine(outbox, at("save-line"), at("save-announcer"), at("sign-in"));
  showTroubles(outbox, at("troubles"), null);
  outbox.addEventListener("change", () => {
    const again = at("show-sent");
    if (again) again.hidden = outbox.state !== "saved" || outbox.waiting.length > 0;
  });
  outbox.start();
}
