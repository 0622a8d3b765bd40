// A start that cannot succeed says so in a window of its own, and the program's exit code says it too.
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
    await check("an endpoint that is not on this computer is refused in a sentence", async () => {
      await app.sees(/Albumen cannot start/);
      await app.sees(/ALBUMEN_GOOGLE may only point at this computer/);
    });
    await check("what is wrong can be looked at", () => app.keep("trouble"));
    await app.close();
  });
}
