import type { Node } from "../syntax/tree";
import { decisionsOn } from "./conditions";

/** What a setting is called that somebody turns on to look for a fault: `debug`, `self.dump_frames`, `LK_DUMP_TTS`. */
const LOOKS_FOR_FAULTS = /(?:^|_)(?:debug|debugging|dump|verbose|trace|tracing|profiling)(?:_|$)/i;

/**
 * The same of one that a developer starts a program with that reads its own code anew: `--watch`, `config.run.reload`.
 */
const FOR_DEVELOPERS =
  /^_*(?:is_|use_|enable_)?(?:watch(?:_mode)?|(?:auto|hot|live)_?reload|reload|dev_?mode)(?:_enabled)?$/i;

/** The same of a function that is asked: `is_debug_enabled()`, `log.isEnabledFor(DEBUG)`. */
const ASKS_FOR_FAULTS = /^_*(?:is|in|should)_\w*(?:debug|trac|profil|verbos)|^isEnabledFor$/i;

/**
 * What reads a variable of the environment, as it is written: `os.getenv(...)`, `environ.get(...)`, `os.environ[...]`.
 */
const READS_ENVIRONMENT = /(?:^|[._])(?:getenv|environ(?:\.get)?)$/;

/**
 * Whether a call is made only where somebody looks for a fault: under `if self.debug:`, or behind
 * `if not self.debug: return`. What is asked may be a variable of the environment: `os.getenv("APP_DUMP") == "1"`.
 */
export function isForDebugging(call: Node, function_: Node): boolean {
  const isAsked = decisionsOn(call, function_).some(({ condition, met }) =>
    met ? looksForFaults(condition) : looksForNone(condition),
  );
  // A function may be defined where somebody looks for a fault.
  const outer = function_.closest("function_definition");
  return isAsked || (outer !== undefined && isForDebugging(function_, outer));
}

/**
 * What a way of running is called that somebody chooses to try something out, where others have a server: an embedded
 * database, a mock, a dry run.
 */
const TRIES_OUT = /(?:^|_)(?:embedded|mocked|dry_?run|demo_?mode|test(?:ing)?_?mode|simulat(?:e|ed|ion|or))(?:_|$)/i;

/** Whether a call is made only in such a way: under `if self.embedded_db is not None:`. */
export function isForTrial(call: Node, function_: Node): boolean {
  return decisionsOn(call, function_).some(({ condition, met }) => met && triesOut(condition));
}

function triesOut(condition: Node | undefined): boolean {
  switch (condition?.kind) {
    case "identifier":
    case "attribute":
      return TRIES_OUT.test(lastName(condition));
    case "comparison_operator":
      return condition.hasToken("is not") && condition.named[1]?.kind === "none" && triesOut(condition.named[0]);
    case "boolean_operator":
      return condition.hasToken("and") && condition.named.some(triesOut);
    case "parenthesized_expression":
      return triesOut(condition.named[0]);
    default:
      return false;
  }
}

/** Whether a condition is met only where somebody looks for a fault. */
function looksForFaults(condition: Node | undefined): boolean {
  switch (condition?.kind) {
    case "identifier":
    case "attribute":
      return LOOKS_FOR_FAULTS.test(lastName(condition)) || FOR_DEVELOPERS.test(lastName(condition));
    case "call":
      return ASKS_FOR_FAULTS.test(lastName(condition.child("function")!)) || readsSwitch(condition);
    case "subscript":
      return readsSwitch(condition);
    case "comparison_operator":
      return (condition.hasToken("==") || condition.hasToken("in")) && readsSwitch(condition.named[0]);
    case "boolean_operator":
      return condition.hasToken("and") && condition.named.some(looksForFaults);
    case "parenthesized_expression":
      return looksForFaults(condition.named[0]);
    default:
      return false;
  }
}

/** Whether a condition is met wherever nobody looks for a fault: `not debug`, `not debug or not frames`. */
function looksForNone(condition: Node | undefined): boolean {
  switch (condition?.kind) {
    case "not_operator":
      return looksForFaults(condition.named[0]);
    case "boolean_operator":
      return condition.hasToken("or") && condition.named.some(looksForNone);
    case "parenthesized_expression":
      return looksForNone(condition.named[0]);
    default:
      return false;
  }
}

/**
 * A variable of the environment that is called like such a setting, whatever is made of its text:
 * `getenv("X").lower()`.
 */
function readsSwitch(expression: Node | undefined): boolean {
  let read = expression;
  while (read?.kind === "call" && !READS_ENVIRONMENT.test(read.child("function")?.text ?? "")) {
    read = read.child("function")?.child("object");
  }
  if (read === undefined || !READS_ENVIRONMENT.test((read.child("function") ?? read.child("value"))?.text ?? ""))
    return false;
  const name = read.kind === "subscript" ? read.child("subscript") : read.child("arguments")?.named[0];
  return name?.kind === "string" && LOOKS_FOR_FAULTS.test(name.text.replaceAll(/["']/g, ""));
}

function lastName(value: Node): string {
  return (value.child("attribute") ?? value).text;
}
