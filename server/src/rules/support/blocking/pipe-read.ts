import type { RuleContext } from "../../contract";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { onlyStarts, processOf, statementsBefore } from "./processes";

/** What reads a pipe to its end at once. */
const READS_ALL: ReadonlySet<string> = new Set(["read", "readlines"]);
/** What reads a part of it: nothing comes where it has ended. */
const READS_PART: ReadonlySet<string> = new Set(["readline", "read", "read1"]);

/** How a loop knows that nothing more comes: `if not line`, `if line == b""`, `if process.poll() is not None`. */
const NOTHING_CAME = /^\(?not [\w.]+\b|==\s*b?(?:""|'')|\.poll\(\) is not None|\.returncode is not None/;

const FUNCTIONS: ReadonlySet<Kind> = new Set(["function_definition", "lambda"]);

/**
 * Whether all that a process writes was read before a call waits for it: its pipe ends with the process, so that hardly
 * anything is left to wait for.
 */
export function isReadToItsEnd(call: Node, context: RuleContext): boolean {
  const process = processOf(call.child("function"), context);
  if (process === undefined) return false;
  let child = call;
  for (const around of call.ancestors()) {
    if (FUNCTIONS.has(around.kind)) return false;
    for (const before of statementsBefore(child, around)) if (readsAll(before, process, context)) return true;
    child = around;
  }
  return false;
}

function readsAll(statement: Node, process: Node, context: RuleContext): boolean {
  switch (statement.kind) {
    case "for_statement":
      return namesPipe(statement.child("right"), process) && breaksOf(statement).length === 0;
    case "while_statement":
      return readsUntilNothingComes(statement, process);
    case "expression_statement":
      return pipesIn(statement, process).some((pipe) => isReadAtOnce(pipe) || isReadByOther(pipe, context));
    default:
      return false;
  }
}

/** `process.stdout.read()`, and `process.stdout.read` that a thread is given. */
function isReadAtOnce(pipe: Node): boolean {
  const read = pipe.field === "object" ? pipe.parent : undefined;
  if (!READS_ALL.has(read?.child("attribute")?.text ?? "")) return false;
  const call = read?.field === "function" ? read.parent : undefined;
  return call === undefined || call.child("arguments")?.named.length === 0;
}

/** `subprocess.check_output(["wc", "-l"], stdin=process.stdout)`: another process reads it, and is waited for. */
function isReadByOther(pipe: Node, context: RuleContext): boolean {
  if (pipe.parent?.kind !== "keyword_argument" || pipe.parent.child("name")?.text !== "stdin") return false;
  const call = pipe.closest("call");
  const row = call === undefined ? undefined : context.infer.row(call);
  return call !== undefined && row?.blocks === "subprocess" && !onlyStarts(call, row, context);
}

/** `while line := process.stdout.readline()`, or `while True` till there is none. */
function readsUntilNothingComes(loop: Node, process: Node): boolean {
  const condition = loop.child("condition");
  const breaks = breaksOf(loop);
  if (condition !== undefined && isReadInParts(condition, process)) return breaks.length === 0;
  return (
    condition?.kind === "true" &&
    isReadInParts(loop, process) &&
    breaks.length > 0 &&
    breaks.every((one) =>
      NOTHING_CAME.test(one.closest("if_statement", "while_statement")?.child("condition")?.text ?? ""),
    )
  );
}

function isReadInParts(code: Node, process: Node): boolean {
  return pipesIn(code, process).some(
    (pipe) => pipe.field === "object" && READS_PART.has(pipe.parent?.child("attribute")?.text ?? ""),
  );
}

function breaksOf(loop: Node): readonly Node[] {
  return [...loop.descendants("break_statement")];
}

/** `process.stdout`, or `iter(process.stdout.readline, b"")` */
function namesPipe(through: Node | undefined, process: Node): boolean {
  return through !== undefined && pipesIn(through, process).length > 0;
}

/** Where code names the output of a process. */
function pipesIn(code: Node, process: Node): readonly Node[] {
  return [...code.subtree()].filter(
    (attribute) =>
      attribute.kind === "attribute" &&
      attribute.child("attribute")?.text === "stdout" &&
      attribute.child("object")?.text === process.text,
  );
}
