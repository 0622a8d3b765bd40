import { expect, it } from "vitest";
import { Pieces } from "./Pieces.svelte";

function counting() {
  const asked: string[] = [];
  const pieces = new Pieces<string>(async (list, offset, limit) => {
    asked.push(`${list} ${offset}`);
    return Array.from({ length: limit }, (_, i) => `${list}${offset + i}`);
  });
  return { asked, pieces };
}

it("loads only the pieces around what is looked at, each once", async () => {
  const { asked, pieces } = counting();
  await pieces.look([{ list: "waiting", from: 50_120, until: 50_240 }]);
  expect(asked).toEqual(["waiting 50100", "waiting 50200"]);
  expect(pieces.row("waiting", 50_239)).toBe("waiting50239");
  await pieces.look([{ list: "waiting", from: 50_121, until: 50_241 }]);
  expect(asked, "they are here already").toHaveLength(2);
});

it("forgets what is out of sight", async () => {
  const { pieces } = counting();
  await pieces.look([{ list: "done", from: 0, until: 10 }]);
  await pieces.look([{ list: "done", from: 900, until: 910 }]);
  expect(pieces.row("done", 5)).toBeUndefined();
  expect(pieces.row("done", 905)).toBe("done905");
});

it("rows that were shown stay until newer ones are taken", async () => {
  const { asked, pieces } = counting();
  await pieces.look([{ list: "done", from: 0, until: 10 }]);
  const rows = await pieces.again();
  expect(asked).toEqual(["done 0", "done 0"]);
  expect(pieces.row("done", 1)).toBe("done1");
  pieces.take(rows);
  expect(pieces.row("done", 1)).toBe("done1");
});
