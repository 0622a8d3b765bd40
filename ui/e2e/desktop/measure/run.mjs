// `run.mjs JOB.json STAGE PROGRAMS`: measures the real window on a display of its own.
import { onStage } from "../display.mjs";

const [job, stage, programs] = process.argv.slice(2);
await onStage("measure/measuring.mjs", [job], { stage, programs });
