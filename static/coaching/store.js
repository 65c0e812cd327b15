// What is kept on the device, one database for each person: `obs-<user_id>`.
//   outbox    operations that were not answered yet
//   sessions  the unfinished note of each visit, and what its counters and its prompt remember
// Contents are locked with the person's key, which the server hands to the signed-in person only
// and which is never stored: what is left here after signing out cannot be read.

const VERSION = 1;
const STORES = ["sessions", "outbox"];

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

function openDatabase(name) {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    for (const store of STORES) {
      if (!request.result.objectStoreNames.contains(store)) {
        request.result.createObjectStore(store, { keyPath: "id" });
      }
    }
  };
  return promised(request);
}

function importKey(base64) {
  const raw = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

class DeviceStore {
  constructor(name, database, key) {
    Object.assign(this, { name, database, key, isKept: true });
  }

  // iOS closes the database when the app is in the background: open it again once, then give up.
  async run(mode, store, work) {
    try {
      return await this.runOnce(mode, store, work);
    } catch (error) {
      if (error?.name === "QuotaExceededError") throw error;
      this.database = await openDatabase(this.name);
      return this.runOnce(mode, store, work);
    }
  }

  async runOnce(mode, store, work) {
    const transaction = this.database.transaction(store, mode);
    const done = finished(transaction);
    const result = work(transaction.objectStore(store));
    await done;
    return result instanceof IDBRequest ? result.result : undefined;
  }

  async put(store, id, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(content));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, text);
    await this.run("readwrite", store, (rows) => rows.put({ id, iv, locked }));
  }

  async open(row) {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, this.key, row.locked);
    return JSON.parse(new TextDecoder().decode(text));
  }

  async get(store, id) {
    const row = await this.run("readonly", store, (rows) => rows.get(id));
    return row ? this.open(row) : undefined;
  }

  async all(store) {
    const rows = await this.run("readonly", store, (rows) => rows.getAll());
    return Promise.all(rows.map((row) => this.open(row)));
  }

  async remove(store, ids) {
    await this.run("readwrite", store, (rows) => {
      for (const id of ids) rows.delete(id);
    });
  }
}

// Where the browser refuses (private windows, policies): the page works, and says what that means.
class PageStore {
  isKept = false;

  async put() {}

  async get() {
    return undefined;
  }

  async all() {
    return [];
  }

  async remove() {}
}

export async function openStore(userId, base64Key) {
  const name = `obs-${userId}`;
  try {
    return new DeviceStore(name, await openDatabase(name), await importKey(base64Key));
  } catch {
    return new PageStore();
  }
}
