/** A pin that is set by mouse, finger, keys, or by typing into two inputs. */
import { Marker } from "maplibre-gl";
import type { MapView } from "./map_view";
import { point } from "./small_map";

const ROUND = 1e6;

export class Pin {
  private readonly place: HTMLElement;
  private readonly inputs: [HTMLInputElement | null, HTMLInputElement | null];
  private marker: Marker | undefined;

  constructor(place: HTMLElement) {
    this.place = place;
    const input = (selector?: string): HTMLInputElement | null => (selector ? document.querySelector<HTMLInputElement>(selector) : null);
    this.inputs = [input(place.dataset["pinLon"]), input(place.dataset["pinLat"])];
  }

  /** Where the pin is asked to be: what the inputs hold, else the attribute. */
  position(): [number, number] | undefined {
    const [lon, lat] = this.inputs;
    const typed = point(`${lon?.value.replace(",", ".") ?? ""},${lat?.value.replace(",", ".") ?? ""}`);
    return typed ?? point(this.place.dataset["pin"]);
  }

  attach(view: MapView): void {
    const isFixed = this.place.dataset["pinFixed"] !== undefined;
    const start = this.position();
    if (start) this.put(view, start, false);
    if (isFixed) return;
    const map = view.map;
    map.on("click", (event) => this.put(view, [event.lngLat.lng, event.lngLat.lat]));
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.put(view, map.getCenter().toArray());
      }
    });
    for (const input of this.inputs) {
      input?.addEventListener("change", () => {
        const typed = this.position();
        if (!typed) return;
        this.put(view, typed, false);
        map.easeTo({ center: typed });
      });
    }
  }

  private put(view: MapView, [lon, lat]: [number, number], isNew = true): void {
    if (!this.marker) this.marker = this.made(view);
    this.marker.setLngLat([lon, lat]);
    if (!this.marker._map) this.marker.addTo(view.map);
    if (!isNew) return;
    const [lonInput, latInput] = this.inputs;
    const rounded = [lon, lat].map((value) => String(Math.round(value * ROUND) / ROUND));
    if (lonInput) lonInput.value = rounded[0] ?? "";
    if (latInput) latInput.value = rounded[1] ?? "";
    this.place.dispatchEvent(new CustomEvent("map:pin", { bubbles: true, detail: { lon, lat } }));
  }

  private made(view: MapView): Marker {
    const isFixed = this.place.dataset["pinFixed"] !== undefined;
    const marker = new Marker({ color: "#b14a1a", draggable: !isFixed });
    const element = marker.getElement();
    element.setAttribute("aria-label", view.catalogue.words["pin"] ?? "");
    if (isFixed) return marker;
    // MapLibre moves it by the arrow keys and says so as of a drag.
    marker.on("dragend", () => this.put(view, marker.getLngLat().toArray()));
    return marker;
  }
}
