// Elements of the conversation, made from data; texts never become HTML.

/** @param {{bot: boolean, text: string, photos?: string[], place?: boolean}} line */
export function bubble(line) {
  const item = element("li", `line ${line.bot ? "bot" : "own"}`);
  const body = element("div", "bubble");
  body.append(element("span", "hidden", line.bot ? "小石榴说：" : "您说："));
  for (const digest of line.photos ?? []) body.append(photo(digest));
  const words = line.place && !line.text ? "我现在的位置" : line.text;
  body.append(element("span", "words", words));
  item.append(body);
  return item;
}

/** Quick replies; pressing one says its title and hands over its payload. */
export function choices(buttons, onChoice) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "可以直接点");
  for (const { title, payload } of buttons) {
    const button = element("button", "", title);
    button.type = "button";
    button.addEventListener("click", (event) => onChoice({ text: title, payload }, event));
    group.append(button);
  }
  return group;
}

export function dayMark(text) {
  return element("li", "day", text);
}

function photo(digest) {
  const picture = element("img", "");
  picture.src = `/web/photo/${digest}`;
  picture.alt = "您发的照片";
  return picture;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
