// Puts the page together.

import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Outgoing } from "./outgoing.js";
import { Panel } from "./panel.js";
import { PhotoPicker } from "./photo.js";
import { placeButton } from "./place.js";
import { sizeButton } from "./textsize.js";
import { Transcript } from "./transcript.js";

const OFFLINE = "网断了，正在重连。您写的话都留着，连上就发。";
const OFFLINE_AFTER = 1_500; // milliseconds; a short break needs no words
const WRITING_AT_MOST = 15_000;

const $ = (id) => document.getElementById(id);
let offlineTimer = 0;
let writingTimer = 0;
let synced = false;

const transcript = new Transcript($("log"), $("lines"), { onChoice, onAgain: say });
const connection = new Connection({ onOpen, onClose, onFrame });
const outgoing = new Outgoing(connection, onState, onEmpty);
const composer = new Composer($("composer"), (text) => say({ text }));
const panel = new Panel($("panel"));

function say({ text = "", payload, photos = [], place }) {
  $("starters").hidden = true;
  transcript.add(outgoing.add({ text, payload, photos, place }));
}

function onChoice(said, event) {
  say(said);
  // A key press has no pointer; then the place to write is next. A finger should not open the keyboard.
  if (event.detail === 0) composer.focus();
}

function onState(entry) {
  transcript.state(entry);
  if (entry.state === "taken") writing(true);
}

function onOpen() {
  clearTimeout(offlineTimer);
  $("offline").hidden = true;
  synced = false;
  outgoing.flush();
}

function onClose() {
  clearTimeout(offlineTimer);
  offlineTimer = setTimeout(() => {
    $("offline").textContent = OFFLINE;
    $("offline").hidden = false;
  }, OFFLINE_AFTER);
  outgoing.paused();
}

/** Ask for the history only after everything said before has arrived, so that it is complete. */
function onEmpty() {
  if (synced) return;
  synced = true;
  connection.send({ t: "sync" });
}

function onFrame(frame) {
  if (frame.t === "taken") outgoing.taken(frame.id);
  else if (frame.t === "not_taken") outgoing.notTaken(frame);
  else if (frame.t === "lines") onLines(frame);
}

function onLines({ n, lines }) {
  // A page that fills with its history is not read out line by line.
  $("log").setAttribute("aria-busy", String(!("ready" in $("log").dataset)));
  const fresh = transcript.merge(lines);
  connection.send({ t: "got", n });
  if (lines.length) $("starters").hidden = true;
  if (lines.length && lines[lines.length - 1].bot) writing(false);
  if (fresh.length) transcript.toEnd();
  $("log").dataset.ready = "yes";
  $("log").setAttribute("aria-busy", "false");
}

function writing(on) {
  clearTimeout(writingTimer);
  $("writing").hidden = !on;
  if (!on) return;
  transcript.toEnd();
  writingTimer = setTimeout(() => writing(false), WRITING_AT_MOST);
}

/** A poster was scanned: say its place, once; the page opened again or kept says nothing. */
function scanned(place) {
  if (!place) return;
  history.replaceState(null, "", location.pathname);
  say({ text: place });
}

sizeButton($("size"));
placeButton($("place"), panel, (place) => say({ place }));
new PhotoPicker($("photo"), $("file"), panel, (digest) => say({ photos: [digest] }));
$("person").addEventListener("click", () => say({ text: "转人工" }));
$("leave").addEventListener("submit", Outgoing.forget);
for (const button of $("starters").children) {
  button.addEventListener("click", (event) => onChoice({ text: button.dataset.say }, event));
}
for (const entry of outgoing.entries) transcript.add(entry);
scanned(document.body.dataset.place);
connection.connect();
