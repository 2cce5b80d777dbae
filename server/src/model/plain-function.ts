import { UNKNOWN_ERRORS } from "./never-fails";

/** What is said of a plain function of which nothing else is known. */
export const PLAIN = {
  kind: "function",
  async: false,
  generator: false,
  plain: true,
  abstract: false,
  wrappers: [],
  decorates: undefined,
  manager: false,
  property: false,
  starts: false,
  awaits: [],
  waitsBy: undefined,
  hook: false,
  ...UNKNOWN_ERRORS,
  threads: undefined,
  bound: undefined,
  keepsTask: undefined,
  twin: undefined,
} as const;
