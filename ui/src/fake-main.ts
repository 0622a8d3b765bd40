/** Entry of `fake.html`: the window on an invented library. Not part of what is shipped. */
import { boot } from "./app/boot";
import { FakeBackend } from "./lib/platform/fake";
import { sceneOf } from "./lib/platform/fake/scene";

const backend = new FakeBackend(sceneOf(location.search));
Object.assign(window, { fake: backend });
boot(backend);
