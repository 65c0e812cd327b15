// The live note screen: each note is kept on the device as it is written, then sent.
import { shortcutsAreOn } from "../core/shortcuts.js";
import { allCodes, suggestions, thingOf, typedCode, withoutCode } from "./codes.js";
import { startDimming } from "./dim.js";
import { startIntervals } from "./interval.js";
import { hint, judgementFinder } from "./judgement.js";
import { clockTime, elapsed, NotesList } from "./notes-list.js";
import { Outbox } from "./outbox.js";
import { showSaveLine } from "./save-line.js";
import { openStore } from "./store.js";
import { startTalk } from "./talk.js";
import { showTroubles } from "./troubles.js";
import { uuid7 } from "./uuid7.js";

const page = JSON.parse(document.getElementById("live-data").textContent);
const at = (id) => document.getElementById(id);
const box = at("note-box");
const startedAt = Date.parse(page.started_at);
const things = page.things;
const thingByKey = new Map(things.map((thing) => [thing.key, thing]));
const findJudgement = judgementFinder(page.judgement_words);
const UNDO_FOR = 10000;
const DRAFT_AFTER = 300;
const FIELD_AFTER = 1000;
const KEYBOARD_UP = 480;
const USUAL = { least: 15, most: 30 };

const store = await openStore(page.user_id, page.offline_key);
const revs = Object.fromEntries(page.notes.map((note) => [note.id, note.rev]));
const outbox = new Outbox({
  userId: page.user_id,
  store,
  sessionUrl: page.session_url,
  syncUrl: page.sync_url,
  revs,
});
const list = new NotesList(at("notes"), at("no-notes"), { startedAt, zone: page.zone, things });
const writing = { id: null, begunAt: null, tags: new Set() };
let undoable = null;

// Notes

function tagBody(op, note, key) {
  const thing = thingByKey.get(key);
  return { op, note, [thing.field]: thing.value };
}

function saveNote() {
  takeCode();
  const { named, rest } = allCodes(box.value, things);
  for (const thing of named) writing.tags.add(thing.key);
  const text = rest.trim();
  if (!text) return;
  const isNew = !writing.id;
  const id = writing.id ?? uuid7();
  const known = list.notes.get(id);
  const note = list.set({
    id,
    seq: known?.seq ?? list.nextSeq(),
    at: known?.at ?? new Date(writing.begunAt ?? outbox.now()).toISOString(),
    text,
    isEdited: !isNew,
  });
  if (isNew || known.text !== text) putNote(note);
  for (const key of writing.tags) if (!note.tags.includes(key)) addTag(note, key);
  startWriting();
  at("notes-count").textContent = countOf(list.shown.length);
}

function putNote(note) {
  outbox.add({
    op: "entry.put",
    id: note.id,
    visit: page.visit_id,
    seq: note.seq,
    occurred_at: note.at,
    device_at: new Date().toISOString(),
    text: note.text,
  });
}

function addTag(note, key) {
  list.set({ id: note.id, tags: [...list.notes.get(note.id).tags, key] });
  outbox.add(tagBody("tag.add", note.id, key));
}

function removeTag(note, key) {
  list.set({ id: note.id, tags: note.tags.filter((other) => other !== key) });
  outbox.add(tagBody("tag.remove", note.id, key));
}

function startWriting(note = null) {
  writing.id = note?.id ?? null;
  writing.begunAt = null;
  writing.tags = new Set(note?.tags ?? []);
  box.value = note?.text ?? "";
  at("editing").hidden = !note;
  if (note) at("editing-when").textContent = clockTime(note.at, page.zone);
  at("save-note").textContent = note ? "Save the change" : "Save the note";
  keepDraft();
  typed();
}

function deleteNote(note) {
  if (writing.id === note.id) startWriting();
  list.set({ id: note.id, isDeleted: true });
  outbox.add({ op: "entry.delete", id: note.id, visit: page.visit_id });
  undoable = note;
  const bar = at("undo-bar");
  bar.hidden = false;
  at("undo").focus();
  clearTimeout(bar.timer);
  bar.timer = setTimeout(closeUndo, UNDO_FOR);
  at("notes-count").textContent = countOf(list.shown.length);
}

