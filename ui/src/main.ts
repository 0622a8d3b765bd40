import { boot } from "./app/boot";
import { TauriBackend } from "./lib/platform/tauri";

boot(new TauriBackend());
