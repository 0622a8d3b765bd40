import type { LucideProps } from "@lucide/svelte";
import type { Component } from "svelte";

/** An icon of Lucide, imported by its own path. */
export type Icon = Component<LucideProps, Record<string, never>, "">;
