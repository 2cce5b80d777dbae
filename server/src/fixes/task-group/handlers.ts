import { mayBeOlder } from "../../config/python";
import type { Infer } from "../../model/infer";
import type { Node } from "../../syntax/tree";
import type { FixBuilder } from "../builder";

/** What has to happen to the handlers around code that will raise an ExceptionGroup. */
export type Handlers =
  | {
      readonly kind: "exact";
      readonly clauses: readonly Node[];
      readonly note: string | undefined;
      /** Whether a handler takes every error, writes it down with all that is in it, and lets none out. */
      readonly endsInLog?: boolean;
    }
  | { readonly kind: "refused"; readonly reason: string };

const ALL: ReadonlySet<string> = new Set(["Exception", "BaseException"]);
/** These leave a TaskGroup bare. */
const BARE: ReadonlySet<string> = new Set([
  "asyncio.CancelledError",
  "KeyboardInterrupt",
  "SystemExit",
  "GeneratorExit",
]);

/**
 * Reads the handlers around a node up to its function. `clauses` are those that must become `except*`: all of a try
 * statement, when one of them names an exception.
 */
export function handlersAround(node: Node, infer: Infer, python: readonly [number, number] | undefined): Handlers {
  const clauses: Node[] = [];
  let note: string | undefined;
  let endsInLog = false;
  let child = node;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda" || around.kind === "class_definition") break;
    if (around.kind === "with_statement" && child.field === "body") {
      const expecting = expectsException(around, infer, python);
      if (expecting !== undefined)
        return {
          kind: "refused",
          reason: `${expecting} looks for the exception itself, and the TaskGroup raises it in an ExceptionGroup`,
        };
    }
    if (around.kind === "try_statement" && child.field === "body") {
      const read = readTry(around, infer);
      if (read.kind === "refused") return read;
      clauses.push(...read.clauses);
      // What an outer one does with errors they never come to.
      if (!endsInLog) note ??= read.note;
      endsInLog ||= note === read.note && clauses.length === 0 && read.endsInLog === true;
    }
    child = around;
  }
  return { kind: "exact", clauses, note, endsInLog };
}

/** Makes the clauses read `except*`. */
export function rewriteHandlers(clauses: readonly Node[], builder: FixBuilder): void {
  for (const clause of clauses) {
    const keyword = clause.children[0];
    if (keyword !== undefined) builder.insertAfter(keyword, "*");
  }
}

function readTry(statement: Node, infer: Infer): Handlers {
  const clauses = statement.named.filter((child) => child.kind === "except_clause");
  if (clauses.some((clause) => clause.hasToken("*"))) return { kind: "exact", clauses: [], note: undefined };
  const read = clauses.map((clause) => ({ clause, types: typesOf(clause), name: nameOf(clause) }));
  const matters = read.filter(
    ({ types }) => types !== undefined && !types.every((type) => BARE.has(infer.name(type) ?? "")),
  );
  const named = matters.filter(
    ({ types }) =>
      !types!.some((type) => ALL.has(infer.name(type) ?? "")) ||
      types!.some((type) => type.kind !== "identifier" && type.kind !== "attribute"),
  );
  if (named.length === 0) {
    // What catches everything catches the group too; only what it does with it may see the difference.
    const using = read.find(
      ({ clause, types, name }) =>
        !types?.every((type) => BARE.has(infer.name(type) ?? "")) && name !== undefined && uses(clause, name),
    );
    const taking = read.find(({ types }) => types?.some((type) => ALL.has(infer.name(type) ?? "")) ?? true);
    const endsInLog = taking !== undefined && onlyLogsWhole(taking.clause, taking.name);
    const seen = using === undefined ? undefined : `${using.name!.text} is an ExceptionGroup in the handler`;
    return {
      kind: "exact",
      clauses: [],
      note: seen ?? (endsInLog ? "the log shows an ExceptionGroup" : undefined),
      endsInLog,
    };
  }
  const refused = (reason: string): Handlers => ({ kind: "refused", reason });
  for (const { clause, types, name } of read) {
    const written = types?.length === 1 ? types[0]!.text : `(${types?.map((type) => type.text).join(", ") ?? ""})`;
    if (types === undefined)
      return refused("the handlers around it would become except*, which there is no bare form of");
    if (types.some((type) => type.kind !== "identifier" && type.kind !== "attribute"))
      return refused(`the handler's exceptions are not known here, so that it can't become except*`);
    if (types.some((type) => BARE.has(infer.name(type) ?? "") || infer.name(type) === "BaseException"))
      return refused(`"except ${written}" would become except*, which wraps a cancellation into a group`);
    if (types.some((type) => (infer.name(type) ?? "").endsWith("ExceptionGroup")))
      return refused("except* takes no exception groups");
    if (name !== undefined && uses(clause, name))
      return refused(
        `"except ${written} as ${name.text}" uses the exception itself, and except* would give it a group`,
      );
    const leaving = leaves(clause);
    if (leaving !== undefined) return refused(`"except ${written}" would become except*, which allows no ${leaving}`);
    if (raisesAnother(clause))
      return refused(`"except ${written}" would become except*, which puts what it raises into a group`);
  }
  return { kind: "exact", clauses, note: undefined };
}

