import type { RuleContext } from "../../contract";
import { inThread, threadCall } from "../../../fixes/thread-call";
import { FixBuilder, indentUnit } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import type { Upgrade } from "../../../fixes/lift";
import { hasLinesOfItsOwn } from "../../../fixes/own-lines";
import { indentationOf } from "../../../fixes/text";
import type { Node } from "../../../syntax/tree";
import { touchOf } from "./touch";

/** A look whether something exists, with nothing but the call that needs to know behind it. */
export interface Checked {
  readonly statement: Node;
  /** The call that makes or removes it. */
  readonly call: Node;
  readonly keyword: string | undefined;
  /** The error that says that there was nothing to do, where the call has no keyword for that. */
  readonly error: "FileExistsError" | "FileNotFoundError" | undefined;
}

/**
 * `if not exists(p): makedirs(p)` and its like. Between the look and the call others may do the same; the call itself
 * can tell.
 */
export function checkedCall(statement: Node, context: RuleContext): Checked | undefined {
  const call = onlyCallIn(statement);
  const condition = bare(statement.child("condition"));
  if (call === undefined || condition === undefined || [...statement.descendants("comment")].length > 0)
    return undefined;
  const negated = condition.kind === "not_operator";
  const look = bare(negated ? condition.child("argument") : condition);
  const asked = look?.kind === "call" ? context.infer.callee(look) : undefined;
  if (
    look === undefined ||
    asked === undefined ||
    touchOf(look, context)?.path.text !== touchOf(call, context)?.path.text
  )
    return undefined;
  const does = context.infer.callee(call) ?? "";
  const way = negated ? madeWithoutLook(asked, does, call) : removedWithoutLook(asked, does, call);
  return way === undefined ? undefined : { statement, call, ...way };
}

/** The call that is all that stands in an `if` without an `else`. */
function onlyCallIn(statement: Node): Node | undefined {
  if (statement.kind !== "if_statement" || statement.all("alternative").length > 0) return undefined;
  const [only, ...more] = statement.child("consequence")?.named ?? [];
  const call = only?.kind === "expression_statement" && more.length === 0 ? only.named[0] : undefined;
  return call?.kind === "call" ? call : undefined;
}

/** How a call says itself that there was nothing to do. */
type WithoutLook = Pick<Checked, "keyword" | "error">;

function madeWithoutLook(asked: string, does: string, call: Node): WithoutLook | undefined {
  if (!LOOKS_FOR_FOLDER.has(asked)) return undefined;
  if (does === "os.mkdir") return { keyword: undefined, error: "FileExistsError" };
  if (does !== "os.makedirs" && does !== "pathlib.Path.mkdir") return undefined;
  return { keyword: givesKeyword(call, "exist_ok") ? undefined : "exist_ok=True", error: undefined };
}

function removedWithoutLook(asked: string, does: string, call: Node): WithoutLook | undefined {
  if (!LOOKS.has(asked)) return undefined;
  if (does === "pathlib.Path.unlink")
    return { keyword: givesKeyword(call, "missing_ok") ? undefined : "missing_ok=True", error: undefined };
  // Such a call looks for itself.
  if (does === "shutil.rmtree" && givesKeyword(call, "ignore_errors")) return { keyword: undefined, error: undefined };
  return REMOVES.has(does) ? { keyword: undefined, error: "FileNotFoundError" } : undefined;
}

const LOOKS: ReadonlySet<string> = new Set(["os.path.exists", "os.path.lexists", "pathlib.Path.exists"]);
const LOOKS_FOR_FOLDER: ReadonlySet<string> = new Set([...LOOKS, "os.path.isdir", "pathlib.Path.is_dir"]);
const REMOVES: ReadonlySet<string> = new Set([
  "os.remove",
  "os.unlink",
  "os.rmdir",
  "shutil.rmtree",
  "pathlib.Path.rmdir",
]);

/** The lines that take its place within plain code; undefined where a name that they need is taken. */
export function upgrade({ statement, call, keyword, error }: Checked, builder: FixBuilder): Upgrade | undefined {
  const text = withKeyword(call, keyword);
  if (error === undefined) return { statement, lines: [text] };
  const suppress = builder.need("contextlib.suppress", statement);
  if (suppress === undefined || builder.context.infer.isBound(error, statement)) return undefined;
  return { statement, lines: [`with ${suppress}(${error}):`, indentUnit(statement) + text] };
}

/** The call alone in a thread, in the place of the whole statement. */
export function checkedInThread({ statement, call, keyword, error }: Checked, context: RuleContext): Fix | undefined {
  const builder = new FixBuilder(context);
  const given = argumentsWith(call, keyword);
  const thread = hasLinesOfItsOwn(statement)
    ? threadCall(
        builder,
        statement,
        given.some((argument) => /^\w+=/.test(argument)),
      )
    : undefined;
  const suppress = error === undefined ? "" : builder.need("contextlib.suppress", statement);
  if (
    thread === undefined ||
    suppress === undefined ||
    (error !== undefined && context.infer.isBound(error, statement))
  )
    return undefined;
  const run = `await ${inThread(thread, call.child("function")!.text, given)}`;
  const inner = indentationOf(statement.tree.text, statement.start) + indentUnit(statement);
  const eol = context.module.document.lineBreak;
  builder.needsNoLook(statement);
  builder.replace(statement, error === undefined ? run : `with ${suppress}(${error}):${eol}${inner}${run}`);
  return builder.build({
    title: `${error === "FileExistsError" || keyword === "exist_ok=True" || isMaking(call) ? "Create" : "Remove"} it in a thread, without the look before`,
    way: "in a thread",
    applicability: "safe",
  });
}

function isMaking(call: Node): boolean {
  return /mkdir|makedirs/.test(call.child("function")?.text ?? "");
}

/** The call as it is written with one more keyword. */
function withKeyword(call: Node, keyword: string | undefined): string {
  return keyword === undefined
    ? call.text
    : `${call.child("function")!.text}(${argumentsWith(call, keyword).join(", ")})`;
}

function argumentsWith(call: Node, keyword: string | undefined): readonly string[] {
  const given = (call.child("arguments")?.named ?? []).map((argument) => argument.text);
  return keyword === undefined
    ? given
    : [...given.filter((argument) => !/^(?:exist_ok|missing_ok)\b/.test(argument)), keyword];
}

function givesKeyword(call: Node, name: string): boolean {
  return (call.child("arguments")?.named ?? []).some(
    (argument) =>
      argument.kind === "keyword_argument" &&
      argument.child("name")?.text === name &&
      argument.child("value")?.kind === "true",
  );
}

function bare(expression: Node | undefined): Node | undefined {
  let inner = expression;
  while (inner?.kind === "parenthesized_expression") inner = inner.named[0];
  return inner;
}
