// What a page must have whatever it shows: names, headings, contrast, no horizontal scroll. Returns a list of faults.
(() => {
  const faults = [];
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });

  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) faults.push(`the page is ${width} wide on a screen of ${innerWidth}`);
  for (const element of document.querySelectorAll("main *")) {
    if (element.closest(".scroll, .diff, pre, .unseen, svg, dialog") || !isShown(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.right > innerWidth + 1) say(`reaches ${Math.round(box.right)} of ${innerWidth}`, element);
  }

  if (document.querySelectorAll("h1").length !== 1) faults.push("not one first heading");
  if (document.querySelectorAll("main").length !== 1) faults.push("not one main part");
  if (!document.documentElement.lang || !document.title) faults.push("no language or title");
  const identifiers = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(identifiers).size !== identifiers.length) faults.push("an identifier occurs twice");
  let level = 1;
  for (const heading of document.querySelectorAll("main h1, main h2, main h3, main h4")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) say(`a heading of level ${own} follows one of level ${level}`, heading);
    level = own;
  }
  for (const cell of document.querySelectorAll("th")) if (!cell.scope) say("a heading of a table without scope", cell);
  for (const table of document.querySelectorAll("main table")) if (!table.caption && !table.closest(".diff")) say("a table without caption", table);
  for (const field of document.querySelectorAll("main input, main select")) if (!field.labels?.length && !field.ariaLabel) say("a field without label", field);
  for (const link of document.querySelectorAll("a, button, summary")) {
    if (isShown(link) && !(link.textContent.trim() || link.ariaLabel)) say("without a name", link);
  }
  for (const picture of document.querySelectorAll("svg")) if (!picture.querySelector("title") || !picture.querySelector("desc")) say("a drawing without name", picture);

  // Contrast (WCAG 2.2, 1.4.3): text against the nearest opaque ground.
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => {
    const part = (value) => { const share = value / 255; return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const seen = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!hasText || element.closest(".unseen, .skip, .inside, script, style, [hidden], title, desc") || !isShown(element)) continue;
    const style = getComputedStyle(element);
    const color = channels(element.ownerSVGElement ? style.fill : style.color);
    const [high, low] = [luminance(color), luminance(ground(element))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const key = `${style.color}${ratio}`;
    if (ratio < needed && !seen.has(key)) { seen.add(key); say(`contrast ${ratio.toFixed(2)} of ${needed}`, element); }
  }
  return faults;
})()
