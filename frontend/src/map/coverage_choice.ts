/** Which layers show a choice of technology, operator and basis; what to say where there is none. */
import type { Catalogue } from "./catalogue";

export interface CoverageChoice {
  technology: string;
  operator: string;
  /** level, dbm, rate, second, doubt, measured, declared */
  model: string;
}

export function coverageOf(catalogue: Catalogue, choice: CoverageChoice): { layers: string[]; note: string } {
  const words = catalogue.words;
  if (!choice.technology) return { layers: [], note: "" };
  if (choice.model === "declared") return { layers: [], note: words["no_declared"] ?? "" };
  if (choice.model === "measured") {
    const isThere = catalogue.layers.some((layer) => layer.id === "measurements" && layer.kind === "features" && layer.count > 0);
    return { layers: isThere ? ["measurements"] : [], note: isThere ? "" : (words["no_measured"] ?? "") };
  }
  // Doubt is drawn over what the first model says.
  const shows = choice.model === "doubt" ? ["level", "doubt"] : [choice.model];
  const found = catalogue.layers.filter(
    (layer) =>
      layer.kind === "raster" &&
      layer.technology === choice.technology &&
      layer.operator === choice.operator &&
      shows.includes(layer.shows),
  );
  return { layers: found.map((layer) => layer.id), note: found.length < shows.length ? (words["no_layer"] ?? "") : "" };
}
