// Talk counters: how often the teacher and students talk. Each tap is an operation of its own, and
// so is taking one back: whatever is sent again counts once, and two devices may count together.

const MOST_TAPS = 1000;

class TalkCounters {
  constructor({ outbox, store, visitId, counts, place }) {
    Object.assign(this, { outbox, store, visitId, place });
    this.known = { ...counts };
    this.taps = [];
    this.record = `${visitId}:talk`;
  }

  // What this device counted before it was reloaded can still be taken back.
  async start() {
    this.place.addEventListener("click", (event) => this.clicked(event));
    this.outbox.addEventListener("change", () => this.draw());
    this.outbox.addEventListener("answer", (event) => this.hear(event.detail));
    this.draw();
    const kept = await this.store.get("sessions", this.record).catch(() => null);
    this.taps = [...(kept?.taps ?? []), ...this.taps];
    this.draw();
  }

  clicked(event) {
    const made = event.target.closest("button");
    if (!made) return;
    if (made.dataset.talk) this.count(made.dataset.talk);
    else this.undo();
    // Who clicks goes on writing; who counts with the keyboard stays on the button.
    if (event.detail && matchMedia("(pointer: fine)").matches) document.getElementById("note-box").focus();
  }

  count(kind) {
    this.taps = [...this.taps, kind].slice(-MOST_TAPS);
    this.add(kind, 1);
    this.say(kind, "");
  }

  undo() {
    const kind = this.taps.pop();
    if (kind) this.add(kind, -1);
    this.say(kind, "Taken back. ");
  }

  add(kind, by) {
    this.outbox.add({ op: "talk.add", visit: this.visitId, kind, by });
    this.store.put("sessions", this.record, { taps: this.taps }).catch(() => {});
  }

  say(kind, before) {
    const words = kind ? `${before}${this.labelOf(kind)} ${this.countOf(kind)}.` : "Nothing to take back.";
    this.place.querySelector("[role=status]").textContent = words;
  }

  buttonOf(kind) {
    return this.place.querySelector(`[data-talk="${kind}"]`);
  }

  labelOf(kind) {
    return this.buttonOf(kind).querySelector("[data-label]").textContent;
  }

  isMine(body) {
    return body.op === "talk.add" && body.visit === this.visitId;
  }

  // What the server told last, and what it has not answered yet.
  countOf(kind) {
    const waiting = this.outbox.waiting.map((item) => item.body);
    const mine = waiting.filter((body) => this.isMine(body) && body.kind === kind);
    return mine.reduce((sum, body) => sum + body.by, this.known[kind]);
  }

  hear({ body, result }) {
    if (this.isMine(body) && result.count !== undefined) this.known[body.kind] = result.count;
  }

  draw() {
    for (const kind of Object.keys(this.known)) {
      this.buttonOf(kind).querySelector("[data-count]").textContent = this.countOf(kind);
    }
    const last = this.taps.at(-1);
    const undo = this.place.querySelector("[data-undo-talk]");
    undo.setAttribute("aria-disabled", String(!last));
    undo.querySelector("[data-last]").textContent = last ? ` the last ${this.labelOf(last).toLowerCase()}` : " the last count";
  }
}

// Where the school of the visit has no talk counters there is no place for them.
export function startTalk(parts) {
  const place = document.getElementById("talk");
  return place && new TalkCounters({ ...parts, place }).start();
}
