/** The page's colours for the map, read from its tokens, so that both follow one theme. */
import { isDark } from "../dark";

export interface Inks {
  isDark: boolean;
  ground: string;
  paper: string;
  ink: string;
  soft: string;
  rule: string;
  accent: string;
  good: string;
  basic: string;
  none: string;
  unknown: string;
  plan: string;
  road: string;
  offTerrain: string;
  halo: string;
}

export function inks(dark = isDark()): Inks {
  return dark ? DARK : LIGHT;
}

/* The numbers of styles/tokens.css: canvas and print need them without an element. */
const LIGHT: Inks = {
  isDark: false,
  ground: "#f3f5f2",
  paper: "#ffffff",
  ink: "#17252c",
  soft: "#51616a",
  rule: "#c3cccc",
  accent: "#14586b",
  good: "#2f7f99",
  basic: "#a9d3dc",
  none: "#b14a1a",
  unknown: "#6d777d",
  plan: "#4b2a7a",
  road: "#8d7a50",
  offTerrain: "#d8dbdb",
  halo: "#ffffff",
};
const DARK: Inks = {
  isDark: true,
  ground: "#151d21",
  paper: "#12191d",
  ink: "#e5ecec",
  soft: "#a3b3b9",
  rule: "#3c4a50",
  accent: "#7fc6d9",
  good: "#58adc7",
  basic: "#39697a",
  none: "#ee915f",
  unknown: "#94a1a6",
  plan: "#bda3ea",
  road: "#8f8263",
  offTerrain: "#30393e",
  halo: "#12191d",
};
