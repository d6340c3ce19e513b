/** What was clicked, in words, and a list of what is near the centre for those who do not see the map. */
import type { Picked, MapView } from "./map_view";
import { distanceM, lengthText } from "./measure";

const HIDDEN = new Set(["id", "name", "class", "href", "tone", "rank", "is_covered", "medium", "number", "level"]);
const UNITS: Record<string, string> = { height_m: "m", level_dbm: "dBm", capacity_mbps: "Mb/s", area_km2: "km²" };
const MOST = 15;

export function showThing(place: HTMLElement, picked: Picked | undefined, view: MapView): void {
  place.replaceChildren();
  if (!picked) return;
  const layer = view.catalogue.layers.find((one) => one.id === picked.layer);
  const heading = document.createElement("h2");
  heading.textContent = titleOf(picked, layer?.title ?? "");
  const kind = document.createElement("p");
  kind.className = "quiet small";
  kind.textContent = layer?.title ?? "";
  if (layer && (layer.reality === "synthetic" || layer.reality === "derived")) {
    const badge = document.createElement("span");
    badge.className = `badge ${layer.reality}`;
    badge.textContent = layer.realityLabel;
    kind.append(" ", badge);
  }
  place.append(heading, kind, facts(picked, view), ...link(picked, view));
}

function titleOf(picked: Picked, title: string): string {
  const { name, number, place } = picked.properties;
  if (number !== undefined && place !== undefined) return `${String(number)}. ${String(place)}`;
  return String(name ?? picked.id ?? title);
}

function facts(picked: Picked, view: MapView): HTMLElement {
  const list = document.createElement("dl");
  list.className = "pairs small";
  for (const [name, value] of Object.entries(picked.properties)) {
    if (HIDDEN.has(name) || value === "" || value === null) continue;
    const [row, term, said] = ["div", "dt", "dd"].map((tag) => document.createElement(tag)) as [HTMLElement, HTMLElement, HTMLElement];
    term.textContent = view.catalogue.words[name] ?? name;
    const shown = typeof value === "number" && name !== "year" ? value.toLocaleString(view.catalogue.language) : String(value);
    said.textContent = UNITS[name] ? `${shown} ${UNITS[name]}` : shown;
    row.append(term, said);
    list.append(row);
  }
  return list;
}

function link(picked: Picked, view: MapView): HTMLElement[] {
  const address = picked.properties["href"];
  if (typeof address !== "string" || !address.startsWith("/")) return [];
  const paragraph = document.createElement("p");
  const anchor = document.createElement("a");
  anchor.className = "button";
  anchor.href = address;
  anchor.textContent = view.catalogue.words["open"] ?? "";
  paragraph.append(anchor);
  return [paragraph];
}

/** List what is shown on the map, nearest to its centre first, as buttons. */
export function listAround(place: HTMLElement, view: MapView): void {
  const { lng, lat } = view.map.getCenter();
  const around = view
    .things()
    .map((thing) => ({ ...thing, distanceM: distanceM([lng, lat], thing.at) }))
    .sort((one, other) => one.distanceM - other.distanceM)
    .slice(0, MOST);
  const heading = document.createElement("h2");
  heading.textContent = view.catalogue.words["around"] ?? "";
  const list = document.createElement("ul");
  list.className = "map-found";
  for (const thing of around) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset["mapThing"] = thing.at.join(",");
    const layer = view.catalogue.layers.find((one) => one.id === thing.layer);
    const name = document.createElement("strong");
    name.textContent = titleOf(thing, layer?.title ?? "");
    const rest = document.createElement("small");
    rest.textContent = ` ${layer?.title ?? ""} · ${lengthText(thing.distanceM, view.catalogue.language)}`;
    button.append(name, rest);
    line.append(button);
    list.append(line);
  }
  const nothing = document.createElement("p");
  nothing.className = "hint";
  nothing.textContent = view.catalogue.words["nothing_here"] ?? "";
  place.prepend(heading, around.length ? list : nothing);
}
