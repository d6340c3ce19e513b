/** What the server says there is to see: /ban-do/lop.json, or a script element of the page. */

export interface LegendEntry {
  colour: string;
  label: string;
  /** How it is drawn: a filled box, hatching, a line, a dot, a ring. */
  mark: "fill" | "hatch" | "line" | "dash" | "dot" | "ring";
}

interface Layer {
  id: string;
  title: string;
  /** What it rests on, for the legend and the print: source, date, model. */
  source: string;
  /** real, derived or synthetic, and how people say it. */
  reality: string;
  realityLabel: string;
  legend: LegendEntry[];
}

export interface RasterLayer extends Layer {
  kind: "raster";
  tiles: string;
  maxZoom: number;
  bounds: [number, number, number, number];
  /** level, dbm, second, rate, doubt */
  shows: string;
  technology: string;
  /** Empty: the best one at each place. */
  operator: string;
}

export interface TerrainLayer extends Layer {
  kind: "terrain";
  tiles: string;
  maxZoom: number;
}

export interface FeatureLayer extends Layer {
  kind: "features";
  data: string;
  count: number;
}

export type MapLayer = RasterLayer | TerrainLayer | FeatureLayer;

export interface Catalogue {
  language: string;
  bounds: [number, number, number, number];
  words: Record<string, string>;
  layers: MapLayer[];
}

const known = new Map<string, Promise<Catalogue>>();

/** Read a catalogue: "#id" of a JSON script of this page, or an address of this server. */
export function catalogue(where: string): Promise<Catalogue> {
  const found = known.get(where) ?? read(where);
  known.set(where, found);
  return found;
}

async function read(where: string): Promise<Catalogue> {
  if (where.startsWith("#")) {
    return JSON.parse(document.querySelector(where)?.textContent ?? "null") as Catalogue;
  }
  const answer = await fetch(where, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${where}: ${answer.status}`);
  return (await answer.json()) as Catalogue;
}
