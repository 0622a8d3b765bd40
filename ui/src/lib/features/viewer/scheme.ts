/** The other scheme than the one the window has: its mat, and with it the text on it. */
export function otherScheme(): "light" | "dark" {
  const set = document.documentElement.dataset["theme"];
  const dark = set === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : set === "dark";
  return dark ? "light" : "dark";
}
