// The interval prompt: five minutes after the last look round the room it says so, below the note
// box and without a sound, and stays until it is answered. Each is announced once.

const EVERY = 5 * 60 * 1000;
const MINUTE = 60 * 1000;

class IntervalPrompt {
  constructor({ outbox, store, visitId, place }) {
    Object.assign(this, { outbox, store, place });
    this.record = `${visitId}:interval`;
    this.prompt = place.querySelector("[data-prompt]");
    this.text = place.querySelector("[data-prompt-text]");
    this.announcer = place.querySelector("[role=status]");
  }

  // The time of the last look is kept on the device: a reload neither starts anew nor repeats.
  async start() {
    const kept = await this.store.get("sessions", this.record).catch(() => null);
    this.state = kept ?? { lookedAt: this.outbox.now(), isOff: false, isSaid: false };
    if (!kept) this.keep();
    this.place.querySelector("[data-looked]").addEventListener("click", () => this.answer({}));
    this.place.querySelector("[data-stop]").addEventListener("click", () => this.answer({ isOff: true }));
    this.look();
    setInterval(() => this.look(), 1000);
  }

  keep() {
    this.store.put("sessions", this.record, this.state).catch(() => {});
  }

  look() {
    const passed = this.outbox.now() - this.state.lookedAt;
    if (this.state.isOff || this.place.hidden || passed < EVERY) return;
    const words = `${Math.floor(passed / MINUTE)} minutes since the last look round the room.`;
    if (this.text.textContent !== words) this.text.textContent = words;
    if (!this.prompt.hidden) return;
    this.show(true);
    this.announce(words);
  }

  announce(words) {
    if (this.state.isSaid) return;
    this.announcer.textContent = words;
    this.state.isSaid = true;
    this.keep();
  }

  answer(change) {
    this.state = { ...this.state, lookedAt: this.outbox.now(), isSaid: false, ...change };
    this.keep();
    this.announcer.textContent = "";
    this.show(false);
    document.getElementById("note-box").focus();
  }

  show(isDue) {
    this.prompt.hidden = !isDue;
    document.querySelector(".live-clock").toggleAttribute("data-due", isDue);
  }
}

// Where the school of the visit has no interval prompt there is no place for it.
export function startIntervals(parts) {
  const place = document.getElementById("interval");
  return place && new IntervalPrompt({ ...parts, place }).start();
}
