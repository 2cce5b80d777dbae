/** What scripts print is the same before and after the fixes for blocking calls. */
import { prove } from "./prove";
import { SCENARIOS } from "./scenarios/index";

prove(SCENARIOS.blocking);
