/** Timeouts that a fix adds fire where a server stalls, and change nothing where it answers. */
import { prove } from "./prove";
import { SCENARIOS } from "./scenarios/index";

prove(SCENARIOS.timeouts);
