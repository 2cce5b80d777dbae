/** A TaskGroup in the place of gather() does what gather() did, or what the fix says of it. */
import { prove } from "./prove";
import { SCENARIOS } from "./scenarios/index";

prove(SCENARIOS.gather);
