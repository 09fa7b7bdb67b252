// The WebSocket: opens, comes back after a break, and says which it is.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000; // milliseconds
const ELSEWHERE = 4001; // too many open pages: wait until the visitor turns to this one

export class Connection {
  /** @param {{onOpen: () => void, onClose: () => void, onFrame: (frame: object) => void}} listener */
  constructor(listener) {
    this.listener = listener;
    this.socket = null;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    addEventListener("online", () => this.connect());
    document.addEventListener("visibilitychange", () => document.hidden || this.connect());
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    this.socket = socket;
    socket.onopen = () => {
      this.wait = FIRST_WAIT;
      this.listener.onOpen();
    };
    socket.onmessage = (event) => this.socket === socket && this.listener.onFrame(JSON.parse(event.data));
    socket.onclose = (event) => this.socket === socket && this.closed(event.code);
  }

  send(frame) {
    if (this.open) this.socket.send(JSON.stringify(frame));
  }

  /** Give up a socket that no longer answers; its own closing may take minutes to be noticed. */
  restart() {
    const dead = this.socket;
    this.socket = null;
    dead?.close();
    this.closed(0);
  }

  closed(code) {
    this.socket = null;
    this.listener.onClose();
    if (code === ELSEWHERE) return;
    this.timer = setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }
}
