// The conversation on the screen. The server's lines are the truth; own messages stand here from the
// moment they are written and are matched with the server's line when it comes.

import { bubble, choices, dayMark } from "./nodes.js";

const STATES = { waiting: "等网络，连上就发", sending: "正在发……", taken: "已收到", failed: "没发出去" };
const DAY = new Intl.DateTimeFormat("zh-CN", {
  month: "long", day: "numeric", weekday: "long", timeZone: "Asia/Shanghai",
});

export class Transcript {
  /** @param {{onChoice: Function, onAgain: (entry: object) => void}} listener */
  constructor(log, list, listener) {
    this.log = log;
    this.list = list;
    this.listener = listener;
    this.known = new Map(); // key of a server line -> its element
    this.own = []; // own messages not yet matched: {entry, node}
  }

  /** Show an own message at once. */
  add(entry) {
    const node = bubble({ bot: false, text: entry.text, photos: entry.photos, place: Boolean(entry.place) });
    node.dataset.id = entry.id;
    this.own.push({ entry, node });
    this.list.append(node);
    this.dropChoices();
    this.state(entry);
    this.toEnd();
  }

  /** Show how far an own message is. */
  state(entry) {
    const node = this.list.querySelector(`[data-id="${entry.id}"]`);
    if (!node) return;
    node.classList.toggle("waiting", entry.state === "waiting" || entry.state === "sending");
    node.classList.toggle("failed", entry.state === "failed");
    node.querySelector(".state")?.remove();
    node.querySelector(".again")?.remove();
    if (entry.state === "taken") this.list.querySelectorAll(".own:not(.failed) .state").forEach((old) => old.remove());
    node.append(stateLine(entry));
    if (entry.state === "failed") node.append(this.againButton(entry, node));
  }

  /** Bring the screen up to date with the server's last lines; returns the lines that are new here. */
  merge(lines) {
    const keyed = lines.map((line) => ({ line, key: `${line.at}|${Boolean(line.bot)}|${line.text}` }));
    const fresh = keyed.filter(({ key }) => !this.known.has(key));
    for (const item of [...fresh].reverse()) this.adopt(item);
    let before = null;
    for (const { line, key } of keyed) {
      const node = this.known.get(key) ?? this.put(line, key);
      this.place(node, before);
      before = node;
    }
    this.markDays(keyed);
    if (fresh.length) this.refreshChoices(keyed[keyed.length - 1]);
    return fresh.map(({ line }) => line);
  }

  /** Match a line with an own message that waits for it, the newest first. */
  adopt({ line, key }) {
    if (line.bot) return;
    const waiting = this.own.filter(({ entry }) => entry.state !== "waiting" && same(entry, line));
    const match = waiting[waiting.length - 1];
    if (!match) return;
    this.own = this.own.filter((one) => one !== match);
    this.known.set(key, match.node);
  }

  put(line, key) {
    const node = bubble(line);
    this.known.set(key, node);
    return node;
  }

  /** Keep the server's order; a node that already stands right is not moved, so nothing is read twice. */
  place(node, before) {
    if (!before && node.parentNode !== this.list) this.list.prepend(node);
    else if (before && !follows(node, before)) before.after(node);
  }

  markDays(keyed) {
    this.list.querySelectorAll(".day").forEach((old) => old.remove());
    let day = DAY.format(new Date());
    for (const { line, key } of keyed) {
      const today = DAY.format(new Date(line.at));
      if (today !== day) this.known.get(key).before(dayMark(today));
      day = today;
    }
  }

  /** Only the last thing the bot said offers choices; an answer takes them away. */
  refreshChoices({ line, key }) {
    this.dropChoices();
    if (!line.bot || !line.buttons?.length || this.own.length) return;
    this.known.get(key).append(choices(line.buttons, this.listener.onChoice));
  }

  dropChoices() {
    this.list.querySelectorAll(".choices").forEach((old) => old.remove());
  }

  againButton(entry, node) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "again";
    button.textContent = "再发一次";
    button.addEventListener("click", () => {
      this.own = this.own.filter((one) => one.node !== node);
      node.remove();
      this.listener.onAgain(entry);
    });
    return button;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function stateLine(entry) {
  const state = document.createElement("span");
  state.className = "state";
  state.textContent = entry.reason ? entry.reason : STATES[entry.state];
  return state;
}

function same(entry, line) {
  const photos = (line.photos ?? []).join();
  return entry.text === line.text && entry.photos.join() === photos && Boolean(entry.place) === Boolean(line.place);
}

function follows(node, before) {
  let previous = node.previousElementSibling;
  while (previous?.classList.contains("day")) previous = previous.previousElementSibling;
  return previous === before;
}
