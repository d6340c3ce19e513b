/** An industrial zone on the map, in three dimensions: buildings, masts, sensors, incidents. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from "maplibre-gl";
import type { Inks } from "./inks";

export const ZONE_SOURCE = "zone";

/** What stands, by the names of the boxes that switch it: building, mast, sensor, incident. */
export interface ShownZone {
  data: string;
  sorts: ReadonlySet<string>;
  /** The thing that was clicked. */
  chosen?: string | undefined;
}

/** Layers that answer to a click, the topmost first. */
export const ZONE_CLICKED = ["zone-incident", "zone-sensor", "zone-mast", "zone-building"];

const only = (sort: string): FilterSpecification => ["==", ["get", "sort"], sort];

export function zoneLayers(zone: ShownZone, inks: Inks, font: string[]): LayerSpecification[] {
  const drawn: Record<string, LayerSpecification[]> = {
    building: [standing("building", buildingInk(inks), zone, inks, 0.9)],
    mast: [standing("mast", ["case", ["get", "has_5g"], inks.plan, inks.ink], zone, inks, 1)],
    sensor: [ring("sensor", toneInk(inks), 8, zone, inks), words("sensor", ["get", "value"], inks, font)],
    incident: [
      ring("incident", ["match", ["get", "severity"], "critical", inks.none, "warning", inks.none, inks.unknown], 11, zone, inks, true),
      words("incident", "!", inks, font, true),
    ],
  };
  return [
    ...outline(inks),
    ...Object.keys(drawn).flatMap((sort) => (zone.sorts.has(sort) ? (drawn[sort] ?? []) : [])),
  ];
}

function outline(inks: Inks): LayerSpecification[] {
  return [
    { id: "zone-ground", type: "fill", source: ZONE_SOURCE, filter: only("outline"), paint: { "fill-color": inks.accent, "fill-opacity": 0.07 } },
    {
      id: "zone-outline",
      type: "line",
      source: ZONE_SOURCE,
      filter: only("outline"),
      layout: { "line-join": "round" },
      paint: { "line-color": inks.accent, "line-width": 2.5, "line-dasharray": [3, 1.5] },
    },
  ];
}

function standing(sort: string, colour: ExpressionSpecification | string, zone: ShownZone, inks: Inks, opacity: number): LayerSpecification {
  const isChosen: ExpressionSpecification = ["==", ["get", "id"], zone.chosen ?? ""];
  return {
    id: `zone-${sort}`,
    type: "fill-extrusion",
    source: ZONE_SOURCE,
    filter: only(sort),
    paint: {
      "fill-extrusion-color": ["case", isChosen, inks.basic, colour],
      "fill-extrusion-height": ["get", "height_m"],
      "fill-extrusion-opacity": opacity,
    },
  };
}

function buildingInk(inks: Inks): ExpressionSpecification {
  const [factory, store, office, plant, other] = inks.isDark
    ? ["#7a868c", "#8a7f6a", "#6f8fa0", "#7f7690", "#70797d"]
    : ["#c7cdd0", "#d9ccb0", "#b7cfdc", "#cfc4dd", "#d3d6d6"];
  return ["match", ["get", "kind"], "factory", factory, "warehouse", store, "office", office, "utility", plant, other] as ExpressionSpecification;
}

function toneInk(inks: Inks): ExpressionSpecification {
  return ["match", ["get", "tone"], "met", inks.good, "missed", inks.none, inks.unknown];
}

function ring(sort: string, colour: ExpressionSpecification, radius: number, zone: ShownZone, inks: Inks, isHollow = false): LayerSpecification {
  const isChosen: ExpressionSpecification = ["==", ["get", "id"], zone.chosen ?? ""];
  return {
    id: `zone-${sort}`,
    type: "circle",
    source: ZONE_SOURCE,
    filter: only(sort),
    paint: {
      "circle-color": isHollow ? inks.halo : colour,
      "circle-radius": ["case", isChosen, radius + 3, radius],
      "circle-stroke-color": isHollow ? colour : inks.halo,
      "circle-stroke-width": ["case", isChosen, 4, 2],
      // An incident stands beside the sensor that told it.
      "circle-translate": isHollow ? [0, -24] : [0, 0],
      "circle-translate-anchor": "viewport",
    },
  };
}

function words(sort: string, text: ExpressionSpecification | string, inks: Inks, font: string[], isWithin = false): LayerSpecification {
  return {
    id: `zone-${sort}-words`,
    type: "symbol",
    source: ZONE_SOURCE,
    filter: only(sort),
    layout: {
      "text-field": text,
      "text-font": font,
      "text-size": isWithin ? 14 : 12,
      "text-anchor": isWithin ? "center" : "top",
      "text-offset": isWithin ? [0, 0] : [0, 0.8],
      "text-allow-overlap": isWithin,
      "text-optional": true,
    },
    paint: {
      "text-color": isWithin ? inks.none : inks.ink,
      "text-halo-color": inks.halo,
      "text-halo-width": isWithin ? 0 : 1.8,
      "text-translate": isWithin ? [0, -24] : [0, 0],
      "text-translate-anchor": "viewport",
    },
  };
}
