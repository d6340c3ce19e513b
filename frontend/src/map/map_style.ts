/** The whole style of the map as a pure function of what is shown: MapLibre draws the difference. */
import type { FeatureCollection } from "geojson";
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import type { Catalogue, FeatureLayer, MapLayer } from "./catalogue";
import type { Inks } from "./inks";
import { ZONE_CLICKED, ZONE_SOURCE, zoneLayers, type ShownZone } from "./zone_style";

/** The source of what the page itself brings along. */
export const OWN_SOURCE = "own";

export interface Shown {
  /** Ids of the layers shown; their order on the map is that of ORDER. */
  layers: ReadonlySet<string>;
  /** Works up to this year; of 0 all. */
  year: number;
  /** Of coverages, 0 to 1. */
  opacity?: number;
  /** Measurements of these alone; an empty operator stands for all. */
  measured?: { technology: string; operator: string } | undefined;
  /** GeoJSON of the page itself, on top. */
  own?: string | FeatureCollection | undefined;
  /** An industrial zone, standing. */
  zone?: ShownZone | undefined;
  /** The emphasised feature. */
  feature?: { layer: string; id: string } | undefined;
  /** What is measured or clicked: lines and points above everything. */
  sketch?: FeatureCollection | undefined;
}

const FONT = ["Segoe UI", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
const TILE_PIXELS = 512;
const USUAL_OPACITY = 0.75;

type Draw = (layer: FeatureLayer, inks: Inks, shown: Shown) => LayerSpecification[];

export function styleOf(catalogue: Catalogue, shown: Shown, inks: Inks): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {};
  const layers: LayerSpecification[] = [
    { id: "ground", type: "background", paint: { "background-color": inks.ground } },
  ];
  const visible = catalogue.layers.filter((layer) => shown.layers.has(layer.id));
  for (const layer of visible) sources[layer.id] = sourceOf(layer);
  for (const layer of visible.filter((one) => one.kind === "terrain")) layers.push(relief(layer.id, inks));
  for (const layer of visible.filter((one) => one.kind === "raster")) layers.push(raster(layer.id, shown.opacity ?? USUAL_OPACITY));
  const features = visible.filter((one): one is FeatureLayer => one.kind === "features");
  for (const id of Object.keys(DRAWN)) {
    const layer = features.find((one) => one.id === id);
    if (layer) layers.push(...(DRAWN[id]?.(layer, inks, shown) ?? []));
  }
  if (shown.own) {
    sources[OWN_SOURCE] = { type: "geojson", data: shown.own };
    layers.push(...own(inks));
  }
  if (shown.zone) {
    sources[ZONE_SOURCE] = { type: "geojson", data: shown.zone.data };
    layers.push(...zoneLayers(shown.zone, inks, FONT));
  }
  if (shown.feature && sources[shown.feature.layer]) layers.push(emphasised(shown.feature, inks));
  sources["sketch"] = { type: "geojson", data: shown.sketch ?? EMPTY };
  layers.push(...sketch(inks));
  return { version: 8, sources, layers };
}

