/** The legend of what is shown, on the page and in pictures; marks are SVG, so that print keeps them. */
import type { LegendEntry, MapLayer } from "./catalogue";
import { inks, type Inks } from "./inks";
import type { MapView } from "./map_view";

export interface LegendGroup {
  title: string;
  reality: string;
  realityLabel: string;
  source: string;
  entries: LegendEntry[];
}

/** The legends of the shown layers; what two layers share stands once. */
export function legendOf(view: MapView): LegendGroup[] {
  const shown = view.catalogue.layers.filter((layer) => view.shown.layers.has(layer.id) && layer.legend.length);
  const rank = (layer: MapLayer): number => (layer.kind === "raster" ? 0 : 1);
  return shown.sort((one, other) => rank(one) - rank(other)).map(group);
}

const group = (layer: MapLayer): LegendGroup => ({
  title: layer.title,
  reality: layer.reality,
  realityLabel: layer.realityLabel,
  source: layer.source,
  entries: layer.legend,
});

/** A colour, or the name of an ink of the theme. */
export function colourOf(entry: LegendEntry, ink: Inks): string {
  return entry.colour.startsWith("#") ? entry.colour : String(ink[entry.colour as keyof Inks]);
}

export function drawLegend(place: HTMLElement, view: MapView): void {
  const ink = inks();
  const groups = legendOf(view);
  place.replaceChildren(
    ...groups.map((one) => {
      const section = document.createElement("section");
      // Of a coverage the title says what is seen; of things their entries do.
      if (one.entries.length > 1) {
        const title = document.createElement("p");
        title.className = "map-legend-title";
        title.textContent = one.title;
        section.append(title);
      }
      const list = document.createElement("ul");
      for (const entry of one.entries) {
        const line = document.createElement("li");
        line.innerHTML = mark(entry, colourOf(entry, ink));
        line.append(entry.label);
        if (one.reality === "synthetic" || one.reality === "derived") line.title = `${one.realityLabel} · ${one.source}`;
        list.append(line);
      }
      section.append(list);
      return section;
    }),
    ...warning(groups),
  );
}

/** Say once that something shown is made up. */
function warning(groups: LegendGroup[]): HTMLElement[] {
  const made = groups.find((one) => one.reality === "synthetic");
  if (!made) return [];
  const badge = document.createElement("span");
  badge.className = "badge synthetic";
  badge.textContent = made.realityLabel;
  return [badge];
}

function mark(entry: LegendEntry, colour: string): string {
  const drawings: Record<LegendEntry["mark"], string> = {
    fill: `<rect width="22" height="12" y="1" rx="2" fill="${colour}"/>`,
    hatch: `<rect width="22" height="12" y="1" rx="2" fill="none" stroke="${colour}"/><path d="M2 13 14 1M8 13 20 1" stroke="${colour}" stroke-width="2"/>`,
    line: `<path d="M0 7h22" stroke="${colour}" stroke-width="2.5"/>`,
    dash: `<path d="M0 7h22" stroke="${colour}" stroke-width="2" stroke-dasharray="5 3"/>`,
    dot: `<circle cx="11" cy="7" r="4.5" fill="${colour}"/>`,
    ring: `<circle cx="11" cy="7" r="4" fill="none" stroke="${colour}" stroke-width="2"/>`,
  };
  return `<svg viewBox="0 0 22 14" width="22" height="14" aria-hidden="true">${drawings[entry.mark]}</svg>`;
}
