// Where the run keeps what it makes.
import { join, resolve } from "node:path";

/** The repository's root. */
export const root = resolve(import.meta.dirname, "../../..");
/** Homes, logs and the like of this run. */
export const stage = process.env.ALBUMEN_E2E_STAGE ?? join(root, "target", "e2e");
/** What every program said. */
export const logs = join(stage, "logs");
/** The pictures of every screen. */
export const screens = join(root, "target", "screens");
/** The programs that cargo built. */
export const programs = process.env.ALBUMEN_E2E_PROGRAMS ?? join(root, "target", "debug");
/** Where the command line's tests leave the drawings of the sample library: what is drawn there is not drawn again. */
export const drawings = join(programs, "..", "tmp", "sample-pictures");