function sourceOf(layer: MapLayer): SourceSpecification {
  if (layer.kind === "features") return { type: "geojson", data: layer.data };
  const tiles = [new URL(layer.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")];
  const common = { tiles, tileSize: TILE_PIXELS, maxzoom: layer.maxZoom };
  if (layer.kind === "terrain") return { type: "raster-dem", encoding: "terrarium", ...common };
  return { type: "raster", bounds: layer.bounds, ...common };
}

function relief(id: string, inks: Inks): LayerSpecification {
  return {
    id,
    type: "hillshade",
    source: id,
    paint: {
      "hillshade-exaggeration": inks.isDark ? 0.45 : 0.38,
      "hillshade-shadow-color": inks.isDark ? "#000000" : "#5b6d66",
      "hillshade-highlight-color": inks.isDark ? "#3d4d50" : "#ffffff",
      "hillshade-accent-color": inks.isDark ? "#0c1215" : "#7b8b83",
    },
  };
}

function raster(id: string, opacity: number): LayerSpecification {
  return {
    id,
    type: "raster",
    source: id,
    paint: { "raster-opacity": opacity, "raster-fade-duration": 120, "raster-resampling": "nearest" },
  };
}

const named = (size: number, priority?: ExpressionSpecification): Record<string, unknown> => ({
  "text-field": ["get", "name"],
  "text-font": FONT,
  "text-size": size,
  "text-max-width": 9,
  ...(priority ? { "symbol-sort-key": priority } : {}),
});

const halo = (inks: Inks, colour = inks.ink): Record<string, unknown> => ({
  "text-color": colour,
  "text-halo-color": inks.halo,
  "text-halo-width": 1.5,
});

function dots(layer: FeatureLayer, colour: string | ExpressionSpecification, inks: Inks, radius: number, filter?: FilterSpecification): LayerSpecification {
  return {
    id: layer.id,
    type: "circle",
    source: layer.id,
    ...(filter ? { filter } : {}),
    paint: {
      "circle-color": colour,
      "circle-radius": ["interpolate", ["exponential", 1.4], ["zoom"], 8, radius * 0.55, 12, radius, 16, radius * 1.9],
      "circle-stroke-color": inks.halo,
      "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 12, 1.2],
    },
  };
}

function labels(layer: FeatureLayer, inks: Inks, minzoom: number, filter?: FilterSpecification): LayerSpecification {
  return {
    id: `${layer.id}-names`,
    type: "symbol",
    source: layer.id,
    minzoom,
    ...(filter ? { filter } : {}),
    layout: { ...named(12), "text-anchor": "top", "text-offset": [0, 0.6], "text-optional": true },
    paint: halo(inks),
  } as LayerSpecification;
}

/** Each layer's drawing, in the order of the map from below. */
const DRAWN: Record<string, Draw> = {
  "off-terrain": (layer, inks) => [
    // Without smooth edges: one program less for the graphics card before the first picture.
    { id: layer.id, type: "fill", source: layer.id, paint: { "fill-color": inks.offTerrain, "fill-opacity": 0.85, "fill-antialias": false } },
  ],
  roads: (layer, inks) => [
    road(layer, `${layer.id}-minor`, ["!=", ["get", "rank"], "major"], 8.5, inks.isDark ? "#4a4a40" : "#bcb39c", 0.6),
    road(layer, layer.id, ["==", ["get", "rank"], "major"], 5, inks.road, 1.3),
    {
      id: `${layer.id}-names`,
      type: "symbol",
      source: layer.id,
      minzoom: 11,
      filter: ["has", "name"],
      layout: { ...named(11), "symbol-placement": "line", "symbol-spacing": 420 },
      paint: halo(inks, inks.soft),
    } as LayerSpecification,
  ],
  "communes-before": (layer, inks) => [
    outline(layer, inks.plan, 1, [3, 2]),
    areaNames(layer, inks, 9.5, inks.plan),
  ],
  communes: (layer, inks) => [
    outline(layer, inks.isDark ? "#93a3a8" : "#49575c", 0.9),
    areaNames(layer, inks, 8.5, inks.ink),
  ],
  fibre: (layer, inks) => [cable(layer, inks.accent, 2.2)],
  "network-links": (layer, inks) => [cable(layer, inks.good, 1.8, ["==", ["get", "medium"], "microwave"])],
  "network-nodes": (layer, inks) => [dots(layer, inks.accent, inks, 5), labels(layer, inks, 12)],
  localities: (layer, inks) => [
    dots(layer, inks.soft, inks, 2.6),
    labels(layer, inks, 11.5),
  ],
  facilities: (layer, inks) => [
    dots(layer, ["match", ["get", "is_covered"], "no", inks.none, "yes", inks.good, inks.unknown], inks, 3.6),
    labels(layer, inks, 13.5),
  ],
  measurements: (layer, inks, shown) => [
    dots(
      layer,
      ["match", ["get", "level"], "good", inks.good, "basic", inks.basic, "none", inks.none, inks.unknown],
      inks,
      3.6,
      measuredFilter(shown),
    ),
  ],
  holes: (layer, inks) => [
    {
      id: layer.id,
      type: "circle",
      source: layer.id,
      paint: {
        "circle-color": ["match", ["get", "class"], "white", inks.none, inks.halo],
        "circle-stroke-color": inks.none,
        "circle-stroke-width": 2,
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 3, 12, 6, 16, 9],
      },
    },
    labels(layer, inks, 10.5),
  ],
  sites: (layer, inks) => [dots(layer, inks.ink, inks, 3), labels(layer, inks, 13)],
  plan: (layer, inks, shown) => {
    const until: FilterSpecification = shown.year ? ["<=", ["get", "year"], shown.year] : ["literal", true];
    const isNew: ExpressionSpecification = ["==", ["get", "year"], shown.year];
    const opacity: ExpressionSpecification | number = shown.year ? ["case", isNew, 1, 0.5] : 1;
    const points: FilterSpecification = ["all", ["==", ["geometry-type"], "Point"], until];
    return [
      {
        id: `${layer.id}-routes`,
        type: "line",
        source: layer.id,
        filter: ["all", ["==", ["geometry-type"], "LineString"], until],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": inks.plan, "line-width": 2.6, "line-opacity": opacity },
      },
      {
        id: layer.id,
        type: "circle",
        source: layer.id,
        filter: points,
        paint: {
          "circle-color": inks.plan,
          "circle-opacity": opacity,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 3.6, 12, 7, 16, 11],
          "circle-stroke-color": inks.halo,
          "circle-stroke-width": 1.5,
        },
      },
      labels(layer, inks, 11, points),
    ];
  },
};