function closeUndo() {
  const bar = at("undo-bar");
  const hadFocus = bar.contains(document.activeElement);
  undoable = null;
  bar.hidden = true;
  if (hadFocus) box.focus();
}

function undoDelete() {
  if (!undoable) return;
  const note = list.set({ id: undoable.id, isDeleted: false });
  const isUnsent = outbox.withdraw((body) => body.op === "entry.delete" && body.id === note.id);
  if (!isUnsent) putNote(note);
  closeUndo();
  box.focus();
  at("notes-count").textContent = countOf(list.shown.length);
}

function countOf(number) {
  return `${number} ${number === 1 ? "note" : "notes"}`;
}

// What the box shows while typing

function typed() {
  if (box.value && !writing.begunAt) writing.begunAt = outbox.now();
  if (!box.value && !writing.id) writing.begunAt = null;
  const before = box.value.slice(0, box.selectionStart);
  if (/\s$/.test(before)) takeCode(before.trimEnd(), before);
  at("judgement-hint").textContent = hint(findJudgement(box.value));
  drawSuggestions(typedCode(box.value.slice(0, box.selectionStart)));
  drawTagButtons();
}

function takeCode(before = box.value.slice(0, box.selectionStart), consumed = before) {
  const code = typedCode(before);
  const thing = code && thingOf(code, things);
  if (!thing) return;
  const rest = box.value.slice(consumed.length);
  const kept = withoutCode(before);
  box.value = kept + rest;
  box.setSelectionRange(kept.length, kept.length);
  writing.tags.add(thing.key);
}

function drawSuggestions(code) {
  const place = at("suggestions");
  const found = code ? suggestions(code, things).slice(0, 6) : [];
  place.hidden = !found.length;
  place.replaceChildren(...found.map(suggestionButton));
}

function suggestionButton(thing) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline-secondary";
  made.dataset.suggest = thing.key;
  made.textContent = `#${thing.code} ${thing.name}`;
  return made;
}

function acceptSuggestion(key) {
  const before = box.value.slice(0, box.selectionStart);
  const kept = withoutCode(before);
  box.value = kept + box.value.slice(before.length);
  box.setSelectionRange(kept.length, kept.length);
  writing.tags.add(key);
  box.focus();
  typed();
}

function target() {
  return box.value.trim() || writing.id ? null : list.last;
}

function drawTagButtons() {
  const note = target();
  const tags = new Set(note ? note.tags : writing.tags);
  for (const made of document.querySelectorAll("[data-tag]")) {
    made.setAttribute("aria-pressed", String(tags.has(made.dataset.tag)));
  }
  at("tag-target").textContent = note
    ? `Tags go on your last note (${clockTime(note.at, page.zone)}).`
    : "Tags go on the note you are writing.";
}

function toggleTag(key) {
  const note = target();
  if (note) (note.tags.includes(key) ? removeTag : addTag)(note, key);
  else if (writing.tags.has(key)) {
    writing.tags.delete(key);
    const known = writing.id && list.notes.get(writing.id);
    if (known?.tags.includes(key)) removeTag(known, key);
  } else writing.tags.add(key);
  drawTagButtons();
  if (matchMedia("(pointer: fine)").matches) box.focus();
}

// The unfinished note survives closing the page

let draftTimer;

function keepDraft() {
  clearTimeout(draftTimer);
  const draft = { note: writing.id, begunAt: writing.begunAt, tags: [...writing.tags], text: box.value };
  store.put("sessions", page.visit_id, draft).catch(() => {});
}

function keepDraftSoon() {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepDraft, DRAFT_AFTER);
}

async function restoreDraft() {
  const draft = await store.get("sessions", page.visit_id).catch(() => null);
  if (!draft?.text || box.value) return;
  const note = draft.note && list.notes.get(draft.note);
  startWriting(note && !note.isDeleted ? note : null);
  box.value = draft.text;
  writing.begunAt = draft.begunAt;
  writing.tags = new Set(draft.tags.filter((key) => thingByKey.has(key)));
  typed();
}

