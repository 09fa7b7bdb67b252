// A sentence with two buttons above the place to write, for what needs a plain yes.

export class Panel {
  constructor(root) {
    this.root = root;
    this.words = root.querySelector("p");
    [this.yes, this.no] = root.querySelectorAll("button");
    this.no.addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** @param {(() => void) | null} onYes null where there is nothing to agree to */
  ask(words, yes, onYes) {
    this.back = this.root.hidden ? document.activeElement : this.back;
    this.words.textContent = words;
    this.yes.textContent = yes;
    this.yes.hidden = onYes === null;
    this.no.textContent = onYes === null ? "知道了" : "不用了";
    this.yes.onclick = () => {
      this.close();
      onYes();
    };
    this.root.hidden = false;
    this.root.focus();
  }

  tell(words) {
    this.ask(words, "", null);
  }

  close() {
    this.root.hidden = true;
    this.back?.focus();
  }
}
