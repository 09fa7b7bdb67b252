// A photo behind a link: fetched once when somebody asks for it, shown where they are.

const LOST = "没连上，照片还没打开，请再点一次。";

/** Use the link up; returns the address of the picture within this page, or the words why there is none. */
export async function opened(path) {
  try {
    const answer = await fetch(path, { method: "POST" });
    if (!answer.ok) return { words: (await answer.json()).zh, over: true };
    return { picture: URL.createObjectURL(await answer.blob()) };
  } catch {
    return { words: LOST, over: false };
  }
}
