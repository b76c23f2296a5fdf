// What a reader gains by scripts: filters, sorting, keys, copying, and pages that follow a run. Without them, all is readable.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Filters: a form names its table, and each of its fields a facet of the rows; `q` is sought in their text.
  const texts = new WeakMap();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const filter = (form) => {
    const table = document.getElementById(form.dataset.filters);
    if (!table) return;
    const words = (form.elements.q?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = all("select", form).filter((field) => field.value !== "").map((field) => [field.name, field.value]);
    const rows = table.tBodies[0].rows;
    let shown = 0;
    for (const row of rows) {
      const fits = chosen.every(([name, value]) => row.dataset[name]?.split("\n").includes(value)) && words.every((word) => textOf(row).includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) shown += 1;
    }
    const output = form.querySelector("output");
    if (output) output.textContent = `${shown} of ${rows.length} shown`;
  };
  const remember = (form) => {
    if (!/^https?:$/.test(location.protocol)) return;
    const url = new URL(location);
    for (const [name, value] of new FormData(form)) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
    history.replaceState(null, "", url);
  };
  const prepareFilter = (form) => {
    const wanted = new URLSearchParams(location.search);
    for (const field of form.elements) if (field.name && wanted.has(field.name)) field.value = wanted.get(field.name);
    form.hidden = false;
    all("button", form).forEach((button) => { button.hidden = form.dataset.paged === undefined; });
    if (form.dataset.paged !== undefined) return;
    const change = () => { filter(form); remember(form); };
    form.addEventListener("input", change);
    form.addEventListener("submit", (event) => { event.preventDefault(); change(); });
    filter(form);
  };

  // Sorting: a button in each heading; numbers by their key, the rest as a reader would.
  const order = new Intl.Collator(undefined, { numeric: true });
  const sort = (table, column, heading) => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => {
      const cell = row.cells[column];
      return { row, key: cell.dataset.key === undefined ? null : Number(cell.dataset.key), text: cell.textContent };
    });
    keyed.sort((a, b) => {
      const found = a.key !== null && b.key !== null ? a.key - b.key : order.compare(a.text, b.text);
      return descending ? -found : found;
    });
    body.append(...keyed.map(({ row }) => row));
  };
  const prepareSort = (table) => all("thead th", table).forEach((heading, column) => {
    const button = make("button", { type: "button" }, ...heading.childNodes);
    button.addEventListener("click", () => sort(table, column, heading));
    heading.append(button);
  });

  const prepareCopy = (box) => {
    const button = make("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      const text = box.querySelector("pre").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(box.querySelector("pre"));
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    box.append(button);
  };

  const unfold = () => {
    const folds = all("main details");
    const open = folds.some((fold) => !fold.open);
    folds.forEach((fold) => { fold.open = open; });
  };

  const prepare = (root) => {
    all("[data-unfold]", root).forEach((button) => button.addEventListener("click", unfold));
    all("form[data-filters]", root).forEach(prepareFilter);
    all("table[data-sortable]", root).forEach(prepareSort);
    all(".copyable", root).forEach(prepareCopy);
    all(".scripted", root).forEach((element) => { element.hidden = false; });
  };

  // Keys.
  const isTyping = (target) => target.closest("input, select, textarea, dialog") !== null;
  const rowsShown = () => all("tbody tr").filter((row) => !row.hidden && row.checkVisibility() && row.querySelector("a"));
  const move = (step) => {
    const rows = rowsShown();
    const now = rows.findIndex((row) => row.classList.contains("chosen"));
    rows[now]?.classList.remove("chosen");
    const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
    next?.classList.add("chosen");
    next?.querySelector("a").focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };
  const help = () => {
    let dialog = document.getElementById("keys");
    if (!dialog) {
      const keys = [["/", "to the filter"], ["j, k", "next and previous row with a link"], ["Enter", "follow the link"], ["e", "unfold or fold everything"], ["u", "up to the page before"], ["Esc", "leave the filter"]];
      const list = make("dl", {}, ...keys.flatMap(([key, what]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)]));
      const form = make("form", { method: "dialog" }, make("button", {}, "Close"));
      dialog = make("dialog", { id: "keys", ariaLabel: "Keys" }, make("h2", {}, "Keys"), list, form);
      document.body.append(dialog);
    }
    dialog.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
      return;
    }
    const field = document.querySelector("form[data-filters] input[type=search]");
    const actions = {
      "/": () => field?.focus(), j: () => move(1), k: () => move(-1), "?": help,
      e: unfold,
      u: () => { const links = all(".top a"); links.at(-1)?.click(); },
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });

  // Pages that follow a run: whenever the store has changed, parts that ask for it are taken from the server anew.
  const follow = (root) => {
    const address = root.dataset.events;
    let isBusy = false, isStale = false;
    const refresh = async () => {
      if (isBusy) { isStale = true; return; }
      isBusy = true;
      try { await renew(); } catch { isStale = events.readyState === EventSource.OPEN; }
      isBusy = false;
      if (isStale) { isStale = false; setTimeout(refresh, 1000); }
    };
    const renew = async () => {
      const parts = all("[data-live]");
      for (const source of new Set(parts.map((part) => part.dataset.live))) {
        const answer = await fetch(source === "" ? location.href : source);
        if (!answer.ok) throw new Error(answer.statusText);
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const part of parts.filter((part) => part.dataset.live === source)) replace(part, fresh.getElementById(part.id));
      }
    };
    const replace = (part, fresh) => {
      if (!fresh || fresh.innerHTML === part.dataset.seen) return;
      const seen = fresh.innerHTML;
      const open = new Set(all("details[open]", part).map((fold) => fold.id).filter(Boolean));
      const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
      part.replaceChildren(...fresh.childNodes);
      part.dataset.seen = seen;
      if (fresh.dataset.live === undefined) delete part.dataset.live;
      all("details", part).forEach((fold) => { if (open.has(fold.id)) fold.open = true; });
      prepare(part);
      if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    };
    const events = new EventSource(address);
    events.addEventListener("changed", refresh);
    // What changed before the connection stood, or while it was lost, had no event.
    events.addEventListener("open", refresh);
    addEventListener("pagehide", () => events.close());
  };

  prepare(document);
  all("[data-events]").forEach(follow);
})();
