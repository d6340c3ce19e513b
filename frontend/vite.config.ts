import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** Put drawings that templates name by themselves beside the scripts. */
function drawings(...names: string[]): Plugin {
  return {
    name: "drawings",
    buildStart() {
      for (const name of names) {
        const originalFileName = `src/${name}`;
        this.emitFile({ type: "asset", name, originalFileName, source: readFileSync(originalFileName, "utf8") });
      }
    },
  };
}

// Relative addresses: the pages may be served below any path.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [drawings("icons.svg", "icon.svg")],
  build: {
    target: "es2022",
    cssTarget: ["chrome109", "edge109", "firefox115", "safari16"],
    manifest: "manifest.json",
    // What is bundled goes with its terms.
    license: { fileName: "licences.md" },
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { page: "src/page.ts", map: "src/map.ts" } },
  },
  worker: { format: "es" },
});
