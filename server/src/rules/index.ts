import type { Rule } from "../analysis/rule";
import { blockingSleep } from "./blocking-sleep";

/** Every rule, in the order of the catalogue. */
export const RULES: readonly Rule[] = [
  blockingSleep,
];
