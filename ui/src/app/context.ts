/** The session, for everything inside the window. */
import { createContext } from "svelte";
import type { Session } from "./Session.svelte";

export const [getSession, setSession] = createContext<Session>();
