/** The page Bản đồ: controls, clicks, search, measuring, years, the address of a view, pictures. */
import type { Feature } from "geojson";
import { coverageOf, type CoverageChoice } from "./coverage_choice";
import { catalogue, type Catalogue } from "./catalogue";
import { drawLegend } from "./legend";
import { MapView, type Picked } from "./map_view";
import { Measure } from "./measure";
import { point as pointOf } from "./small_map";
import { printPicture, savePicture } from "./picture";
import { readHash, type ViewState, writeHash } from "./view_state";
import { listAround, showThing } from "./things";

const WITH_COVERAGE = ["off-terrain"];
// Nobody waits for the hills: they come after the first picture.
const LATER = new Set(["relief"]);
// Pixels between a point and what lies over the map.
const MARGIN = 30;

export async function startMapPage(place: HTMLElement): Promise<void> {
  const page = new MapPage(place, await catalogue(place.dataset["map"] ?? "/ban-do/lop.json"));
  page.start();
}

class MapPage {
  private readonly place: HTMLElement;
  private readonly catalogue: Catalogue;
  private readonly app: HTMLElement;
  private readonly controls: HTMLFormElement;
  private readonly view: MapView;
  private readonly measure: Measure;
  private asked: [number, number] | undefined;
  private isPainted = false;
  private stations: [number, number, string][] = [];

  constructor(place: HTMLElement, layers: Catalogue) {
    this.place = place;
    this.catalogue = layers;
    this.app = place.closest<HTMLElement>("[data-map-app]") ?? document.body;
    this.controls = element<HTMLFormElement>("map-controls");
    const state = readHash(location.hash);
    this.fill(state);
    const { shown } = this.chosen();
    this.view = new MapView(place, layers, shown, { centre: state.centre, zoom: state.zoom ?? 12 });
    this.measure = new Measure(this.view, element("map-measure"), (busy) => this.setMeasuring(busy));
    this.asked = state.asked;
  }

