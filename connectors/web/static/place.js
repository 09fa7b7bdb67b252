// The place: asked of the phone only after a press and a plain sentence about why.

const WHY = "把您现在的位置发给我，我就知道是哪个村、哪个场馆。只用这一次。";
const NO_WAY = "这里用不了定位。您直接写村名、场馆名就行。";
const PATIENCE = 15_000; // milliseconds

/** @param {(place: {latitude: number, longitude: number}) => void} onPlace */
export function placeButton(button, panel, onPlace) {
  button.addEventListener("click", () => {
    if (!isSecureContext || !navigator.geolocation) return panel.tell(NO_WAY);
    panel.ask(WHY, "发我的位置", () => locate(panel, onPlace));
  });
}

function locate(panel, onPlace) {
  panel.tell("正在找位置……");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      panel.close();
      onPlace({ latitude: coords.latitude, longitude: coords.longitude });
    },
    () => panel.tell(NO_WAY),
    { timeout: PATIENCE, maximumAge: 60_000 },
  );
}
