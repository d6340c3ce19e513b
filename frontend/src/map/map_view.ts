/** A MapLibre map that shows layers of a catalogue and follows the page's theme. */
import { Map as MapLibreMap, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Catalogue } from "./catalogue";
import { isDark } from "../dark";
import { inks } from "./inks";
import { clickable, type Shown, styleOf } from "./map_style";

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

export interface Beginning {
  centre: [number, number] | undefined;
  zoom: number;
  /** Keep what was drawn, so that a picture can be taken of it. */
  isKept?: boolean;
  /** Look from the side, and let people turn and tilt the map; degrees from straight down. */
  pitch?: number;
}

const STEEPEST_PITCH = 75;

export interface Picked {
  layer: string;
  id: string;
  properties: Record<string, unknown>;
}

export class MapView {
  readonly map: MapLibreMap;
  readonly catalogue: Catalogue;
  private state: Shown;
  private isStyled = false;

  constructor(place: HTMLElement, catalogue: Catalogue, shown: Shown, beginning: Beginning) {
    this.catalogue = catalogue;
    this.state = { ...shown, layers: this.offered(shown.layers) };
    const words = catalogue.words;
    this.map = new MapLibreMap({
      container: place,
      style: styleOf(catalogue, this.state, inks()),
      ...(beginning.centre
        ? { center: beginning.centre, zoom: beginning.zoom }
        : { bounds: catalogue.bounds, fitBoundsOptions: { padding: 12 } }),
      minZoom: 5,
      maxZoom: beginning.pitch === undefined ? 18 : 20,
      maxPitch: beginning.pitch === undefined ? 0 : STEEPEST_PITCH,
      pitch: beginning.pitch ?? 0,
      dragRotate: beginning.pitch !== undefined,
      rollEnabled: false,
      attributionControl: false,
      maxBounds: around(catalogue.bounds),
      canvasContextAttributes: { preserveDrawingBuffer: beginning.isKept ?? false },
      locale: {
        "NavigationControl.ZoomIn": words["zoom_in"] ?? "",
        "NavigationControl.ZoomOut": words["zoom_out"] ?? "",
        "NavigationControl.ResetBearing": words["from_above"] ?? "",
        "Map.Title": words["map"] ?? "",
        "AttributionControl.ToggleAttribution": words["sources"] ?? "",
        "ScaleControl.Meters": "m",
        "ScaleControl.Kilometers": "km",
      },
    });
    const isTilted = beginning.pitch !== undefined;
    if (!isTilted) {
      this.map.touchZoomRotate.disableRotation();
      this.map.keyboard.disableRotation();
    }
    this.map.addControl(new NavigationControl({ showCompass: isTilted, visualizePitch: isTilted }), "top-right");
    this.map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
    const restyle = (): void => this.draw();
    // Differences can be drawn once the first style is in.
    this.map.once("style.load", () => {
      this.isStyled = true;
      this.draw();
    });
    document.addEventListener("theme:change", restyle);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
    this.map.on("remove", () => document.removeEventListener("theme:change", restyle));
  }

  get shown(): Shown {
    return this.state;
  }

  /** Show something else; what is not named stays. */
  show(change: Partial<Shown>): void {
    this.state = { ...this.state, ...change };
    this.state.layers = this.offered(this.state.layers);
    this.draw();
  }

  /** Draw in the page's theme, or for paper. */
  draw(onPaper = false): void {
    const isDarkNow = !onPaper && isDark();
    this.map.getContainer().dataset["mapTheme"] = isDarkNow ? "dark" : "light";
    if (!this.isStyled) return;
    this.map.setStyle(styleOf(this.catalogue, this.state, inks(isDarkNow)));
  }

  /** The topmost feature at a point of the canvas, within a finger's width. */
  picked(point: { x: number; y: number }, slackPx = 6): Picked | undefined {
    const box: [[number, number], [number, number]] = [
      [point.x - slackPx, point.y - slackPx],
      [point.x + slackPx, point.y + slackPx],
    ];
    const layers = clickable(this.state).filter((id) => this.map.getLayer(id));
    const found = this.map.queryRenderedFeatures(box, { layers })[0];
    if (!found) return undefined;
    const properties = found.properties as Record<string, unknown>;
    return { layer: found.source, id: String(properties["id"] ?? ""), properties };
  }

  /** Everything clickable that is seen, each once, with a point on it. */
  things(): (Picked & { at: [number, number] })[] {
    const layers = clickable(this.state).filter((id) => this.map.getLayer(id));
    const found = new Map<string, Picked & { at: [number, number] }>();
    for (const one of this.map.queryRenderedFeatures({ layers })) {
      if (one.geometry.type !== "Point") continue;
      const properties = one.properties as Record<string, unknown>;
      const id = String(properties["id"] ?? "");
      const [lon, lat] = one.geometry.coordinates;
      if (lon !== undefined && lat !== undefined) found.set(`${one.source}:${id}`, { layer: one.source, id, properties, at: [lon, lat] });
    }
    return [...found.values()];
  }

  private offered(wanted: ReadonlySet<string>): Set<string> {
    return new Set(this.catalogue.layers.map((layer) => layer.id).filter((id) => wanted.has(id)));
  }
}

/** Room around the province, so that nobody gets lost. */
function around([west, south, east, north]: [number, number, number, number]): [number, number, number, number] {
  const [width, height] = [east - west, north - south];
  return [west - 1.5 * width, Math.max(-85, south - height), east + 1.5 * width, Math.min(85, north + height)];
}
