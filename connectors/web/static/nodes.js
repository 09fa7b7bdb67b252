// Elements of the conversation, made from data; texts never become HTML.

import { opened } from "./photolink.js";

const PHOTO = /\S*(\/photo\/[0-9a-f]{40})/g;

/** @param {{bot: boolean, text: string, photos?: string[], place?: boolean}} line */
export function bubble(line) {
  const item = element("li", `line ${line.bot ? "bot" : "own"}`);
  const body = element("div", "bubble");
  body.append(element("span", "hidden", line.bot ? "小石榴说：" : "您说："));
  for (const digest of line.photos ?? []) body.append(photo(digest));
  const words = line.place && !line.text ? "我现在的位置" : line.text;
  body.append(line.bot ? withPhotos(words) : element("span", "words", words));
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

/** What the bot said; a link to a photo opens it in its place. */
function withPhotos(text) {
  const words = element("span", "words");
  let from = 0;
  for (const match of text.matchAll(PHOTO)) {
    words.append(text.slice(from, match.index), photoButton(match[1]));
    from = match.index + match[0].length;
  }
  words.append(text.slice(from));
  return words;
}

function photoButton(path) {
  const button = element("button", "again", "看照片");
  button.type = "button";
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { picture, words, over } = await opened(path);
    button.disabled = false;
    if (!picture && !over) button.textContent = words;
    else button.replaceWith(picture ? seen(picture) : element("span", "", words));
  });
  return button;
}

function seen(address) {
  const picture = element("img", "");
  picture.src = address;
  picture.alt = "群众发来的照片";
  return picture;
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
