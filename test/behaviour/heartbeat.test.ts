/** The event loop stood still before the fix, and is free afterwards. */
import { prove } from "./prove";
import { SCENARIOS } from "./scenarios/index";

prove(SCENARIOS.heartbeat);
