/** Fixes for tasks, streams, resources, models and settings repair what they are for, and change nothing else. */
import { prove } from "./prove";
import { SCENARIOS } from "./scenarios/index";

prove(SCENARIOS.others);
