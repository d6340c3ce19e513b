/** A map within a page, with a pin where one is asked for; see map.ts for its attributes. */
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { catalogue } from "./catalogue";
import { MapView } from "./map_view";
import { OWN_SOURCE } from "./map_style";
import { Pin } from "./pin";

const USUAL_LAYERS = "relief,roads,communes";

export async function startSmallMap(place: HTMLElement): Promise<void> {
  const asked = place.dataset;
  const pin = new Pin(place);
  const start = point(asked["centre"]) ?? pin.position();
  const [featureLayer, featureId] = (asked["feature"] ?? "").split(/:(.*)/s);
  const view = new MapView(
    place,
    await catalogue(asked["map"] ?? "/ban-do/lop.json"),
    {
      layers: new Set((asked["layers"] ?? USUAL_LAYERS).split(",").map((id) => id.trim())),
      year: 0,
      own: asked["data"],
      feature: featureLayer && featureId ? { layer: featureLayer, id: featureId } : undefined,
    },
    { centre: start, zoom: Number(asked["zoom"] ?? 13) },
  );
  const map = view.map;
  if (!start && asked["data"]) map.once("load", () => void fitOwn(map));
  if (asked["pin"] !== undefined || asked["pinLon"] !== undefined) pin.attach(view);
  map.on("click", (event) => {
    const found = view.picked(event.point);
    if (!found) return;
    const { lng: lon, lat } = event.lngLat;
    place.dispatchEvent(new CustomEvent("map:select", { bubbles: true, detail: { ...found, lon, lat } }));
    const address = found.properties["href"];
    if (asked["links"] !== undefined && typeof address === "string" && address.startsWith("/")) location.assign(address);
  });
  map.on("mousemove", (event) => {
    map.getCanvas().style.cursor = view.picked(event.point, 3) ? "pointer" : "";
  });
  map.once("idle", () => place.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } })));
}

/** Look at all of the page's own things. */
async function fitOwn(map: MapLibreMap): Promise<void> {
  const bounds = await map.getSource<GeoJSONSource>(OWN_SOURCE)?.getBounds();
  if (bounds && !bounds.isEmpty()) map.fitBounds(bounds, { padding: 32, maxZoom: 13, animate: false });
}

/** Read "longitude,latitude"; undefined for anything else. */
export function point(text: string | undefined): [number, number] | undefined {
  const [lon, lat] = (text ?? "").split(",").map((part) => (part.trim() ? Number(part) : Number.NaN));
  if (lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? [lon, lat] : undefined;
}