// What was not answered yet, over what the server knew when it made the page

function replay(body) {
  if (body.op === "entry.put" && body.visit === page.visit_id) {
    const isEdited = list.notes.has(body.id);
    list.set({ id: body.id, seq: body.seq, at: body.occurred_at, text: body.text, isEdited, isDeleted: false });
  } else if (body.op === "entry.delete" && list.notes.has(body.id)) {
    list.set({ id: body.id, isDeleted: true });
  } else if (body.op.startsWith("tag.") && list.notes.has(body.note)) {
    const key = things.find((thing) => body[thing.field] === thing.value)?.key;
    const tags = list.notes.get(body.note).tags.filter((other) => other !== key);
    if (key) list.set({ id: body.note, tags: body.op === "tag.add" ? [...tags, key] : tags });
  } else replayBeside(body);
}

function replayBeside(body) {
  if (body.visit !== page.visit_id) return;
  if (body.op === "mark.set") {
    const key = body.look_for ? `look_for:${body.look_for}` : `bank_look_for:${body.bank_look_for}`;
    for (const radio of document.getElementsByName(key)) radio.checked = radio.value === body.value;
  } else if (body.op === "visit.set") {
    const field = document.querySelector(`[data-field="${body.field}"]`);
    if (field) field.value = body.value;
  } else if (body.op === "group.set") {
    for (const field of document.querySelectorAll("[data-group]")) {
      if (field.dataset.group === body.group) field.checked = body.is_checked;
    }
  } else if (body.op === "visit.end") showEnded(Boolean(body.ended_at));
}

// Beside the notes: look-fors, groups, fields of the visit

function markLookFor(radio) {
  const [field, id] = radio.name.split(":");
  outbox.add({ op: "mark.set", visit: page.visit_id, [field]: id, value: radio.value });
}

function clearMark(name) {
  const [field, id] = name.split(":");
  for (const radio of document.getElementsByName(name)) radio.checked = false;
  outbox.add({ op: "mark.set", visit: page.visit_id, [field]: id, value: null });
}

function saveField(field) {
  clearTimeout(field.timer);
  const based_on = field.dataset.saved;
  if (field.value === based_on) return;
  field.dataset.saved = field.value;
  outbox.add({ op: "visit.set", visit: page.visit_id, field: field.dataset.field, value: field.value, based_on });
}

function wireFields() {
  for (const field of document.querySelectorAll("[data-field]")) {
    field.addEventListener("input", () => {
      clearTimeout(field.timer);
      field.timer = setTimeout(() => saveField(field), FIELD_AFTER);
    });
    field.addEventListener("change", () => saveField(field));
  }
  for (const field of document.querySelectorAll("[data-group]")) {
    field.addEventListener("change", () => {
      const body = { op: "group.set", visit: page.visit_id };
      outbox.add({ ...body, group: field.dataset.group, is_checked: field.checked });
    });
  }
  for (const radio of document.querySelectorAll("[data-mark]")) {
    radio.addEventListener("change", () => markLookFor(radio));
  }
}

// The end, which can be taken back

function openEnd() {
  const minutes = Math.round((outbox.now() - startedAt) / 60000);
  at("end-count").textContent = `${countOf(list.shown.length)}, ${minutes} min.`;
  const unsent = outbox.waiting.length;
  at("end-unsent").textContent = unsent ? `${unsent} not sent yet: kept on this device, and sent when the server answers.` : "Everything is sent.";
  at("end-length").hidden = minutes >= USUAL.least && minutes <= USUAL.most;
  at("end-dialog").showModal();
}

function endVisit() {
  saveNote();
  for (const field of document.querySelectorAll("[data-field]")) saveField(field);
  outbox.add({ op: "visit.end", visit: page.visit_id, ended_at: new Date(outbox.now()).toISOString() });
  at("end-dialog").close();
  showEnded(true);
  at("ended-title").focus();
}

