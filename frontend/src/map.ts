/**
 * Maps on pages. Every `<div data-map>` becomes a map, also one that htmx brings later.
 *
 *   <div class="map-small" data-map="/ban-do/lop.json" data-layers="communes,holes"
 *        data-centre="105.84,22.15" data-zoom="13" aria-label="…"></div>
 *
 * Attributes
 *   data-map        where the catalogue of layers is: an address, or "#id" of a JSON script
 *   data-layers     ids of the layers shown, comma-separated; default "relief,roads,communes".
 *                   Unknown ids, and those that the visitor may not see, are passed over
 *   data-centre     "longitude,latitude" in degrees; without it the whole province is shown
 *   data-zoom       zoom at the centre, default 13
 *   data-pin        "longitude,latitude" of a pin; empty: no pin until the map is clicked
 *   data-pin-lon    selector of the input that holds the longitude; read, written, followed
 *   data-pin-lat    the same of the latitude
 *   data-pin-fixed  the pin cannot be moved
 *   data-feature    "layer:id": that feature is emphasised
 *   data-data       address of GeoJSON of the page itself, drawn on top of the layers
 *   data-problem    what is said where the map cannot be drawn (a browser without WebGL)
 *   data-zone       address of the things of an industrial zone: the map stands (zone_map.ts)
 *   data-links      features with a property "href" open it when they are clicked
 *
 * Events (they bubble)
 *   map:ready   first picture drawn; detail { map } is the MapLibre map
 *   map:pin     the pin was put somewhere by mouse, touch or arrow keys; detail { lon, lat }
 *   map:select  a feature was clicked; detail { layer, id, properties, lon, lat }
 *
 * With the pin: arrow keys move it by a few pixels (with Shift by more) while it has the focus;
 * Enter on the map puts it to the centre; typing into the two inputs moves it. Without JavaScript the
 * inputs stay what they are, so a form still works.
 */
import "./styles/map.css";
import { startMapPage } from "./map/map_page";
import { startSmallMap } from "./map/small_map";
import { startZoneMap } from "./map/zone_map";

function startAll(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-map]:not([data-map-started])")) {
    place.dataset["mapStarted"] = "";
    painted()
      .then(() => starterOf(place)(place))
      .catch((problem: unknown) => sayProblem(place, problem));
  }
}

function starterOf(place: HTMLElement): (place: HTMLElement) => Promise<void> {
  if (place.dataset["zone"] !== undefined) return startZoneMap;
  return place.dataset["mapPage"] === undefined ? startSmallMap : startMapPage;
}

/** Wait until the browser has shown the page: a map keeps it busy for a while. */
function painted(): Promise<void> {
  return new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
}

/** Say within the place that there is no map; the rest of the page goes on. */
function sayProblem(place: HTMLElement, problem: unknown): void {
  console.error(problem);
  const said = document.getElementById("map-problem") ?? document.createElement("p");
  said.hidden = false;
  said.classList.add("map-problem");
  said.textContent = place.dataset["problem"] ?? String(problem);
  if (!said.isConnected) place.append(said);
}

document.addEventListener("htmx:load", (event) => startAll((event.target as Element).parentElement ?? document));
startAll(document);
