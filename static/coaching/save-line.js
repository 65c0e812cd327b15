// The save line: always visible, in words. A change of state is announced; a single save is not.

const ICONS = { saved: "✓", saving: "…", waiting: "●", warning: "!" };

function things(outbox) {
  const entries = outbox.waiting.filter((item) => item.body.op.startsWith("entry"));
  const notes = new Set(entries.map((item) => item.body.id)).size;
  const count = notes || outbox.waiting.length;
  const noun = notes ? "note" : "change";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function are(text) {
  return text.startsWith("1 ") ? "is" : "are";
}

function time(date) {
  return date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
}

function words(outbox) {
  const some = things(outbox);
  const isKept = outbox.store.isKept;
  const place = isKept ? "kept on this device" : "kept in this page";
  if (outbox.waiting.length) {
    if (outbox.state === "signed-out") return ["warning", `Signed out. ${some} ${place}. Sign in to send.`];
    if (outbox.state === "other-person") return ["warning", `Another person is signed in here. Your ${some} will wait for you.`];
    if (outbox.state === "waiting" && isKept) return ["waiting", `Saved on this device. ${some} waiting for wifi.`];
    if (outbox.state === "waiting") return ["warning", `${some} ${are(some)} not sent, and this browser cannot keep notes. Leave this page open.`];
  }
  const troubles = outbox.troubles.length;
  if (troubles) return ["warning", `${troubles === 1 ? "1 note needs" : `${troubles} notes need`} attention.`];
  if (outbox.waiting.length) return ["saving", outbox.waiting.length > 5 ? `Sending ${some}…` : "Saving…"];
  const saved = outbox.savedAt ? `All changes saved ${time(outbox.savedAt)}` : "All changes saved";
  return ["saved", isKept ? saved : `${saved}. This browser cannot keep notes if wifi drops.`];
}

export function showSaveLine(outbox, line, announcer, signIn) {
  let announced = "saved";
  function show() {
    const [icon, text] = words(outbox);
    line.dataset.state = icon;
    line.querySelector("[data-save-icon]").textContent = ICONS[icon];
    line.querySelector("[data-save-text]").textContent = text;
    signIn.hidden = !(outbox.state === "signed-out" && outbox.waiting.length);
    const kind = icon === "saving" ? "saved" : `${icon} ${outbox.state}`;
    const steady = icon === "saved" || icon === "saving" ? "saved" : kind;
    if (steady !== announced && icon !== "saving") announcer.textContent = text;
    if (icon !== "saving") announced = steady;
  }
  outbox.addEventListener("change", show);
  show();
}
