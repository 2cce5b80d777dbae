import type { Rule } from "../analysis/rule";
import { pydanticIterableField } from "./pydantic-iterable-field";
import { readAllLinesInLoop } from "./read-all-lines-in-loop";
import { syncWithOnAsyncResource } from "./sync-with-on-async-resource";
import { unnecessaryAsync } from "./unnecessary-async";
import { blockingHelperCall } from "./blocking-helper-call";
import { blockingSleep } from "./blocking-sleep";

/** Every rule, in the order of the catalogue. */
export const RULES: readonly Rule[] = [
  blockingSleep,
  blockingHelperCall,
  unnecessaryAsync,
  readAllLinesInLoop,
  pydanticIterableField,
  syncWithOnAsyncResource,
];
