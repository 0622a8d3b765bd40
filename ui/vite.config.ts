import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** The letters that every page has. Asked for with the page itself, they are there when its script is. */
const LETTERS = /hanken-grotesk-latin-wght-normal-.*\.woff2$/;

function lettersFirst(): Plugin {
  return {
    name: "letters-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => LETTERS.test(file))
          .map((file) => ({
            tag: "link",
            attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href: `/${file}` },
            injectTo: "head",
          })),
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte(), lettersFirst()],
  clearScreen: false,
  server: { port: 5199, strictPort: true, host: "127.0.0.1" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["safari17.5", "chrome123"],
    // Every web view that the window runs in knows `modulepreload`.
    modulePreload: { polyfill: false },
    sourcemap: false,
    // Letters of other scripts are files like the rest of them: nobody reads them before they are needed.
    assetsInlineLimit: (file) => (file.endsWith(".woff2") ? false : undefined),
    rolldownOptions: {
      output: {
        // One script for the first page, one for each part, one for what parts share: few files, none read in vain.
        codeSplitting: {
          groups: [
            { name: "first", tags: ["$initial"], priority: 2 },
            { name: "shared", minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
});
