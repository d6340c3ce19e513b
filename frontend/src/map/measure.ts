/** Measure a way along points that are clicked, or put at the centre by Enter. */
import type { Feature } from "geojson";
import type { MapView } from "./map_view";

type Position = [number, number];
const EARTH_M = 6_371_008.8;
const M_PER_KM = 1_000;

export class Measure {
  private points: Position[] = [];
  private readonly view: MapView;
  private readonly told: HTMLElement;
  private readonly changed: (isOn: boolean) => void;
  isOn = false;

  constructor(view: MapView, told: HTMLElement, changed: (isOn: boolean) => void) {
    this.view = view;
    this.told = told;
    this.changed = changed;
  }

  toggle(): void {
    this.isOn = !this.isOn;
    this.points = [];
    this.changed(this.isOn);
    this.told.hidden = !this.isOn;
    this.told.textContent = this.view.catalogue.words["measure"] ?? "";
    if (this.isOn) this.draw();
  }

  add(point: Position): void {
    this.points.push(point);
    this.draw();
    if (this.points.length > 1) this.told.textContent = `${this.view.catalogue.words["total"]}: ${this.length()}`;
  }

  private length(): string {
    const lengthM = this.points.slice(1).reduce((sum, point, at) => sum + distanceM(this.points[at] ?? point, point), 0);
    return lengthText(lengthM, this.view.catalogue.language);
  }

  private draw(): void {
    const features: Feature[] = this.points.map((coordinates) => ({
      type: "Feature",
      properties: {},
      geometry: { type: "Point", coordinates },
    }));
    if (this.points.length > 1) {
      features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: this.points } });
    }
    this.view.show({ sketch: { type: "FeatureCollection", features } });
  }
}

/** The way over the sphere of the Earth's mean radius. */
export function distanceM([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const rad = Math.PI / 180;
  const [north, east] = [((lat2 - lat1) * rad) / 2, ((lon2 - lon1) * rad) / 2];
  const chord = Math.sin(north) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(east) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export function lengthText(lengthM: number, language: string): string {
  const isFar = lengthM >= M_PER_KM;
  const value = isFar ? lengthM / M_PER_KM : lengthM;
  return `${value.toLocaleString(language, { maximumFractionDigits: isFar ? 2 : 0 })} ${isFar ? "km" : "m"}`;
}
