// What the visitor said and the server has not yet taken. One message is under way at a time, so order
// holds; each has an id made here, so that sending it again after a break is harmless.

const KEPT = "shiliu-outgoing"; // in sessionStorage: survives a reload, not the closing of the page
const PATIENCE = 8_000; // milliseconds without an answer until the line counts as dead

export class Outgoing {
  /**
   * @param {import("./connection.js").Connection} connection
   * @param {(entry: object) => void} onState called when the state of an entry changes
   * @param {() => void} onEmpty called when nothing waits any more
   */
  constructor(connection, onState, onEmpty) {
    this.connection = connection;
    this.onState = onState;
    this.onEmpty = onEmpty;
    this.timer = 0;
    this.entries = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  }

  /** @param {{text: string, payload?: string, photos?: string[], place?: object}} said */
  add(said) {
    const entry = { id: newId(), text: "", photos: [], ...said, state: "waiting" };
    this.entries.push(entry);
    this.keep();
    if (this.entries.length === 1) this.flush();
    return entry;
  }

  /** Send the first waiting message, or say that there is none. */
  flush() {
    clearTimeout(this.timer);
    if (!this.connection.open) return;
    const [entry] = this.entries;
    if (!entry) return this.onEmpty();
    const { id, text, payload, photos, place } = entry;
    this.change(entry, "sending");
    this.connection.send({ t: "say", id, text, payload: payload ?? null, photos, place: place ?? null });
    this.timer = setTimeout(() => this.connection.restart(), PATIENCE);
  }

  paused() {
    clearTimeout(this.timer);
    for (const entry of this.entries) this.change(entry, "waiting");
  }

  taken(id) {
    const entry = this.drop(id);
    if (entry) this.change(entry, "taken");
    this.flush();
  }

  notTaken({ id, text, again }) {
    clearTimeout(this.timer);
    const entry = this.entries.find((one) => one.id === id);
    if (!entry) return;
    if (again !== null && again !== undefined) {
      this.change(entry, "waiting", text);
      this.timer = setTimeout(() => this.flush(), again * 1000 + 200);
      return;
    }
    this.drop(id);
    this.change(entry, "failed", text);
    this.flush();
  }

  change(entry, state, reason = "") {
    entry.state = state;
    entry.reason = reason;
    this.onState(entry);
  }

  drop(id) {
    const at = this.entries.findIndex((one) => one.id === id);
    const [entry] = at < 0 ? [] : this.entries.splice(at, 1);
    this.keep();
    return entry;
  }

  keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(this.entries));
  }

  static forget() {
    sessionStorage.removeItem(KEPT);
  }
}

/** An id that nobody else makes; randomUUID is not there on pages without HTTPS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `m${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
