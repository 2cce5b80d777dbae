import type { RuleContext } from "../../contract";
import { rememberedOf } from "../../../model/remembered";
import type { Kind } from "../../../syntax/kinds.generated";
import { isSuite, statementOf } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";

/** What ends the process, or puts another program in its place. */
const ENDS = /^(?:os\.(?:exec[lv]p?e?|_exit|abort)|sys\.exit|exit|quit)$/;
/** How a function, or a method of the program's own object, is called that starts the program anew. */
const RESTARTS = /^(?:self\.)?_*re(?:start|exec)(?:_(?:bot|common|process|program|self))?$/;

/** A plain function that does so; a method may start anew what the object stands for. */
const RESTARTS_PROGRAM = /^_*re(?:start|exec)(?:_(?:bot|common|process|program|self))?$/;

/** `restart()`: whether a call is there to start the program anew, be it by a process. */
export function restartsProgram(call: Node): boolean {
  const callee = call.child("function");
  return callee?.kind === "identifier" && RESTARTS_PROGRAM.test(callee.text);
}

/** `kill -9`, before the shell or as a program of its own: no process can ask to be spared. */
const KILLS =
  /^[fF]?(?:"""|'''|"|')\s*kill\s+-(?:9|(?:s\s+)?(?:SIG)?KILL)\s+\{|^[[(]\s*["'](?:\/bin\/)?kill["']\s*,\s*["']-(?:9|(?:SIG)?KILL)["']\s*,/;

/**
 * `os.system(f"kill -9 {os.getpid()} && bash start")`: whether what a call runs first of all ends this very process, so
 * that there is no loop any more that could stand still.
 */
export function killsItself(call: Node, { infer }: RuleContext): boolean {
  const command = call.child("arguments")?.named[0];
  return command !== undefined && KILLS.test(command.text) && namesItself(command, infer);
}

/** Whether the first call within a command asks for the process that runs: `str(os.getpid())`. */
function namesItself(command: Node, infer: RuleContext["infer"]): boolean {
  for (const call of command.descendants("call")) {
    const callee = infer.callee(call);
    if (callee !== "str") return callee === "os.getpid";
  }
  return false;
}

/** Statements behind whose body that goes on which stands behind them. */
const LEADS_ON: ReadonlySet<Kind> = new Set([
  "if_statement",
  "elif_clause",
  "else_clause",
  "with_statement",
  "try_statement",
]);

/** So many statements are looked at behind a call. */
const MOST_BEHIND = 10;

/**
 * Whether the process ends right behind a call, with nothing in between that others would be served in: what is installed
 * before `os.execv(...)`.
 */
export function endsProcessBehind(call: Node, context: RuleContext): boolean {
  let statement = statementOf(call);
  for (let looked = 0; looked < MOST_BEHIND; looked++) {
    const next = behind(statement);
    if (next === undefined) return false;
    if (endsProcess(next, context)) return true;
    if ((next.kind !== "expression_statement" && next.kind !== "comment") || awaits(next)) return false;
    statement = next;
  }
  return false;
}

/**
 * Whether the last thing that a function does is to end the process, or to put a program in its place: who is served
 * while it does what comes before isn't served for long.
 */
export function isOnWayOut(call: Node, function_: Node, context: RuleContext): boolean {
  const last = function_.child("body")?.named.findLast(({ kind }) => kind !== "comment");
  return last !== undefined && call.end <= last.start && endsProcess(last, context);
}

/** What runs behind a statement: the next one, or that behind the branch or block which it is the last of. */
function behind(statement: Node): Node | undefined {
  let last = statement;
  for (const around of statement.ancestors()) {
    if (isSuite(last.parent ?? last) && last.next !== undefined) return last.next;
    if (!isSuite(around) && !LEADS_ON.has(around.kind)) return undefined;
    last = around;
  }
  return undefined;
}

const awaits = rememberedOf((statement: Node): boolean => {
  for (const _ of statement.descendants("await")) return true;
  return false;
});

/**
 * `os.execv(...)`, `sys.exit()`, `restart()`, `await self.restart()`, `raise SystemExit`, `os.kill(os.getpid(),
 * signal.SIGTERM)`
 */
function endsProcess(statement: Node, context: RuleContext): boolean {
  const { infer } = context;
  if (statement.kind === "raise_statement") return /^raise SystemExit\b/.test(statement.text);
  if (statement.kind !== "expression_statement") return false;
  const [given] = statement.named;
  const call = given?.kind === "await" ? given.named[0] : given;
  if (call?.kind !== "call") return false;
  const callee = infer.callee(call) ?? "";
  if (callee === "os.kill") return signalsItsEnd(call, infer);
  return ENDS.test(callee) || RESTARTS.test(call.child("function")?.text ?? "") || killsItself(call, context);
}

/** `os.kill(os.getpid(), signal.SIGKILL)`, by a signal that asks a process to end, or ends it. */
function signalsItsEnd(kill: Node, infer: RuleContext["infer"]): boolean {
  const [process, signal] = kill.child("arguments")?.named ?? [];
  return (
    process?.kind === "call" &&
    infer.callee(process) === "os.getpid" &&
    signal !== undefined &&
    /(?:^|\.)SIG(?:KILL|TERM|INT|ABRT|QUIT)$|^(?:2|3|6|9|15)$/.test(signal.text)
  );
}
