// Stands in for the system's browser: reads the page it is given, and where that asks for consent, presses Allow as a
// person would. A part that has a real browser takes the address to that. Says which address it was given, never with its query.
import { existsSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { stage } from "./places.mjs";

const given = new URL(process.argv[2]);
console.log(`opened ${given.origin}${given.pathname}`);
// The run has no network but this computer: a page of Google's is not visited.
if (given.hostname !== "127.0.0.1") process.exit(0);

if (process.env.ALBUMEN_E2E_BROWSER) {
  // A real one waits for it.
  await fetch(process.env.ALBUMEN_E2E_BROWSER, { method: "POST", body: given.href });
  process.exit(0);
}

const answer = await fetch(given);
const page = await answer.text();
const form = /<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(page);
if (form && /name="decision"/.test(form[2])) {
  const fields = new URLSearchParams();
  for (const [input] of form[2].matchAll(/<input[^>]*>/g)) {
    const read = (name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? "");
    const kind = read("type");
    if (kind === "hidden" || / checked/.test(input)) fields.append(read("name"), read("value"));
  }
  // Who signs in, where a part wants another than the one who is offered.
  const who = join(stage, "account");
  if (existsSync(who)) fields.set("account", readFileSync(who, "utf8"));
  fields.append("decision", "allow");
  const decision = { method: "POST", body: fields, redirect: "manual" };
  const sent = await fetch(new URL(unescape(form[1]), answer.url), decision);
  const back = new URL(sent.headers.get("location") ?? "", answer.url);
  console.log(`allowed, ended at ${back.pathname} with ${await visit(back)}`);
}

/** Goes to a page as a browser does. What `fetch` sends says of itself that it is a script, which nobody signs in with. */
function visit(address) {
  return new Promise((done, failed) => {
    const headers = { "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site" };
    get(address, { headers }, (page) => done(page.resume().statusCode)).on("error", failed);
  });
}

function unescape(text) {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
