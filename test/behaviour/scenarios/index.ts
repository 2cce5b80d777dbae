import type { Scenario } from "../scenario";
import { BLOCKING_DETAILS } from "./blocking-details";
import { BLOCKING_FILES } from "./blocking-files";
import { BLOCKING_PROCESSES } from "./blocking-processes";
import { BLOCKING_WAITS } from "./blocking-waits";
import { BLOCKING_SLEEPS } from "./blocking-sleeps";
import { BLOCKING_THREADS } from "./blocking-threads";
import { AROUND, AT_THE_END, CONCURRENCY } from "./concurrency";
import { ONE_HOP } from "./one-hop";
import { GATHER_FAILURES } from "./gather-failures";
import { GATHER_REFUSED } from "./gather-refused";
import { GATHER_RESULTS } from "./gather-results";
import { HEARTBEAT } from "./heartbeat";
import { HTTP_AIOHTTP } from "./http-aiohttp";
import { HTTP_ARGUMENTS } from "./http-arguments";
import { HTTP_CLIENTS } from "./http-clients";
import { HTTP_ERRORS } from "./http-errors";
import { HTTP_EXCEPTIONS } from "./http-exceptions";
import { HTTP_MEMBERS } from "./http-members";
import { HTTP_SESSIONS } from "./http-sessions";
import { HTTP_REQUESTS } from "./http-requests";
import { HTTP_RESPONSES } from "./http-responses";
import { TIMEOUTS_ANSWERED } from "./timeouts-answered";
import { TIMEOUTS_DRIVERS } from "./timeouts-drivers";
import { TIMEOUTS_FIRING } from "./timeouts-firing";

import { PYDANTIC } from "./pydantic";
import { RESOURCES } from "./resources";
import { STREAMS } from "./streams";
import { TASKS } from "./tasks";
import { TEXT } from "./text";

/** All scenarios, by the test file that proves them. */
export const SCENARIOS = {
  http: [
    HTTP_AIOHTTP,
    HTTP_MEMBERS,
    HTTP_EXCEPTIONS,
    HTTP_SESSIONS,
    HTTP_REQUESTS,
    HTTP_ARGUMENTS,
    HTTP_RESPONSES,
    HTTP_ERRORS,
    HTTP_CLIENTS,
  ].flat(),
  gather: [GATHER_RESULTS, GATHER_FAILURES, GATHER_REFUSED].flat(),
  blocking: [
    BLOCKING_DETAILS,
    BLOCKING_SLEEPS,
    BLOCKING_THREADS,
    BLOCKING_FILES,
    ONE_HOP,
    BLOCKING_PROCESSES,
    BLOCKING_WAITS,
  ].flat(),
  heartbeat: HEARTBEAT,
  others: [CONCURRENCY, AT_THE_END, AROUND, TASKS, STREAMS, RESOURCES, PYDANTIC, TEXT].flat(),
  timeouts: [TIMEOUTS_DRIVERS, TIMEOUTS_FIRING, TIMEOUTS_ANSWERED].flat(),
} as const satisfies Readonly<Record<string, readonly Scenario[]>>;
