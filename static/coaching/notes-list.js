// The notes of a visit as a list, the newest first. Text is only ever set as text.

function pad(number) {
  return String(number).padStart(2, "0");
}

export function elapsed(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:` : ""}${hours ? pad(minutes) : minutes}:${pad(seconds % 60)}`;
}

export function clockTime(at, zone) {
  const options = { hour: "numeric", minute: "2-digit", timeZone: zone };
  return new Date(at).toLocaleTimeString("en-US", options);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function button(text, action, label) {
  const made = element("button", "btn btn-sm btn-outline-secondary", text);
  made.type = "button";
  made.dataset.action = action;
  made.append(element("span", "visually-hidden", ` ${label}`));
  return made;
}

export class NotesList {
  constructor(list, empty, { startedAt, zone, things }) {
    Object.assign(this, { list, empty, startedAt, zone });
    this.labels = new Map(things.map((thing) => [thing.key, thing]));
    this.notes = new Map();
  }

  get shown() {
    return [...this.notes.values()].filter((note) => !note.isDeleted);
  }

  get last() {
    return this.shown.reduce((best, note) => (best && this.isBefore(note, best) ? best : note), null);
  }

  isBefore(one, other) {
    const gap = Date.parse(one.at) - Date.parse(other.at);
    return gap ? gap < 0 : one.seq < other.seq;
  }

  nextSeq() {
    return 1 + Math.max(0, ...[...this.notes.values()].map((note) => note.seq));
  }

  // Add a note or show it anew where it stands.
  set(note) {
    const before = this.notes.get(note.id);
    const merged = { tags: [], ...before, ...note };
    this.notes.set(note.id, merged);
    const item = this.draw(merged);
    const old = this.list.querySelector(`[data-note="${CSS.escape(note.id)}"]`);
    if (merged.isDeleted) old?.remove();
    else if (old) old.replaceWith(item);
    else this.place(item, merged);
    this.empty.hidden = this.list.childElementCount > 0;
    return merged;
  }

  place(item, note) {
    const next = [...this.list.children].find((other) => this.isBefore(this.notes.get(other.dataset.note), note));
    this.list.insertBefore(item, next ?? null);
  }

  draw(note) {
    const item = element("li", "note");
    item.dataset.note = note.id;
    const when = element("p", "note-when");
    const time = element("time", "", clockTime(note.at, this.zone));
    time.dateTime = note.at;
    when.append(element("span", "note-elapsed", elapsed(Date.parse(note.at) - this.startedAt)), time);
    if (note.isEdited) when.append(element("span", "note-edited", "edited"));
    const text = element("p", "note-text", note.text);
    text.dir = "auto";
    const actions = element("div", "note-actions");
    const label = `the note of ${clockTime(note.at, this.zone)}`;
    actions.append(button("Edit", "edit", label), button("Delete", "delete", label));
    item.append(when, text, this.drawTags(note), actions);
    return item;
  }

  drawTags(note) {
    const list = element("ul", "note-tags");
    list.hidden = !note.tags.length;
    for (const key of note.tags) {
      const thing = this.labels.get(key);
      const item = element("li", "tag", thing?.code || thing?.name || "Other");
      if (thing) item.title = thing.name;
      list.append(item);
    }
    return list;
  }
}
