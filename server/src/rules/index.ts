import type { Rule } from "../analysis/rule";
import { exhaustedGenerator } from "./exhausted-generator";
import { pydanticIterableField } from "./pydantic-iterable-field";
import { readAllLinesInLoop } from "./read-all-lines-in-loop";
import { syncWithOnAsyncResource } from "./sync-with-on-async-resource";
import { unnecessaryAsync } from "./unnecessary-async";
import { blockingHelperCall } from "./blocking-helper-call";
import { blockingSleep } from "./blocking-sleep";
import { invalidConfiguration } from "./invalid-configuration";
import { unusedSuppression } from "./unused-suppression";

/** Every rule, in the order of the catalogue. */
export const RULES: readonly Rule[] = [
  blockingSleep,
  blockingHelperCall,
  unnecessaryAsync,
  readAllLinesInLoop,
  exhaustedGenerator,
  pydanticIterableField,
  syncWithOnAsyncResource,
  invalidConfiguration,
  unusedSuppression,
];
