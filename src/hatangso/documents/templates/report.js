"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const settings = JSON.parse(one("#settings").textContent);
  const points = JSON.parse(one("#points").textContent);
  const listen = (node, names, act) => names.forEach((name) => node.addEventListener(name, act));
  const isEnglish = () => root.lang === "en";
  const say = (word, values = {}) =>
    settings.words[word][isEnglish() ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const grouped = (number, decimals = 0) => {
    const [whole, part] = number.toFixed(decimals).split(".");
    const thousands = whole.replace(/\B(?=(\d{3})+$)/g, isEnglish() ? "," : ".");
    return part ? thousands + (isEnglish() ? "." : ",") + part : thousands;
  };
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim().replace(/\s+/g, " ");
  root.classList.add("js");
  // State: language, technology and year live in the part of the address behind "#".
  const state = { lang: "vi", tech: settings.technology, until: "" };
  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    if (["vi", "en"].includes(given.get("lang"))) state.lang = given.get("lang");
    const known = points ? points.technologies : [];
    if (known.includes(given.get("tech"))) state.tech = given.get("tech");
    if (all("[data-until]").some((button) => button.dataset.until === given.get("until"))) state.until = given.get("until");
  }
  function show() {
    root.lang = state.lang;
    for (const node of all("[data-i18n]")) node.setAttribute(node.dataset.i18n, isEnglish() ? node.dataset.en : node.dataset.vi);
    for (const node of all("[data-of]")) node.toggleAttribute("hidden", node.dataset.of !== state.tech);
    for (const node of all("[data-technology]")) node.setAttribute("aria-pressed", String(node.dataset.technology === state.tech));
    for (const button of all("[data-until]")) button.setAttribute("aria-pressed", String(button.dataset.until === state.until));
    for (const line of all("[data-until-line]")) line.toggleAttribute("hidden", line.dataset.untilLine !== state.until);
    for (const work of all("#stage [data-year]")) {
      work.classList.toggle("later", state.until !== "" && +work.dataset.year > +state.until);
      work.classList.toggle("earlier", state.until !== "" && +work.dataset.year < +state.until);
    }
    all("table[id]").forEach(countRows);
    hideTips();
    if (points) draw();
  }
  function change(values) {
    Object.assign(state, values);
    const kept = Object.entries(state).filter(([, value]) => value);
    history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
    show();
  }
  addEventListener("hashchange", () => { readAddress(); show(); });
  one("#language").addEventListener("click", () => change({ lang: isEnglish() ? "vi" : "en" }));
  for (const button of all("[data-technology]")) button.addEventListener("click", () => change({ tech: button.dataset.technology }));
  for (const button of all("[data-until]")) button.addEventListener("click", () => change({ until: button.dataset.until }));
  for (const button of all(".goto-year")) button.addEventListener("click", () => one("#ban-do").scrollIntoView());
  addEventListener("beforeprint", () => all("details").forEach((part) => { part.open = true; }));
  for (const link of all('a[href^="#"]')) {
    link.addEventListener("click", (event) => {
      const target = one(link.getAttribute("href"));
      if (!target) return;
      event.preventDefault();
      if (target.matches("tr.more")) target.closest("table").classList.add("open");
      show();
      target.scrollIntoView({ block: target.matches("tr") ? "center" : "start" });
      all("tr.hit").forEach((row) => row.classList.remove("hit"));
      if (target.matches("tr")) target.classList.add("hit");
    });
  }
  // Tables: search without diacritics, filter by status, the rest on demand.
  function countRows(table) {
    const tools = one(`[data-tools="${table.id}"]`), button = one(`[data-more="${table.id}"]`);
    const rows = all("tbody tr:not(.year-head)", table), isOpen = table.classList.contains("open");
    const shown = rows.filter((row) => row.offsetParent !== null || row.getClientRects().length);
    if (tools) tools.querySelector("output").textContent = say("rows", { shown: grouped(shown.length), all: grouped(rows.length) });
    if (!button) return;
    button.textContent = isOpen ? say("fewer") : say("all", { all: grouped(rows.length) });
    button.hidden = table.classList.contains("searching");
  }
  for (const tools of all("[data-tools]")) {
    const table = document.getElementById(tools.dataset.tools), input = tools.querySelector("input");
    let status = "";
    const filter = () => {
      const words = fold(input.value).split(" ").filter(Boolean);
      table.classList.toggle("searching", words.length > 0 || status !== "");
      for (const row of all("tbody tr", table)) {
        const isFound = words.every((word) => row.dataset.search.includes(word));
        row.hidden = !isFound || (status !== "" && row.dataset.status !== status);
      }
      countRows(table);
    };
    input.addEventListener("input", filter);
    for (const button of all("[data-status]", tools)) {
      button.addEventListener("click", () => {
        status = button.dataset.status;
        for (const other of all("[data-status]", tools)) other.setAttribute("aria-pressed", String(other === button));
        filter();
      });
    }
  }
  for (const button of all("[data-more]")) button.addEventListener("click", () => { const table = document.getElementById(button.dataset.more); table.classList.toggle("open"); countRows(table); });
  // Tips of single marks (the cost curve).
  const floating = one("#tip");
  function hideTips() { floating.hidden = true; const tip = one("#map-tip"); if (tip) tip.hidden = true; }
  for (const node of all("[data-tip-vi]")) {
    const open = () => {
      floating.textContent = isEnglish() ? node.dataset.tipEn : node.dataset.tipVi;
      floating.hidden = false;
      const box = node.getBoundingClientRect(), width = floating.offsetWidth;
      floating.style.left = `${Math.max(8, Math.min(innerWidth - width - 8, box.x + box.width / 2 - width / 2))}px`;
      floating.style.top = `${Math.max(8, box.y - floating.offsetHeight - 4)}px`;
    };
    listen(node, ["pointerenter", "focus"], open);
    listen(node, ["pointerleave", "blur"], hideTips);
  }
  // The map: one group is moved and scaled; dots keep their size on the screen.
  const view = one("#map-view"), svg = one("#map"), stage = one("#stage"), tip = one("#map-tip");
  const zoom = { k: 1, x: 0, y: 0 };
  const held = new Map();
  const levels = ["none", "basic", "good", "unknown"];
  const size = () => svg.viewBox.baseVal, screen = () => svg.getScreenCTM();
  let moved = 0;
  const isOn = (layer) => { const box = one(`[data-toggle="${layer}"]`); return !box || box.checked; };
  const inDrawing = (x, y) => { const at = screen(); return [(x - at.e) / at.a, (y - at.f) / at.d]; };
  function draw() {
    const { width, height } = size(), at = screen();
    if (!at || !at.a) return;
    zoom.x = Math.min(0, Math.max(width * (1 - zoom.k), zoom.x));
    zoom.y = Math.min(0, Math.max(height * (1 - zoom.k), zoom.y));
    stage.setAttribute("transform", `translate(${zoom.x} ${zoom.y}) scale(${zoom.k})`);
    svg.style.setProperty("--inverse", String(1 / (zoom.k * at.a)));
    const grow = Math.min(1.35, 1 + Math.log2(zoom.k) * 0.12);
    svg.style.setProperty("--dot", String(Math.min(1, Math.max(0.5, (at.a * width) / 820)) * grow));
    view.classList.toggle("zoomed", zoom.k > 2.4);
    view.classList.toggle("roomy", at.a * width > 620 || zoom.k > 2.4);
    view.style.touchAction = zoom.k > 1.01 ? "none" : "pan-y";
    const kmPerPixel = settings.km_per_unit / (at.a * zoom.k);
    const power = 10 ** Math.floor(Math.log10(kmPerPixel * 110));
    const km = [5, 2, 1].map((n) => n * power).find((length) => length / kmPerPixel <= 110) || power;
    one("#scale-bar").style.width = `${km / kmPerPixel}px`;
    one("#scale-text").textContent = km < 1 ? `${Math.round(km * 1000)} m` : `${grouped(km)} km`;
  }
  function zoomAt([x, y], factor) {
    const k = Math.min(40, Math.max(1, zoom.k * factor));
    zoom.x = x - ((x - zoom.x) * k) / zoom.k;
    zoom.y = y - ((y - zoom.y) * k) / zoom.k;
    zoom.k = k;
    hideTips();
    draw();
  }
  function moveBy(x, y) { zoom.x += x; zoom.y += y; hideTips(); draw(); }
  const middle = () => [size().width / 2, size().height / 2];
  function reset() { Object.assign(zoom, { k: 1, x: 0, y: 0 }); one("#beacon").toggleAttribute("hidden", true); hideTips(); draw(); }
  function line(text, name = "") { const p = document.createElement("p"); p.textContent = text; p.className = name; return p; }
  function title(text) { const strong = document.createElement("strong"); strong.textContent = text; return strong; }
  function placeLines([, , , name, commune, people, states]) {
    const [level, site, tens, sentence, doubt] = states[points.technologies.indexOf(state.tech)];
    const where = commune < 0 ? "" : `${points.communes[commune]} · `;
    const lines = [title(name), line(`${where}${grouped(people)} ${say("people")}`), line(`${state.tech}: ${say(levels[level])}`, `level ${levels[level]}`)];
    if (sentence >= 0) lines.push(line(points.reasons[sentence][isEnglish() ? 1 : 0]));
    else if (site >= 0) lines.push(line(`${say("station")} ${points.sites[site][2]}, ${say("away")} ${grouped(tens / 100, 1)} km`));
    if (doubt) lines.push(line(say("uncertain")));
    return lines;
  }
  const siteLines = ([, , id, owner, height, services]) =>
    [title(`${say("site")} ${id}`), line(`${say("owner")}: ${owner}. ${say("height")}: ${grouped(height)} m`), line(services)];
  function read(node) {
    const copy = node.cloneNode(true);
    all("[lang]", copy).filter((part) => part.lang !== root.lang).forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }
  function itemLines(number) {
    const row = one(`#hang-muc-${number}`), label = (cell) => (isEnglish() ? cell.dataset.labelEn : cell.dataset.labelVi);
    const facts = all(":scope > .num:not(.order)", row).map((cell) => line(`${label(cell)}: ${read(cell)}`));
    return [title(`${number}. ${read(row.querySelector(".what-kind"))}`), line(read(row.querySelector(".goto, .main")), "capital"), ...facts];
  }
  function nearest(x, y, reach) {
    const tech = points.technologies.indexOf(state.tech), scale = zoom.k * screen().a;
    const [px, py] = inDrawing(x, y).map((value, axis) => (value - (axis ? zoom.y : zoom.x)) / zoom.k);
    let best = null, least = reach;
    const consider = (point, bonus, lines) => {
      const away = Math.hypot(point[0] - px, point[1] - py) * scale - bonus;
      if (away < least) { least = away; best = { x: point[0], y: point[1], lines }; }
    };
    for (const place of points.places) {
      const [level, , , , doubt] = place[6][tech], isMarked = (level === 0 && isOn("holes")) || (doubt && isOn("rings"));
      consider(place, isMarked ? 5 : 0, () => placeLines(place));
    }
    if (isOn("sites")) for (const site of points.sites) if (site[5].includes(state.tech)) consider(site, 1, () => siteLines(site));
    const shiftBy = (+svg.style.getPropertyValue("--dot") || 1) / scale;
    if (isOn("items")) for (const item of all("#stage .work:not(.later) .item")) consider([+item.dataset.x + item.dataset.shift * shiftBy, +item.dataset.y], 6, () => itemLines(item.dataset.item));
    return best;
  }
  function openTip(found) {
    tip.hidden = !found;
    if (!found) return;
    tip.replaceChildren(...found.lines());
    const at = screen(), box = view.getBoundingClientRect();
    const x = (found.x * zoom.k + zoom.x) * at.a + at.e - box.x, y = (found.y * zoom.k + zoom.y) * at.d + at.f - box.y;
    const left = x + 14 + tip.offsetWidth > box.width ? x - 14 - tip.offsetWidth : x + 14;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${Math.max(8, Math.min(box.height - tip.offsetHeight - 8, y - tip.offsetHeight / 2))}px`;
  }
  function goTo(button) {
    const x = +button.dataset.x, y = +button.dataset.y;
    if (button.dataset.place && state.tech !== settings.technology) change({ tech: settings.technology });
    const mark = button.dataset.item && one(`#stage [data-item="${button.dataset.item}"]`);
    if (mark && mark.closest(".later")) change({ until: "" });
    zoom.k = Math.max(zoom.k, 5);
    zoom.x = size().width / 2 - x * zoom.k;
    zoom.y = size().height * (innerWidth > 720 ? 0.5 : 0.3) - y * zoom.k;
    draw();
    const beacon = one("#beacon");
    beacon.removeAttribute("hidden");
    beacon.style.transform = `translate(${x}px,${y}px) scale(var(--inverse))`;
    view.scrollIntoView({ block: "center" });
    view.focus({ preventScroll: true });
    const place = button.dataset.place && points.places.find((one_) => one_[2] === button.dataset.place);
    openTip({ x, y, lines: () => (place ? placeLines(place) : itemLines(button.dataset.item)) });
  }
  function listenToMap() {
    view.addEventListener("wheel", (event) => {
      const isMeant = event.ctrlKey || view.contains(document.activeElement);
      if (!isMeant || (event.deltaY > 0 && zoom.k <= 1)) return;
      event.preventDefault();
      zoomAt(inDrawing(event.clientX, event.clientY), Math.exp(-event.deltaY * 0.0016));
    }, { passive: false });
    view.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button")) return;
      moved = held.size ? 99 : 0;
      held.set(event.pointerId, [event.clientX, event.clientY]);
      if (event.pointerType === "mouse") view.setPointerCapture(event.pointerId);
    });
    view.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId), now = [event.clientX, event.clientY];
      if (!before) { if (event.pointerType === "mouse" && !event.target.closest("button")) openTip(nearest(...now, 14)); return; }
      const other = [...held].find(([id]) => id !== event.pointerId);
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      held.set(event.pointerId, now);
      const scale = screen().a;
      if (other) {
        const gap = (from) => Math.hypot(from[0] - other[1][0], from[1] - other[1][1]);
        zoomAt(inDrawing((now[0] + other[1][0]) / 2, (now[1] + other[1][1]) / 2), gap(now) / Math.max(gap(before), 1));
      } else if (moved > 4) moveBy((now[0] - before[0]) / scale, (now[1] - before[1]) / scale);
    });
    listen(view, ["pointerup", "pointercancel", "pointerleave"], (event) => {
      if (event.type === "pointerup" && held.has(event.pointerId) && moved <= 4) openTip(nearest(event.clientX, event.clientY, 24));
      if (event.type === "pointerleave" && !held.size) hideTips();
      held.delete(event.pointerId);
    });
    view.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] };
      if (event.target !== view) return;
      if (steps[event.key]) moveBy(...steps[event.key]);
      else if (event.key === "+" || event.key === "=") zoomAt(middle(), 1.6);
      else if (event.key === "-") zoomAt(middle(), 1 / 1.6);
      else if (event.key === "0" || event.key === "Escape") reset();
      else return;
      event.preventDefault();
    });
    for (const button of all("[data-zoom]")) button.addEventListener("click", () => (+button.dataset.zoom ? zoomAt(middle(), +button.dataset.zoom) : reset()));
    for (const box of all("[data-toggle]")) {
      box.addEventListener("change", () => all(`[data-layer="${box.dataset.toggle}"]`).forEach((node) => node.classList.toggle("off", !box.checked)));
    }
    for (const button of all(".goto")) button.addEventListener("click", () => goTo(button));
    listen(window, ["resize", "beforeprint", "afterprint"], draw);
  }
  if (points) listenToMap();
  readAddress();
  show();
})();
