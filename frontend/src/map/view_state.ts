/** A view of the map as the part of the address after #, so that it can be sent to somebody. */
import type { CoverageChoice } from "./coverage_choice";
import { point } from "./small_map";

export interface ViewState {
  centre?: [number, number] | undefined;
  zoom?: number | undefined;
  layers?: string[] | undefined;
  coverage?: CoverageChoice | undefined;
  year?: number | undefined;
  asked?: [number, number] | undefined;
}

export function writeHash(state: ViewState): string {
  const parts = new URLSearchParams();
  if (state.centre) parts.set("o", `${state.centre[0].toFixed(5)},${state.centre[1].toFixed(5)},${(state.zoom ?? 12).toFixed(2)}`);
  parts.set("lop", (state.layers ?? []).join(","));
  if (state.coverage) parts.set("song", [state.coverage.technology, state.coverage.operator, state.coverage.model].join(","));
  if (state.year) parts.set("nam", String(state.year));
  if (state.asked) parts.set("diem", state.asked.map((value) => value.toFixed(5)).join(","));
  return `#${parts.toString().replaceAll("%2C", ",")}`;
}

export function readHash(hash: string): ViewState {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const view = (parts.get("o") ?? "").split(",");
  const [technology, operator, model] = (parts.get("song") ?? "").split(",");
  const zoom = Number(view[2]);
  return {
    centre: point(view.slice(0, 2).join(",")),
    zoom: view[2] && Number.isFinite(zoom) ? Math.min(Math.max(zoom, 5), 18) : undefined,
    layers: parts.has("lop") ? (parts.get("lop") ?? "").split(",").filter(Boolean) : undefined,
    coverage: parts.has("song") ? { technology: technology ?? "", operator: operator ?? "", model: model || "level" } : undefined,
    year: Number(parts.get("nam")) || undefined,
    asked: point(parts.get("diem") ?? ""),
  };
}
