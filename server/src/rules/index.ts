import type { Rule } from "./contract";
import { blockingDatabaseCall } from "./blocking-database-call";
import { blockingDependency } from "./blocking-dependency";
import { blockingFileIo } from "./blocking-file-io";
import { blockingFilesystemCall } from "./blocking-filesystem-call";
import { blockingHelperCall } from "./blocking-helper-call";
import { blockingHttpCall } from "./blocking-http-call";
import { blockingInput } from "./blocking-input";
import { blockingNetworkCall } from "./blocking-network-call";
import { blockingSleep } from "./blocking-sleep";
import { blockingSubprocess } from "./blocking-subprocess";
import { blockingWait } from "./blocking-wait";
import { cpuBoundCall } from "./cpu-bound-call";
import { danglingTask } from "./dangling-task";
import { disabledTimeout } from "./disabled-timeout";
import { exhaustedGenerator } from "./exhausted-generator";
import { gatherWithoutTaskGroup } from "./gather-without-task-group";
import { implicitTimeout } from "./implicit-timeout";
import { invalidConfiguration } from "./invalid-configuration";
import { listBuiltFromStream } from "./list-built-from-stream";
import { manualLockRelease } from "./manual-lock-release";
import { missingAwait } from "./missing-await";
import { missingTimeout } from "./missing-timeout";
import { pydanticIterableField } from "./pydantic-iterable-field";
import { readAllLinesInLoop } from "./read-all-lines-in-loop";
import { swallowedCancellation } from "./swallowed-cancellation";
import { syncWithOnAsyncResource } from "./sync-with-on-async-resource";
import { taskGroupNeedsPython311 } from "./task-group-needs-python-311";
import { unclosedAsyncGenerator } from "./unclosed-async-generator";
import { unclosedAsyncResource } from "./unclosed-async-resource";
import { undocumentedCancellation } from "./undocumented-cancellation";
import { unnecessaryAsync } from "./unnecessary-async";
import { unprotectedContextManagerYield } from "./unprotected-context-manager-yield";
import { unusedSuppression } from "./unused-suppression";
import { yieldInTaskScope } from "./yield-in-task-scope";

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
  gatherWithoutTaskGroup,
  danglingTask,
  undocumentedCancellation,
  yieldInTaskScope,
  swallowedCancellation,
  missingAwait,
  taskGroupNeedsPython311,
  readAllLinesInLoop,
  listBuiltFromStream,
  exhaustedGenerator,
  pydanticIterableField,
  unclosedAsyncResource,
  syncWithOnAsyncResource,
  unprotectedContextManagerYield,
  manualLockRelease,
  unclosedAsyncGenerator,
  blockingDependency,
  invalidConfiguration,
  unusedSuppression,
];
