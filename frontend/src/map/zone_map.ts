/**
 * The map of an industrial zone, seen from the side.
 *
 *   <div class="map-small" data-map="/ban-do/lop.json" data-zone="/…/vat-the.geojson" data-centre="105.8,21.5"
 *        data-zoom="15" data-controls="#form" data-panel="#panel" data-legend="#legend"></div>
 *
 * The form has radio buttons `technology` (a code, or empty), boxes `sort` (building, mast, sensor, incident), and buttons
 * with data-zone-do: tilt, left, right, whole. What is clicked is told in the panel: by the server where the thing has an address.
 * Links with data-zone-sensor="id" show that sensor on the map, too.
 */
import { catalogue } from "./catalogue";
import { drawLegend } from "./legend";
import { MapView, type Picked } from "./map_view";
import type { Shown } from "./map_style";
import { point } from "./small_map";

const PITCH = 55;
const BEARING = -20;
const TURN = 30;
const DESK_PX = 720;
// What stands is seen before what lies on the ground.
const DRAPED = 0.5;
const GROUND = ["relief", "roads", "communes"];

export async function startZoneMap(place: HTMLElement): Promise<void> {
  const asked = place.dataset;
  const form = element<HTMLFormElement>(asked["controls"]);
  const shown = (chosen?: string): Shown => {
    const data = new FormData(form);
    const technology = String(data.get("technology") ?? "");
    const coverage = technology ? [`level-${technology.toLowerCase()}`, "off-terrain"] : [];
    const sorts = new Set(data.getAll("sort").map(String));
    return { layers: new Set([...GROUND, ...coverage]), year: 0, opacity: DRAPED, zone: { data: asked["zone"] ?? "", sorts, chosen } };
  };
  const centre = point(asked["centre"]);
  // The zoom is told for a map of a desk: on a phone the zone is seen from farther away.
  const zoom = Number(asked["zoom"] ?? 15) + Math.min(0, Math.log2(place.clientWidth / DESK_PX));
  const view = new MapView(place, await catalogue(asked["map"] ?? "/ban-do/lop.json"), shown(), { centre, zoom, pitch: PITCH });
  const map = view.map;
  map.setBearing(BEARING);
  const follow = (chosen?: string): void => {
    view.show(shown(chosen));
    drawLegend(element(asked["legend"]), view);
  };
  form.addEventListener("input", () => follow(view.shown.zone?.chosen));
  form.addEventListener("submit", (event) => event.preventDefault());
  const does: Record<string, () => void> = {
    tilt: () => map.easeTo({ pitch: map.getPitch() > 5 ? 0 : PITCH }),
    left: () => map.easeTo({ bearing: map.getBearing() - TURN }),
    right: () => map.easeTo({ bearing: map.getBearing() + TURN }),
    whole: () => map.easeTo({ ...(centre ? { center: centre } : {}), zoom, pitch: PITCH, bearing: BEARING }),
  };
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-zone-do]");
    does[button?.dataset["zoneDo"] ?? ""]?.();
  });
  map.on("click", (event) => {
    const found = view.picked(event.point);
    if (!found) return;
    follow(found.id);
    tell(element(asked["panel"]), found);
  });
  map.on("mousemove", (event) => {
    map.getCanvas().style.cursor = view.picked(event.point, 3) ? "pointer" : "";
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-zone-sensor]");
    if (link) follow(link.dataset["zoneSensor"]);
  });
  follow();
  map.once("idle", () => {
    place.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } }));
    performance.mark("map:ready");
  });
}

/** Tell what was clicked. */
function tell(panel: HTMLElement, { properties }: Picked): void {
  const title = document.createElement("h2");
  title.textContent = String(properties["name"] ?? "");
  const facts = String(properties["facts"] ?? "").split("\n").filter(Boolean);
  panel.replaceChildren(
    title,
    ...facts.map((fact) => {
      const line = document.createElement("p");
      line.textContent = fact;
      return line;
    }),
  );
  const part = properties["part"];
  if (typeof part === "string" && part.startsWith("/")) void window.htmx.ajax("get", part, { target: panel, swap: "innerHTML" });
}

function element<T extends HTMLElement = HTMLElement>(selector: string | undefined): T {
  const found = selector ? document.querySelector<T>(selector) : null;
  if (!found) throw new Error(`data-zone: ${selector ?? "?"}`);
  return found;
}
