/** What an invented connection looks like. */
import type { ConnectionHealth, ConnectionView, QuotaView } from "../../ipc/bindings";
import { CLIENT_ID } from "./clients";
import { DAY_LEFT_MS, type Scene } from "./scene";

/** What Google's day has seen of the project. */
export function quotaOf(scene: Scene): QuotaView {
  const spent = scene.has("quota-spent");
  return {
    requests: spent ? 8640 : 2140,
    projectRequests: spent ? 10_000 : 2140,
    limit: 10_000,
    reserve: 500,
    projectLoads: scene.has("loads-low") ? 73_400 : scene.has("loads") ? 1_248 : 0,
    loadsLimit: 75_000,
    loadsReserve: 2_000,
    resetsMs: Date.now() + DAY_LEFT_MS,
  };
}

function healthOf(scene: Scene): ConnectionHealth {
  if (scene.has("offline")) return "offline";
  if (scene.has("sign-in-needed")) return "signInNeeded";
  if (scene.has("consent-missing")) return "consentMissing";
  if (scene.has("api-is-off")) return "apiOff";
  return scene.has("signed-out") ? "signedOut" : "connected";
}

export function connection(
  given: Partial<ConnectionView> & Pick<ConnectionView, "key" | "name">,
  scene: Scene,
): ConnectionView {
  const health = healthOf(scene);
  return {
    email: "mara@example.com",
    accountName: given.isSample ? "Sample library" : "Mara Lindqvist",
    clientId: CLIENT_ID,
    hasPicture: false,
    isSample: false,
    health,
    missing: health === "consentMissing" ? ["add"] : scene.has("consent-missing-pick") ? ["pick"] : [],
    sharingLane: scene.has("today") ? "browser" : "api",
    quota: quotaOf(scene),
    syncedMs: scene.has("arriving") ? null : Date.now() - 120_000,
    syncing: scene.has("arriving"),
    ...given,
  };
}
