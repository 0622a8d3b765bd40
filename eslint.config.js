import importX, { createNodeResolver } from "eslint-plugin-import-x";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import svelteConfig from "./ui/svelte.config.js";

/** Who may import whom: design and words <- grid <- features <- app. Only platform/tauri.ts knows Tauri. */
const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only platform/tauri.ts knows Tauri.",
};
const layer = (name, ...above) => ({
  files: [`ui/src/lib/${name}/**/*.{ts,svelte}`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          tauri,
          {
            group: above.map((a) => `**/${a}/**`),
            message: `${name} stands below ${above.join(", ")}.`,
          },
        ],
      },
    ],
  },
});
const features = ["albums", "connections", "doctor", "sharing", "uploads", "timeline", "viewer"];

export default ts.config(
  {
    ignores: ["ui/dist/**", "ui/src/lib/ipc/bindings.ts", "node_modules/**", "target/**"],
  },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    plugins: { "import-x": importX },
    settings: {
      "import-x/ignore": ["node_modules"],
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js", ".svelte"] })],
    },
  },
  {
    files: ["ui/**/*.{ts,svelte,js,mjs}"],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: [".svelte"],
        svelteConfig,
      },
    },
    rules: {
      "no-undef": "off", // TypeScript knows.
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "no-restricted-imports": ["error", { patterns: [tauri] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "svelte/require-each-key": "error",
      // Maps and sets of classes are replaced as a whole, or are not shown.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  layer("design", "features", "grid", "app", "platform"),
  layer("words", "design", "features", "grid", "app", "platform"),
  layer("grid", "features", "app"),
  ...features.map((name) =>
    layer(
      `features/${name}`,
      "app",
      ...features.filter((f) => f !== name && !(name === "viewer" && f === "timeline")).map((f) => f),
    ),
  ),
  {
    files: ["ui/src/lib/platform/tauri.ts"],
    rules: { "no-restricted-imports": "off" },
  },
  {
    files: ["ui/e2e/**", "ui/src/lib/platform/fake/**", "ui/src/lib/platform/fake.ts", "**/*.test.ts"],
    rules: { "no-console": "off", "max-lines": "off" },
  },
);