function goOn() {
  const isUnsent = outbox.withdraw((body) => body.op === "visit.end" && body.visit === page.visit_id);
  if (!isUnsent) outbox.add({ op: "visit.end", visit: page.visit_id, ended_at: null });
  showEnded(false);
  box.focus();
}

let endedAt = null;

function showEnded(isEnded) {
  endedAt = isEnded ? outbox.now() : null;
  for (const part of document.querySelectorAll("[data-while-live]")) part.hidden = isEnded;
  at("ended").hidden = !isEnded;
  if (!isEnded) return;
  at("ended-at").textContent = clockTime(endedAt, page.zone);
  at("ended-count").textContent = countOf(list.shown.length);
}

function tick() {
  at("clock").textContent = elapsed((endedAt ?? outbox.now()) - startedAt);
}

async function stayAwake() {
  if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
  await navigator.wakeLock.request("screen").catch(() => {});
}

// Keys: each acts in the note box, or with a modifier; all of them can be switched off

function keyInBox(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    saveNote();
  } else if (event.key === "ArrowUp" && !box.value && shortcutsAreOn() && list.last) {
    event.preventDefault();
    startWriting(list.last);
    box.setSelectionRange(box.value.length, box.value.length);
  } else if (event.key === "Escape" && writing.id && shortcutsAreOn()) startWriting();
}

function keyOutside(event) {
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey;
  const isText = event.target.matches("input, textarea, select");
  if (isUndo && undoable && !isText && shortcutsAreOn()) {
    event.preventDefault();
    undoDelete();
  }
}

function clicked(event) {
  const made = event.target.closest("button");
  if (!made) return;
  const note = list.notes.get(made.closest("[data-note]")?.dataset.note);
  if (made.dataset.action === "edit") {
    startWriting(note);
    box.focus();
  } else if (made.dataset.action === "delete") deleteNote(note);
  else if (made.dataset.tag) toggleTag(made.dataset.tag);
  else if (made.dataset.suggest) acceptSuggestion(made.dataset.suggest);
  else if (made.dataset.clearMark) clearMark(made.dataset.clearMark);
}

function wire() {
  at("note-form").addEventListener("submit", (event) => {
    event.preventDefault();
    saveNote();
    box.focus();
  });
  box.addEventListener("keydown", keyInBox);
  box.addEventListener("input", () => {
    typed();
    keepDraftSoon();
  });
  document.addEventListener("keydown", keyOutside);
  document.addEventListener("click", clicked);
  at("undo").addEventListener("click", undoDelete);
  at("stop-editing").addEventListener("click", () => {
    startWriting();
    box.focus();
  });
  at("open-end").addEventListener("click", openEnd);
  at("end-now").addEventListener("click", endVisit);
  at("go-on").addEventListener("click", goOn);
  document.addEventListener("visibilitychange", () => (document.hidden ? keepDraft() : stayAwake()));
  addEventListener("pagehide", keepDraft);
  box.addEventListener("focus", keepInView);
  addEventListener("resize", keepInView);
  window.visualViewport?.addEventListener("resize", keepInView);
  wireFields();
}

// With a phone's keyboard up, the box and the save line are what is left to see.
function keepInView() {
  const height = window.visualViewport?.height ?? innerHeight;
  if (height > KEYBOARD_UP || document.activeElement !== box) return;
  document.querySelector(".composer").scrollIntoView({ block: "start" });
}

for (const note of page.notes) list.set(note);
showSaveLine(outbox, at("save-line"), at("save-announcer"), at("sign-in"));
showTroubles(outbox, at("troubles"), page.review_url);
wire();
typed();
tick();
setInterval(tick, 1000);
stayAwake();
at("live").hidden = false;
at("open-end").hidden = false;
box.focus();
const parts = { outbox, store, visitId: page.visit_id, counts: page.talk };
startDimming(store);
startTalk(parts);
startIntervals(parts);
await outbox.load();
for (const item of outbox.queue) replay(item.body);
at("notes-count").textContent = countOf(list.shown.length);
await restoreDraft();
outbox.start();