/** The exceptions a clause names; undefined for a bare one. */
function typesOf(clause: Node): readonly Node[] | undefined {
  const value = clause.child("value");
  if (value === undefined) return undefined;
  const types = value.kind === "as_pattern" ? value.named[0] : value;
  return types?.kind === "tuple" ? types.named : types === undefined ? [] : [types];
}

function nameOf(clause: Node): Node | undefined {
  const value = clause.child("value");
  return value?.kind === "as_pattern" ? value.child("alias") : undefined;
}

function uses(clause: Node, name: Node): boolean {
  const block = clause.named.find((child) => child.kind === "block");
  for (const id of block?.descendants("identifier") ?? [])
    if (id.text === name.text && id.field !== "attribute") return true;
  return false;
}

const LOGS = /^(?:debug|info|warning|warn|error|critical|log)$/;

/** Whether all that a handler does with an error is to log it with its traceback, which shows what a group holds. */
function onlyLogsWhole(clause: Node, name: Node | undefined): boolean {
  if (clause.descendants("raise_statement")[Symbol.iterator]().next().done !== true) return false;
  let isLogged = false;
  for (const call of clause.descendants("call")) isLogged ||= logsTraceback(call);
  if (!isLogged) return false;
  for (const id of clause.named.find((child) => child.kind === "block")?.descendants("identifier") ?? []) {
    if (name === undefined || id.text !== name.text || id.field === "attribute") continue;
    const call = callOfStatement(id);
    if (call === undefined || !logsTraceback(call)) return false;
  }
  return true;
}

/** The call that a node stands in, where that is a whole statement. */
function callOfStatement(node: Node): Node | undefined {
  const [whole] = node.closest("expression_statement", "except_clause")?.named ?? [];
  return whole?.kind === "call" ? whole : undefined;
}

/** `logger.exception(...)`, `logger.error(..., exc_info=True)` */
function logsTraceback(call: Node): boolean {
  const method = call.child("function")?.child("attribute")?.text ?? "";
  if (method === "exception") return true;
  return (
    LOGS.test(method) &&
    (call.child("arguments")?.named ?? []).some(
      (argument) => argument.child("name")?.text === "exc_info" && argument.child("value")?.kind === "true",
    )
  );
}

function leaves(clause: Node): string | undefined {
  for (const node of clause.descendants("return_statement", "break_statement", "continue_statement")) {
    const scope = node.closest("function_definition", "lambda", "except_clause");
    if (scope !== undefined && scope.kind !== "except_clause") continue;
    if (node.kind === "return_statement") return "return";
    const loop = node.closest("for_statement", "while_statement");
    if (loop === undefined || !clause.contains(loop)) return node.kind === "break_statement" ? "break" : "continue";
  }
  return undefined;
}

function raisesAnother(clause: Node): boolean {
  for (const node of clause.descendants("raise_statement")) if (node.named.length > 0) return true;
  return false;
}

/** A context manager that is given an exception to look for: suppress(KeyError), pytest.raises(ValueError). */
function expectsException(
  statement: Node,
  infer: Infer,
  python: readonly [number, number] | undefined,
): string | undefined {
  for (const item of statement.children.find((child) => child.kind === "with_clause")?.named ?? []) {
    const value = item.child("value");
    const call = value?.kind === "as_pattern" ? value.named[0] : value;
    if (call?.kind !== "call") continue;
    const types = (call.child("arguments")?.named ?? []).flatMap((argument) =>
      argument.kind === "tuple" ? argument.named : [argument],
    );
    const exceptions = types.filter(
      (type) =>
        (type.kind === "identifier" || type.kind === "attribute") &&
        /(?:Error|Exception|Warning|Exit|Interrupt|Iteration)$/.test(type.text),
    );
    if (exceptions.every((type) => BARE.has(infer.name(type) ?? ""))) continue;
    const suppress = infer.callee(call) === "contextlib.suppress";
    if (suppress && exceptions.every((type) => ALL.has(infer.name(type) ?? ""))) continue;
    // From 3.12 on suppress() looks into groups.
    if (suppress && python !== undefined && !mayBeOlder(python, [3, 12])) continue;
    return `${call.child("function")?.text ?? "with"}()`;
  }
  return undefined;
}