function measuredFilter({ measured }: Shown): FilterSpecification {
  if (!measured) return ["literal", true];
  const technology: ExpressionSpecification = ["==", ["get", "technology"], measured.technology];
  return measured.operator ? ["all", technology, ["==", ["get", "operator"], measured.operator]] : technology;
}

function road(layer: FeatureLayer, id: string, filter: FilterSpecification, minzoom: number, colour: string, width: number): LayerSpecification {
  return {
    id,
    type: "line",
    source: layer.id,
    filter,
    minzoom,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": colour,
      "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 8, width * 0.6, 12, width * 1.5, 16, width * 5],
    },
  };
}

function outline(layer: FeatureLayer, colour: string, width: number, dash?: number[]): LayerSpecification {
  return {
    id: layer.id,
    type: "line",
    source: layer.id,
    layout: { "line-join": "round" },
    paint: {
      "line-color": colour,
      "line-opacity": 0.65,
      "line-width": ["interpolate", ["linear"], ["zoom"], 7, width * 0.5, 11, width, 15, width * 2.2],
      ...(dash ? { "line-dasharray": dash } : {}),
    },
  };
}

function areaNames(layer: FeatureLayer, inks: Inks, minzoom: number, colour: string): LayerSpecification {
  return {
    id: `${layer.id}-names`,
    type: "symbol",
    source: layer.id,
    minzoom,
    layout: named(12.5),
    paint: halo(inks, colour),
  } as LayerSpecification;
}

function cable(layer: FeatureLayer, colour: string, width: number, dashed?: ExpressionSpecification): LayerSpecification {
  return {
    id: layer.id,
    type: "line",
    source: layer.id,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": colour,
      "line-width": ["interpolate", ["linear"], ["zoom"], 8, width * 0.6, 14, width * 1.6],
      ...(dashed ? { "line-opacity": ["case", dashed, 0.55, 1] as ExpressionSpecification } : {}),
    },
  };
}

function own(inks: Inks): LayerSpecification[] {
  const colour: ExpressionSpecification = [
    "match",
    ["get", "tone"],
    ...["good", inks.good, "basic", inks.basic, "none", inks.none, "plan", inks.plan, "unknown", inks.unknown],
    inks.accent,
  ] as unknown as ExpressionSpecification;
  return [
    { id: "own-area", type: "fill", source: "own", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": ["coalesce", ["get", "opacity"], 0.5] } },
    { id: "own-line", type: "line", source: "own", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour, "line-width": ["match", ["geometry-type"], "Polygon", 1, 2.5] } },
    {
      id: "own-point",
      type: "circle",
      source: "own",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-color": colour, "circle-radius": 6, "circle-stroke-color": inks.halo, "circle-stroke-width": 1.5 },
    },
    {
      id: "own-names",
      type: "symbol",
      source: "own",
      filter: ["has", "name"],
      layout: { ...named(12), "text-anchor": "top", "text-offset": [0, 0.6], "text-optional": true },
      paint: halo(inks),
    } as LayerSpecification,
  ];
}

function emphasised(feature: { layer: string; id: string }, inks: Inks): LayerSpecification {
  return {
    id: "emphasised",
    type: "circle",
    source: feature.layer,
    filter: ["==", ["get", "id"], feature.id],
    paint: {
      "circle-radius": 13,
      "circle-opacity": 0,
      "circle-stroke-color": inks.ink,
      "circle-stroke-width": 2.5,
    },
  };
}

function sketch(inks: Inks): LayerSpecification[] {
  return [
    {
      id: "sketch-halo",
      type: "line",
      source: "sketch",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": inks.halo, "line-width": 5, "line-opacity": 0.8 },
    },
    {
      id: "sketch-line",
      type: "line",
      source: "sketch",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": inks.ink, "line-width": 2, "line-dasharray": [2, 1.6] },
    },
    {
      id: "sketch-point",
      type: "circle",
      source: "sketch",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-color": inks.halo, "circle-radius": 5, "circle-stroke-color": inks.ink, "circle-stroke-width": 2.5 },
    },
    {
      id: "sketch-words",
      type: "symbol",
      source: "sketch",
      filter: ["has", "text"],
      layout: { "text-field": ["get", "text"], "text-font": FONT, "text-size": 13, "text-anchor": "bottom", "text-offset": [0, -0.8], "text-allow-overlap": true },
      paint: { "text-color": inks.ink, "text-halo-color": inks.halo, "text-halo-width": 2 },
    },
  ];
}

/** Layers of features that answer to a click. */
export function clickable(shown: Shown): string[] {
  const drawn = Object.keys(DRAWN).filter((id) => shown.layers.has(id) && !NOT_CLICKED.has(id));
  const own = shown.own ? ["own-point", "own-area"] : [];
  const standing = shown.zone ? ZONE_CLICKED : [];
  return [...standing, ...drawn, ...(shown.layers.has("plan") ? ["plan-routes"] : []), ...own];
}

const NOT_CLICKED = new Set(["roads", "communes", "communes-before", "off-terrain"]);
