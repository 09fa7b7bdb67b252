// The place to write: grows with the text, sends with Enter, not in the middle of choosing a character.

export class Composer {
  /** @param {(text: string) => void} onSay */
  constructor(form, onSay) {
    this.field = form.querySelector("textarea");
    this.onSay = onSay;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.say();
    });
    this.field.addEventListener("input", () => this.grow());
    this.field.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    // While an input method is open, Enter takes a suggestion; Safari tells so only by the code 229.
    const choosing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || choosing) return;
    event.preventDefault();
    this.say();
  }

  say() {
    const text = this.field.value.trim();
    if (!text) return this.focus();
    this.field.value = "";
    this.grow();
    this.onSay(text);
  }

  grow() {
    this.field.style.height = "";
    if (this.field.value) this.field.style.height = `${this.field.scrollHeight + 4}px`;
  }

  focus() {
    this.field.focus();
  }
}
