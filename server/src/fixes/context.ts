import type { Infer } from "../model/infer";
import type { Module } from "../model/module";

/** What fixes need to know; a rule's context is one. */
export interface FixContext {
  readonly module: Module;
  readonly infer: Infer;
  readonly settings?: FixSettings;
}

/** The settings that shape fixed code. */
export interface FixSettings {
  readonly lineLength: number;
  readonly python: readonly [number, number] | undefined;
}
