/// <reference types="vite/client" />
type Htmx = typeof import("htmx.org").default;
interface Window {
  htmx: Htmx;
}
