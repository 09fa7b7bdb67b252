// Larger type: one button, four sizes (18, 22, 26, 30 px), kept on this device.

const KEPT = "shiliu-size";
const SIZES = ["标准", "大", "更大", "最大"];

export function sizeButton(button) {
  let size = Number(localStorage.getItem(KEPT) ?? 0) % SIZES.length;
  const show = () => {
    document.documentElement.dataset.size = size;
    const next = SIZES[(size + 1) % SIZES.length];
    button.setAttribute("aria-label", `字的大小：${SIZES[size]}。点一下换成${next}`);
    button.firstElementChild.textContent = size + 1 < SIZES.length ? "大字" : "小字";
  };
  button.addEventListener("click", () => {
    size = (size + 1) % SIZES.length;
    localStorage.setItem(KEPT, String(size));
    show();
  });
  show();
}