  start(): void {
    const map = this.view.map;
    this.controls.addEventListener("input", () => this.follow());
    this.app.addEventListener("click", (event) => this.onClick(event));
    map.on("click", (event) => {
      if (this.measure.isOn) this.measure.add([event.lngLat.lng, event.lngLat.lat]);
      else this.ask([event.lngLat.lng, event.lngLat.lat], this.view.picked(event.point));
    });
    map.on("mousemove", (event) => {
      const isThing = !this.measure.isOn && this.view.picked(event.point, 3);
      map.getCanvas().style.cursor = this.measure.isOn ? "crosshair" : isThing ? "pointer" : "";
    });
    map.on("moveend", () => this.remember());
    map.getCanvas().addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.onEscape();
    });
    window.addEventListener("hashchange", () => this.goTo(readHash(location.hash)));
    window.addEventListener("beforeprint", () => this.picture(printPicture, true));
    document.addEventListener("htmx:afterSwap", (event) => this.onSwap(event.target as HTMLElement));
    map.once("idle", () => {
      this.place.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } }));
      performance.mark("map:ready");
    });
    const painted = (): void => {
      if (![...this.view.shown.layers].every((id) => !map.getSource(id) || map.isSourceLoaded(id))) return;
      map.off("render", painted);
      performance.mark("map:painted");
      this.isPainted = true;
      this.follow();
    };
    map.on("render", painted);
    this.follow();
    if (this.asked) this.ask(this.asked);
  }

  /** Show what the controls say, the legend of it, and what is missing. */
  private follow(): void {
    const { shown, note, choice } = this.chosen();
    this.view.show(shown);
    drawLegend(element("map-legend"), this.view);
    element("map-coverage-note").textContent = note;
    const years = document.getElementById("map-years");
    if (years) years.hidden = !shown.layers.has("plan");
    const isDrawn = choice.technology !== "";
    for (const name of ["operator", "model", "opacity"]) this.field(name).disabled = !isDrawn;
    this.remember();
  }

  private chosen() {
    const data = new FormData(this.controls);
    const choice: CoverageChoice = {
      technology: String(data.get("technology") ?? ""),
      operator: this.field("operator").value,
      model: this.field("model").value,
    };
    const found = coverageOf(this.catalogue, choice);
    const layers = new Set([...data.getAll("layer").map(String), ...found.layers]);
    if (found.layers.length) for (const id of WITH_COVERAGE) layers.add(id);
    if (!this.isPainted) for (const id of LATER) layers.delete(id);
    const shown = {
      layers,
      year: this.year(),
      opacity: Number(this.field("opacity").value) / 100,
      measured: choice.technology ? { technology: choice.technology, operator: choice.operator } : undefined,
    };
    return { shown, note: found.note, choice };
  }

  /** The year of the slider; 0 for all; its words go beside it. */
  private year(): number {
    const slider = document.getElementById("map-year") as HTMLInputElement | null;
    const box = document.getElementById("map-years");
    if (!slider || !box) return 0;
    const years = (box.dataset["years"] ?? "").split(",").map(Number);
    const chosen = Number(slider.value);
    const year = chosen < years.length ? (years[chosen] ?? 0) : 0;
    const said = year ? `${this.catalogue.words["until"]} ${year}` : (this.catalogue.words["all_years"] ?? "");
    element("map-year-shown").textContent = said;
    slider.setAttribute("aria-valuetext", said);
    return year;
  }

  private onClick(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-map-do], [data-map-go], [data-map-thing]");
    if (!button) return;
    const { mapDo, mapGo, mapThing } = button.dataset;
    if (mapGo) this.goToPlace(mapGo);
    if (mapThing) this.ask(pointOf(mapThing) ?? this.centre(), this.pickedAt(mapThing));
    const does: Record<string, () => void> = {
      side: () => this.toggleSide(),
      centre: () => this.askCentre(),
      measure: () => this.measure.toggle(),
      whole: () => this.view.map.fitBounds(this.catalogue.bounds, { padding: 24 }),
      share: () => void this.share(button),
      picture: () => this.picture(savePicture),
      print: () => window.print(),
      close: () => this.closeAnswer(),
    };
    if (mapDo) does[mapDo]?.();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (this.measure.isOn) this.measure.add(this.centre());
    else this.askCentre();
  }

  private onEscape(): void {
    if (this.measure.isOn) this.measure.toggle();
    else if (this.app.classList.contains("side-open")) this.toggleSide();
    else if (!element("map-answer").hidden) this.closeAnswer();
  }

  private askCentre(): void {
    const map = this.view.map;
    this.ask(this.centre(), this.view.picked(map.project(map.getCenter()), 12));
    listAround(element("map-thing"), this.view);
  }

  /** Ask the server what is at a point; tell first what was clicked. */
  private ask([lon, lat]: [number, number], picked?: Picked): void {
    this.asked = [lon, lat];
    this.stations = [];
    this.sketch();
    this.remember();
    const answer = element("map-answer");
    answer.hidden = false;
    this.setSide(false);
    this.app.classList.add("answer-open");
    showThing(element("map-thing"), picked, this.view);
    const target = element("map-place");
    target.textContent = this.catalogue.words["loading"] ?? "";
    const address = `/ban-do/noi?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`;
    void window.htmx.ajax("get", address, { target, swap: "innerHTML" });
    answer.focus({ preventScroll: true });
    this.view.map.resize();
    this.uncover([lon, lat], answer);
  }

  /** Move the map where the answer lies over the point that was asked for. */
  private uncover(point: [number, number], answer: HTMLElement): void {
    const map = this.view.map;
    const { left, top } = this.place.getBoundingClientRect();
    const at = map.project(point);
    const box = answer.getBoundingClientRect();
    const isCovered = at.x + left > box.left - MARGIN && at.x + left < box.right && at.y + top > box.top - MARGIN;
    if (!isCovered) return;
    const isBelow = box.top - top > MARGIN;
    const goal = isBelow ? [at.x, (box.top - top) / 2] : [(box.left - left) / 2, at.y];
    map.panBy([at.x - (goal[0] ?? 0), at.y - (goal[1] ?? 0)]);
  }

  private onSwap(target: HTMLElement): void {
    if (target.id === "map-place" && this.asked) this.uncover(this.asked, element("map-answer"));
    if (target.id !== "map-path") return;
    this.stations = [...target.querySelectorAll<HTMLElement>("[data-map-station]")].map((one) => {
      const [lon, lat, name] = (one.dataset["mapStation"] ?? "").split(",");
      return [Number(lon), Number(lat), name ?? ""];
    });
    this.sketch();
  }

  /** Draw the point that was asked for, and lines to its stations. */
  private sketch(): void {
    const at = this.asked;
    const features: Feature[] = [];
    if (at) {
      for (const [lon, lat, name] of this.stations) {
        const coordinates = [[lon, lat], at];
        features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });
        features.push({ type: "Feature", properties: { text: name }, geometry: { type: "Point", coordinates: [lon, lat] } });
      }
      features.push({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } });
    }
    this.view.show({ sketch: { type: "FeatureCollection", features } });
  }

  private closeAnswer(): void {
    element("map-answer").hidden = true;
    this.app.classList.remove("answer-open");
    this.asked = undefined;
    this.sketch();
    this.remember();
    this.view.map.resize();
    this.view.map.getCanvas().focus();
  }

  private toggleSide(): void {
    const isOpen = !this.app.classList.contains("side-open");
    this.setSide(isOpen);
    if (isOpen) element("map-search").focus();
    else this.view.map.getCanvas().focus();
  }

  private setSide(isOpen: boolean): void {
    this.app.classList.toggle("side-open", isOpen);
    document.querySelector(".map-side-open")?.setAttribute("aria-expanded", String(isOpen));
  }

  private setMeasuring(isOn: boolean): void {
    document.querySelector('[data-map-do="measure"]')?.setAttribute("aria-pressed", String(isOn));
    if (isOn) this.closeAnswer();
    else this.sketch();
  }

  private goToPlace(where: string): void {
    const [lon, lat, zoom] = where.split(",").map(Number);
    if (lon === undefined || lat === undefined) return;
    this.view.map.jumpTo({ center: [lon, lat], zoom: zoom ?? 13 });
    element("map-found").textContent = "";
    this.ask([lon, lat]);
  }

  private pickedAt(where: string): Picked | undefined {
    const at = pointOf(where);
    return at ? this.view.picked(this.view.map.project(at), 4) : undefined;
  }

  private centre(): [number, number] {
    const { lng, lat } = this.view.map.getCenter();
    return [lng, lat];
  }

  private async share(button: HTMLElement): Promise<void> {
    this.remember();
    await navigator.clipboard.writeText(location.href);
    const said = document.createElement("span");
    said.className = "map-said";
    said.setAttribute("role", "status");
    said.textContent = button.dataset["copied"] ?? "";
    button.append(said);
    setTimeout(() => said.remove(), 2_000);
  }

  private picture(use: typeof savePicture, now = false): void {
    const { title, date } = this.app.dataset;
    use(this.view, { title: title ?? "", date: date ?? "", isNow: now });
  }

  private remember(): void {
    const { choice, shown } = this.chosen();
    const { lng, lat } = this.view.map.getCenter();
    const layers = new FormData(this.controls).getAll("layer").map(String);
    const state: ViewState = {
      centre: [lng, lat],
      zoom: this.view.map.getZoom(),
      layers,
      coverage: choice,
      year: shown.year,
      asked: this.asked,
    };
    history.replaceState(history.state, "", writeHash(state));
  }

  private goTo(state: ViewState): void {
    this.fill(state);
    if (state.centre) this.view.map.jumpTo({ center: state.centre, zoom: state.zoom ?? this.view.map.getZoom() });
    this.follow();
    if (state.asked) this.ask(state.asked);
  }

  /** Put what an address says into the controls. */
  private fill(state: ViewState): void {
    if (state.layers) {
      for (const box of this.controls.querySelectorAll<HTMLInputElement>("input[name=layer]")) {
        box.checked = state.layers.includes(box.value);
      }
    }
    if (state.coverage) {
      const { technology, operator, model } = state.coverage;
      const radio = [...this.controls.querySelectorAll<HTMLInputElement>("input[name=technology]")];
      for (const one of radio) one.checked = one.value === technology;
      this.field("operator").value = operator;
      this.field("model").value = model;
    }
    const slider = document.getElementById("map-year") as HTMLInputElement | null;
    const years = (document.getElementById("map-years")?.dataset["years"] ?? "").split(",").map(Number);
    if (slider && state.year) slider.value = String(years.indexOf(state.year) < 0 ? years.length : years.indexOf(state.year));
  }

  private field(name: string): HTMLInputElement | HTMLSelectElement {
    return this.controls.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
  }
}

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id}`);
  return found as T;
}
