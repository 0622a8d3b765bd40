// The service as its owner and other programs of the same client meet it: what it holds, and what comes from elsewhere.
import { must } from "./report.mjs";

/** What it says of itself: albums, items, stats. */
export async function holds(base, what) {
  const answer = await fetch(`${base}/_control/${what}`);
  must(answer.ok, `the service does not say its ${what}: ${answer.status}`);
  return answer.json();
}

/** Another program of the same client uploads a picture into an account. */
export async function uploadElsewhere(base, account, fileName, bytes) {
  const json = { "content-type": "application/json" };
  const asked = await fetch(`${base}/_control/token`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ account }),
  });
  const authorization = `Bearer ${(await asked.json()).access_token}`;
  const sent = await fetch(`${base}/v1/uploads`, {
    method: "POST",
    headers: { authorization, "X-Goog-Upload-Protocol": "raw" },
    body: bytes,
  });
  const item = { simpleMediaItem: { uploadToken: await sent.text(), fileName } };
  const made = await fetch(`${base}/v1/mediaItems:batchCreate`, {
    method: "POST",
    headers: { authorization, ...json },
    body: JSON.stringify({ newMediaItems: [item] }),
  });
  must(made.ok, `the service does not take it: ${made.status}`);
}

/** Its owner switches the link of an album on, on the album's page. Gives the link. */
export async function shareOnPage(base, account, id) {
  const post = (path, fields, headers = {}) =>
    fetch(base + path, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" });
  const signedIn = await post("/signin", { account, continue: "/albums" });
  const cookie = signedIn.headers.get("set-cookie").split(";")[0];
  await post(`/lr/album/${id}/link`, { action: "create" }, { cookie });
  return (await holds(base, "albums")).find((album) => album.id === id).link;
}
