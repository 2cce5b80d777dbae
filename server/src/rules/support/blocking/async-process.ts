import { mayBeOlder } from "../../../config/python";
import type { RuleContext } from "../../contract";
import { asyncLibraryAt } from "../../../fixes/async-library";
import { canAwait } from "../../../fixes/awaiting";
import { FixBuilder, freshName, indentUnit } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { indentationOf, lineSpan } from "../../../fixes/text";
import { seconds } from "../../../fixes/time-limit";
import { matchArguments } from "../../../model/arguments";
import type { Row } from "../../../model/library/row";
import { isOneOf, stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { isLongCommand, MINUTES } from "../values/slow-work";
import { wordsOfCommand } from "../when/commands";
import { handleOf, type HandleUse } from "../disk/file-handle";
import { statementOf } from "../../../syntax/statements";

/** Arguments that asyncio's functions take as subprocess.Popen does. */
const SAME: ReadonlySet<string> = new Set([
  "stdin",
  "stdout",
  "stderr",
  "cwd",
  "env",
  "executable",
  "start_new_session",
  "close_fds",
  "pass_fds",
  "preexec_fn",
  "creationflags",
  "startupinfo",
  "user",
  "group",
  "umask",
]);
/** Methods of a process that asyncio's have as coroutines, and those that are the same. */
const AWAITED: ReadonlySet<string> = new Set(["wait", "communicate"]);
const SAME_METHODS: ReadonlySet<string> = new Set(["kill", "terminate", "send_signal"]);
const SAME_ATTRIBUTES: ReadonlySet<string> = new Set(["pid", "returncode"]);
const RESULTS: ReadonlySet<string> = new Set(["stdout", "stderr", "returncode"]);

/** How asyncio starts the same process. */
interface Start {
  readonly function: "asyncio.create_subprocess_exec" | "asyncio.create_subprocess_shell";
  readonly args: readonly string[];
  readonly captures: boolean;
  /** Whether a pipe is given to the process, which somebody must read then. */
  readonly pipes: boolean;
}

const TITLE = "Start with asyncio.create_subprocess";

/** `subprocess.call(...)` and the simple kinds of `subprocess.run(...)` with asyncio's processes. */
export function runAsync(call: Node, row: Row, context: RuleContext): Fix | undefined {
  const start = startOf(call, row, context);
  const statement = statementOf(call);
  if (start === undefined || !canAwait(call) || asyncLibraryAt(context, call) !== "asyncio") return undefined;
  const returnsCode = row.name.endsWith(".call");
  if (!returnsCode && !row.name.endsWith(".run")) return undefined;
  const unused = call.parent?.kind === "expression_statement";
  if (start.captures && !returnsCode) return communicate(call, statement, start, context);
  if (start.pipes || (!unused && !returnsCode)) return undefined;
  if (!isAllOf(statement, call)) return undefined;
  const builder = new FixBuilder(context);
  const process = freshName(context, "process", call);
  const started = startText(builder, call, start);
  const limit = limitFor(builder, call, context);
  if (started === undefined || limit === undefined) return undefined;
  if (/[^\s]/.test(behindStatement(statement))) return undefined;
  const target = unused ? "" : call.tree.text.slice(statement.start, call.start);
  writeLines(
    builder,
    statement,
    [`${process} = ${started}`, limit.header, `${limit.indent}${target}await ${process}.wait()`],
    limit,
  );
  return finish(builder, start, limit);
}

/** Whether a statement does no more than to make a call, to keep what it gives, or to return that. */
function isAllOf(statement: Node, call: Node): boolean {
  const value = call.parent?.kind === "assignment" ? call.parent : call;
  return value.parent === statement && isOneOf(statement, "expression_statement", "return_statement");
}

/**
 * `process = subprocess.Popen(...)`, where all that is done with it can be awaited; and with it whatever else of that
 * kind the function keeps by the name, which can't hold both kinds of process.
 */
export function openProcessAsync(call: Node, row: Row, context: RuleContext): Fix | undefined {
  const { others, isShared } = handleOf(call, context);
  const beside = others.flatMap(({ source }) => {
    const value = "value" in source ? source.value : undefined;
    return value?.kind === "call" && context.infer.row(value) === row ? [value] : [];
  });
  if (isShared && beside.length < others.length) return undefined;
  const builder = new FixBuilder(context);
  const done = new Set<Node>();
  const starts = [call, ...beside].map((one) => openOneAsync(one, row, done, builder, context));
  return starts[0] === undefined || starts.includes(undefined) ? undefined : finish(builder, starts[0]);
}

/** @param done the uses that are awaited already */
function openOneAsync(
  call: Node,
  row: Row,
  done: Set<Node>,
  builder: FixBuilder,
  context: RuleContext,
): Start | undefined {
  const start = startOf(call, row, context);
  const handle = handleOf(call, context);
  if (
    start === undefined ||
    handle.binding?.by !== "assignment" ||
    handle.uses.length === 0 ||
    !canAwait(call) ||
    asyncLibraryAt(context, call) !== "asyncio"
  )
    return undefined;
  const started = startText(builder, call, start);
  if (started === undefined) return undefined;
  builder.replace(call, started);
  for (const use of handle.uses) {
    if (done.has(use.node)) continue;
    done.add(use.node);
    if (!fitUse(use, builder)) return undefined;
  }
  return start;
}

/** Lets a use of the process fit asyncio's, which awaits what takes time; false where that has nothing of the kind. */
function fitUse(use: HandleUse, builder: FixBuilder): boolean {
  if (use.kind !== "method") return isAttribute(use.node, SAME_ATTRIBUTES);
  if (!AWAITED.has(use.name)) return SAME_METHODS.has(use.name);
  if (!takesArguments(use.name, use.call) || !canAwait(use.call)) return false;
  const parenthesised = isOneOf(use.call.parent ?? use.call, "attribute", "subscript");
  builder.insertBefore(use.call, parenthesised ? "(await " : "await ");
  if (parenthesised) builder.insertAfter(use.call, ")");
  return true;
}

/** Whether asyncio's method of the name takes what a call gives: no timeout, above all. */
function takesArguments(name: string, call: Node): boolean {
  const given = call.child("arguments")?.named ?? [];
  if (name === "wait") return given.length === 0;
  return (
    given.length <= 1 &&
    given.every((argument) => argument.kind !== "keyword_argument" || argument.child("name")?.text === "input")
  );
}

/** `result = subprocess.run(..., capture_output=True)` with its parts read by name. */
function communicate(call: Node, statement: Node, start: Start, context: RuleContext): Fix | undefined {
  const handle = handleOf(call, context);
  if (
    handle.binding?.by !== "assignment" ||
    handle.isShared ||
    handle.uses.some(({ node }) => !isAttribute(node, RESULTS))
  )
    return undefined;
  const builder = new FixBuilder(context);
  const process = freshName(context, "process", call);
  const started = startText(builder, call, start);
  const limit = limitFor(builder, call, context);
  if (started === undefined || limit === undefined || /[^\s]/.test(behindStatement(statement))) return undefined;
  const used = new Set(handle.uses.map(({ node }) => node.parent!.child("attribute")!.text));
  const names = ["stdout", "stderr"].map((name) =>
    !used.has(name) ? "_" : context.infer.isBound(name, call) ? freshName(context, name, call) : name,
  );
  const wait = names.every((name) => name === "_")
    ? `await ${process}.communicate()`
    : `${names.join(", ")} = await ${process}.communicate()`;
  writeLines(builder, statement, [`${process} = ${started}`, limit.header, limit.indent + wait], limit);
  for (const { node } of handle.uses) {
    const name = node.parent!.child("attribute")!.text;
    builder.replace(node.parent!, name === "returncode" ? `${process}.returncode` : names[name === "stdout" ? 0 : 1]!);
  }
  return finish(builder, start, limit);
}

/** The block that bounds a wait: asyncio's have no timeout of their own. */
interface Limit {
  readonly header: string;
  readonly seconds: string;
  readonly indent: string;
}

function limitFor(builder: FixBuilder, call: Node, context: RuleContext): Limit | undefined {
  const { python, defaultTimeout } = context.settings;
  if (mayBeOlder(python, [3, 11])) return undefined;
  const timeout = builder.need("asyncio.timeout", call);
  if (timeout === undefined) return undefined;
  const written = seconds(Math.max(isLongCommand(wordsOfCommand(call, context)) ? MINUTES : 0, defaultTimeout));
  return { header: `async with ${timeout}(${written}):`, seconds: written, indent: indentUnit(statementOf(call)) };
}

/** What stands behind a statement on its line, comments aside. */
function behindStatement(statement: Node): string {
  const { text } = statement.tree;
  return text.slice(statement.end, lineSpan(text, statement.end, statement.end).end).replace(/#.*/, "");
}

function writeLines(builder: FixBuilder, statement: Node, lines: readonly string[], limit: Limit): void {
  const gap = builder.context.module.document.lineBreak + indentationOf(statement.tree.text, statement.start);
  const text = lines.join(gap);
  builder.replace(statement, text);
  const at = text.indexOf(limit.header) + limit.header.lastIndexOf("(") + 1;
  builder.placeholder(at, at + limit.seconds.length);
}

function finish(builder: FixBuilder, start: Start, limit?: Limit): Fix {
  const title = `${TITLE}${start.function.slice(start.function.lastIndexOf("_"))}()`;
  if (limit === undefined) return builder.build({ title, applicability: "safe" });
  return builder.build({
    title,
    applicability: "unsafe",
    annotation: `Waits ${limit.seconds} seconds at most; the process then goes on by itself`,
    differs: "the process may go on",
  });
}

function startText(builder: FixBuilder, call: Node, start: Start): string | undefined {
  const create = builder.need(start.function, call);
  const capture = start.captures && !start.pipes;
  const constants = capture ? builder.need("asyncio.subprocess", call) : "";
  if (create === undefined || constants === undefined) return undefined;
  const pipes = capture ? [`stdout=${constants}.PIPE`, `stderr=${constants}.PIPE`] : [];
  return `await ${create}(${[...start.args, ...pipes].join(", ")})`;
}

function startOf(call: Node, row: Row, context: RuleContext): Start | undefined {
  const { values, complete } = matchArguments(call, row.parameters ?? []);
  const command = values.get("args");
  if (!complete || command === undefined || [...call.child("arguments")!.descendants("comment")].length > 0)
    return undefined;
  const given: string[] = [];
  let shell = false;
  let captures = false;
  let pipes = false;
  for (const [name, value] of values) {
    if (name === "args") continue;
    if (name === "shell" && isOneOf(value, "true", "false")) shell = value.kind === "true";
    else if (name === "capture_output" && isOneOf(value, "true", "false")) captures = value.kind === "true";
    else if (name === "check" && value.kind === "false") continue;
    else if (SAME.has(name)) {
      given.push(`${name}=${value.text}`);
      if (context.infer.name(value) === "subprocess.PIPE") pipes = true;
    } else return undefined;
  }
  const program = shell ? [command.text] : programOf(command, context);
  if (program === undefined) return undefined;
  return {
    function: shell ? "asyncio.create_subprocess_shell" : "asyncio.create_subprocess_exec",
    args: [...program, ...given],
    captures: captures || pipes,
    pipes,
  };
}

/** A command as separate arguments; undefined where the code does not show whether it is a list. */
function programOf(command: Node, context: RuleContext): readonly string[] | undefined {
  if (isOneOf(command, "list", "tuple"))
    return command.named.length === 0 ? undefined : command.named.map((part) => part.text);
  const value = context.infer.value(command);
  if (
    value?.kind === "instance" &&
    ["list", "tuple", "typing.List", "typing.Sequence", "collections.abc.Sequence"].includes(value.name)
  )
    return [`*${command.text}`];
  if (value?.kind !== "literal") return undefined;
  if (isOneOf(value.node, "list", "tuple")) return [`*${command.text}`];
  return stringValue(value.node) === undefined ? undefined : [command.text];
}

function isAttribute(node: Node, names: ReadonlySet<string>): boolean {
  const { parent } = node;
  return (
    parent?.kind === "attribute" &&
    node.field === "object" &&
    names.has(parent.child("attribute")?.text ?? "") &&
    parent.field !== "left" &&
    parent.parent?.kind !== "call"
  );
}
