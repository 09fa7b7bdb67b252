// The page behind a link to a photo.

import { opened } from "./photolink.js";

const form = document.getElementById("open");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const { picture, words, over } = await opened(location.pathname);
  document.getElementById("words").textContent = words ?? "";
  button.disabled = false;
  form.hidden = Boolean(picture) || Boolean(over);
  if (!picture) return;
  const shown = document.getElementById("picture");
  shown.src = picture;
  shown.hidden = false;
});
