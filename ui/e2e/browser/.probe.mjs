import { openBrowser, openWindow, serve } from "./.harness.mjs";
const server = await serve();
const browser = await openBrowser();
const q = process.argv[2] ?? "n=1000000";
const w = await openWindow(browser, server.address, q);
const { page } = w;
await page.waitForSelector("[data-key]");
const cdp = await page.context().newCDPSession(page);
await cdp.send("Profiler.enable");
await cdp.send("Profiler.setSamplingInterval", { interval: 200 });
async function prof(name, fn) {
  await cdp.send("Profiler.start");
  await page.evaluate(fn);
  const { profile } = await cdp.send("Profiler.stop");
  const self = new Map();
  const dt = profile.timeDeltas;
  const byId = new Map(profile.nodes.map((n) => [n.id, n]));
  profile.samples.forEach((id, i) => {
    const n = byId.get(id);
    const k =
      n.callFrame.functionName +
      ":" +
      n.callFrame.url.split("/").pop() +
      ":" +
      n.callFrame.lineNumber +
      ":" +
      n.callFrame.columnNumber;
    self.set(k, (self.get(k) ?? 0) + dt[i]);
  });
  console.log("==", name);
  [...self]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 14)
    .forEach(([k, v]) => console.log((v / 1000).toFixed(1), k));
}
await prof("slow", async () => {
  const s = document.querySelector(".scroller");
  for (let i = 0; i < 200; i++) {
    s.scrollTop += 50;
    await new Promise((d) => requestAnimationFrame(d));
  }
});
await prof("jumps", async () => {
  const s = document.querySelector(".scroller");
  for (let i = 0; i < 60; i++) {
    s.scrollTop += 200000;
    await new Promise((d) => requestAnimationFrame(d));
  }
});
await prof("changed", async () => {
  window.fake.changed();
  await new Promise((d) => setTimeout(d, 800));
});
await browser.close();
await server.close();
