// A start that cannot succeed says so in a window of its own.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stage } from "../places.mjs";
import { check, part } from "../report.mjs";
import { openWindow } from "../stage.mjs";

export async function play() {
  await part("A start that cannot succeed", async () => {
    const home = join(stage, "trouble");
    mkdirSync(home, { recursive: true });
    const app = await openWindow("refused", { ALBUMEN_HOME: home, ALBUMEN_GOOGLE: "https://photos.example.com" });
    try {
      await check("an endpoint that is not on this computer is refused in a sentence", async () => {
        await app.sees(/Albumen cannot start/);
        await app.sees(/may only point at this computer/);
      });
      await check("what is wrong stands in a window", () => app.keep("trouble", "Albumen cannot start"));
    } finally {
      await app.close();
    }
  });
}
