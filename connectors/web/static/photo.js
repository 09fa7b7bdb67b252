// Photos: chosen, made smaller only where they are too large, sent, then said like a message.

const LARGEST = 8_000_000; // bytes; the server takes a little more
const SIDE = 2560;
const LOST = "照片没传上去，可能网不好。";

export class PhotoPicker {
  /** @param {(digest: string) => void} onPhoto */
  constructor(button, input, panel, onPhoto) {
    this.input = input;
    this.panel = panel;
    this.onPhoto = onPhoto;
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => this.chosen());
  }

  async chosen() {
    const [file] = this.input.files;
    this.input.value = "";
    if (file) await this.upload(file);
  }

  async upload(file) {
    this.panel.tell("正在传照片……");
    try {
      const body = file.size > LARGEST ? await smaller(file) : file;
      const answer = await fetch("/web/photo", { method: "POST", body });
      const said = await answer.json();
      if (!answer.ok) return this.panel.tell(said.zh);
      this.panel.close();
      this.onPhoto(said.digest);
    } catch {
      this.panel.ask(LOST, "再传一次", () => this.upload(file));
    }
  }
}

async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}
