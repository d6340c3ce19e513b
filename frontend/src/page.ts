/** Loaded on every page: htmx, the look, and small helpers. Pages work without it. */
import htmx from "htmx.org/dist/htmx.esm.js";
import "./styles/layers.css";
import "./page_styles";
import { startDrops } from "./drop";
import { startHelpers } from "./helpers";
import { startSteadySwaps } from "./steady";

// Nothing inline and nothing evaluated: the content security policy forbids both.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
// A form that was refused comes back with its errors, and is shown.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const request = (event as CustomEvent<{ verb: string; headers: Record<string, string> }>).detail;
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token && request.verb !== "get") request.headers["X-CSRF-Token"] = token;
});

// Scripts of single pages ask for parts through it.
window.htmx = htmx;
startHelpers();
startDrops();
startSteadySwaps();
