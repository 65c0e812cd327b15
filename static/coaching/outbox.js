// Operations wait here until the server has answered them. An operation is kept on the device in
// the moment it is made; it leaves when the server says applied or duplicate. What the server
// refuses or finds changed elsewhere stays, for its author to look at.
import { getSession, postBatch } from "./server.js";
import { uuid7 } from "./uuid7.js";

const SCHEMA = 1;
const MOST = 200;
const MOST_BYTES = 200 * 1024;
const WAITS = [2000, 5000, 15000, 60000];
const REGULARLY = 30000;
const CLOCK_SLACK = 2000;
const ENTRY = ["entry.put", "entry.delete"];

export class Outbox extends EventTarget {
  // revs: which revision of each note the server last told us of.
  constructor({ userId, store, sessionUrl, syncUrl, revs = {} }) {
    super();
    Object.assign(this, { userId, store, sessionUrl, syncUrl });
    this.revs = new Map(Object.entries(revs));
    this.queue = [];
    this.state = "saved";
    this.savedAt = null;
    this.offset = 0;
    this.failures = 0;
    this.most = MOST;
    this.order = 0;
  }

  // What was kept when the page went away. It may have been sent: its body stays as it is.
  async load() {
    const kept = await this.store.all("outbox").catch(() => []);
    kept.sort((one, other) => one.order - other.order);
    this.queue = [...kept.map((item) => ({ ...item, isFrozen: true })), ...this.queue];
    this.tell();
  }

