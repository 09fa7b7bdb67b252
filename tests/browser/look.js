// Measures every visible text: size in px and contrast against the colour behind it (WCAG 2).
const lum = ([r, g, b]) => {
  const f = (v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
};
const rgba = (text) => text.match(/[\d.]+/g).map(Number);
const behind = (node) => {
  for (let at = node; at; at = at.parentElement) {
    const [r, g, b, a = 1] = rgba(getComputedStyle(at).backgroundColor);
    if (a === 1) return [r, g, b];
  }
  return [255, 255, 255];
};
const measure = (node, text) => {
  const style = getComputedStyle(node);
  const pair = [lum(rgba(style.color)), lum(behind(node))].sort((a, b) => b - a);
  const line = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
  return { text, size: parseFloat(style.fontSize), contrast: (pair[0] + 0.05) / (pair[1] + 0.05), line };
};
const found = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode.textContent.trim();
  const node = walker.currentNode.parentElement;
  if (text && !["SCRIPT", "NOSCRIPT"].includes(node.tagName) && node.checkVisibility()) found.push(measure(node, text));
}
const field = document.getElementById("text");
found.push({ ...measure(field, "placeholder"), contrast: (() => {
  const pair = [lum(rgba(getComputedStyle(field, "::placeholder").color)), lum(behind(field))].sort((a, b) => b - a);
  return (pair[0] + 0.05) / (pair[1] + 0.05);
})() });
return found;
