/** Code that is moved from requests to an async client does what it did, or what the fix says of it. */
import { prove } from "./prove";
import { SCENARIOS } from "./scenarios/index";

prove(SCENARIOS.http);