  start() {
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.flush();
    });
    setInterval(() => this.waiting.length && this.flush({ isBackground: true }), REGULARLY);
    return this.waiting.length ? this.flush() : this.measureAtStart();
  }

  get waiting() {
    return this.queue.filter((item) => !item.trouble);
  }

  get troubles() {
    return this.queue.filter((item) => item.trouble);
  }

  now() {
    return Date.now() + this.offset;
  }

  // The server's clock counts, once it differs by more than the way there and back may take: a
  // note begun later never gets an earlier time.
  measure(session) {
    const offset = Date.parse(session.server_time) - Date.now();
    if (Math.abs(offset - this.offset) > CLOCK_SLACK) this.offset = offset;
  }

  async measureAtStart() {
    const session = await getSession(this.sessionUrl, true);
    if (session) this.measure(session);
  }

  // Keep one operation and send it. Answers once it is kept on the device.
  async add(body) {
    const item = this.merge(body) ?? this.append(body);
    this.tell();
    await this.keep(item);
    this.flush();
  }

  append(body) {
    this.order = Math.max(this.order + 1, Date.now() * 1000);
    const item = { id: uuid7(), order: this.order, body };
    this.queue.push(item);
    return item;
  }

  // An operation that was never sent takes the later text, instead of two for the same thing.
  merge(body) {
    const key = { "entry.put": "id", "visit.set": "field" }[body.op];
    const last = key && this.queue.findLast((item) => item.body[key] === body[key]);
    if (!last || last.isFrozen || last.trouble || last.body.op !== body.op) return null;
    if (last.body.visit !== body.visit) return null;
    const based_on = last.body.based_on;
    last.body = based_on === undefined ? body : { ...body, based_on };
    return last;
  }

  // Take back an operation that was never sent. Answers whether it could be.
  withdraw(matches) {
    const item = this.queue.findLast((candidate) => matches(candidate.body));
    if (!item || item.isFrozen) return false;
    this.drop([item]);
    return true;
  }

  async keep(item) {
    try {
      await this.store.put("outbox", item.id, {
        id: item.id,
        order: item.order,
        body: item.body,
      });
    } catch {
      this.store.isKept = false;
    }
  }

  drop(items) {
    this.queue = this.queue.filter((item) => !items.includes(item));
    this.store.remove("outbox", items.map((item) => item.id)).catch(() => {});
    this.tell();
  }

  async flush({ isBackground = false } = {}) {
    if (this.isBusy) {
      this.isWanted = true;
      return;
    }
    this.isBusy = true;
    clearTimeout(this.timer);
    try {
      do {
        this.isWanted = false;
        await this.oneTabAtATime(() => this.sendAll(isBackground));
      } while (this.isWanted && this.state !== "waiting");
    } finally {
      this.isBusy = false;
      this.tell();
    }
    if (this.waiting.length && this.state === "waiting") this.tryLater();
  }

  oneTabAtATime(work) {
    return navigator.locks ? navigator.locks.request(`obs-${this.userId}`, work) : work();
  }

  tryLater() {
    const wait = WAITS[Math.min(this.failures, WAITS.length) - 1] ?? WAITS[0];
    this.timer = setTimeout(() => this.flush({ isBackground: true }), wait * (0.8 + Math.random() * 0.4));
  }

  // Every way out of here sets the state.
  async sendAll(isBackground) {
    while (this.waiting.length) {
      this.tell("saving");
      const session = await getSession(this.sessionUrl, isBackground);
      if (!session) return this.fail();
      this.measure(session);
      if (!session.user_id) return this.tell("signed-out");
      if (session.user_id !== this.userId) return this.tell("other-person");
      const items = this.nextBatch();
      const answer = await this.post(session, items, isBackground);
      if (!this.isTaken(answer)) return undefined;
      if (!this.hear(items, answer.body.results)) return this.fail();
    }
    return this.tell("saved");
  }

  async post(session, items, isBackground) {
    const ops = items.map((item) => ({ op_id: item.id, ...item.body }));
    const batch = { schema: SCHEMA, device_id: "", expected_user: this.userId, ops };
    const answer = await postBatch(this.syncUrl, session.csrf, batch, isBackground);
    if (answer?.status !== 403) return answer;
    const fresh = await getSession(this.sessionUrl, isBackground);
    return fresh ? postBatch(this.syncUrl, fresh.csrf, batch, isBackground) : null;
  }

  isTaken(answer) {
    if (answer?.status === 200 && Array.isArray(answer.body.results)) {
      this.failures = 0;
      return true;
    }
    if (answer?.status === 413 && this.most > 1) {
      this.most = Math.ceil(this.most / 4);
      this.isWanted = true;
      this.tell("saving");
    } else if (answer?.status === 401 || answer?.status === 403) this.tell("signed-out");
    else if (answer?.status === 409) this.tell("other-person");
    else this.fail();
    return false;
  }

  fail() {
    this.failures += 1;
    this.tell("waiting");
  }

  // In order, at most one change of a note at a time: the next one names the revision that the
  // answer to this one tells.
  nextBatch() {
    const batch = [];
    const changed = new Set();
    let bytes = 0;
    for (const item of this.waiting) {
      const isEntry = ENTRY.includes(item.body.op);
      if (isEntry && changed.has(item.body.id)) continue;
      if (isEntry) this.freeze(item);
      bytes += JSON.stringify(item.body).length * 2;
      if (batch.length === this.most || (batch.length && bytes > MOST_BYTES)) break;
      item.isFrozen = true;
      if (isEntry) changed.add(item.body.id);
      batch.push(item);
    }
    return batch;
  }

  freeze(item) {
    if (item.isFrozen && item.body.base_rev !== undefined) return;
    item.body = { ...item.body, base_rev: this.revs.get(item.body.id) ?? 0 };
    this.keep(item);
  }

  hear(items, results) {
    const answers = new Map(results.map((result) => [result.op_id, result]));
    const done = [];
    for (const item of items) {
      const result = answers.get(item.id);
      if (!result) continue;
      this.dispatchEvent(new CustomEvent("answer", { detail: { body: item.body, result } }));
      if (result.rev) this.revs.set(item.body.id, result.rev);
      if (["applied", "duplicate"].includes(result.status)) done.push(item);
      else if (result.code === "op_reused") this.sendAnew(item, done);
      else item.trouble = { status: result.status, code: result.code, message: result.message };
    }
    this.savedAt = new Date();
    this.drop(done);
    document.dispatchEvent(new Event("throughline:contact"));
    return answers.size > 0;
  }

  // Another tab sent this operation with an earlier text: this text goes as an operation of its own.
  sendAnew(item, done) {
    const { base_rev: _, ...body } = item.body;
    done.push(item);
    this.keep(this.append(body));
  }

  discard(id) {
    this.drop(this.queue.filter((item) => item.id === id));
  }

  tell(state = this.state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
