import type { Rule } from "../analysis/rule";
import { blockingHttpCall } from "./blocking-http-call";
import { danglingTask } from "./dangling-task";
import { undocumentedCancellation } from "./undocumented-cancellation";
import { yieldInTaskScope } from "./yield-in-task-scope";
import { swallowedCancellation } from "./swallowed-cancellation";
import { missingAwait } from "./missing-await";
import { taskGroupNeedsPython311 } from "./task-group-needs-python-311";
import { unprotectedContextManagerYield } from "./unprotected-context-manager-yield";
import { manualLockRelease } from "./manual-lock-release";
import { unclosedAsyncGenerator } from "./unclosed-async-generator";
import { gatherWithoutTaskGroup } from "./gather-without-task-group";
import { disabledTimeout } from "./disabled-timeout";
import { exhaustedGenerator } from "./exhausted-generator";
import { pydanticIterableField } from "./pydantic-iterable-field";
import { readAllLinesInLoop } from "./read-all-lines-in-loop";
import { syncWithOnAsyncResource } from "./sync-with-on-async-resource";
import { unclosedAsyncResource } from "./unclosed-async-resource";
import { unnecessaryAsync } from "./unnecessary-async";
import { blockingHelperCall } from "./blocking-helper-call";
import { blockingFileIo } from "./blocking-file-io";
import { blockingFilesystemCall } from "./blocking-filesystem-call";
import { blockingInput } from "./blocking-input";
import { blockingDatabaseCall } from "./blocking-database-call";
import { blockingNetworkCall } from "./blocking-network-call";
import { blockingWait } from "./blocking-wait";
import { cpuBoundCall } from "./cpu-bound-call";
import { blockingSubprocess } from "./blocking-subprocess";
import { blockingSleep } from "./blocking-sleep";
import { implicitTimeout } from "./implicit-timeout";
import { invalidConfiguration } from "./invalid-configuration";
import { listBuiltFromStream } from "./list-built-from-stream";
import { missingTimeout } from "./missing-timeout";
import { unusedSuppression } from "./unused-suppression";

/** Every rule, in the order of the catalogue. */
export const RULES: readonly Rule[] = [
  blockingHttpCall,
  blockingSleep,
  blockingFileIo,
  blockingFilesystemCall,
  blockingSubprocess,
  blockingInput,
  blockingNetworkCall,
  blockingDatabaseCall,
  blockingWait,
  blockingHelperCall,
  cpuBoundCall,
  unnecessaryAsync,
  missingTimeout,
  disabledTimeout,
  implicitTimeout,
  readAllLinesInLoop,
  listBuiltFromStream,
  exhaustedGenerator,
  pydanticIterableField,
  unclosedAsyncResource,
  syncWithOnAsyncResource,
  invalidConfiguration,
  unusedSuppression,
  gatherWithoutTaskGroup,
  danglingTask,
  undocumentedCancellation,
  yieldInTaskScope,
  swallowedCancellation,
  missingAwait,
  taskGroupNeedsPython311,
  unprotectedContextManagerYield,
  manualLockRelease,
  unclosedAsyncGenerator,
];
