import type { Rule, RuleContext } from "./contract";
import { FixBuilder } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { libraryRow } from "../model/library/index";
import { calls, reachOf, word } from "../model/mentions";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { mayBeLarge } from "./support/disk/file-size";

/** A whole file made a list of, only to go through it. */
interface WholeFile {
  /** What is iterated over: `file.readlines()`. */
  readonly list: Node;
  /** The file. */
  readonly file: Node;
  /** Whether its lines come without their line ends. */
  readonly stripped: boolean;
}

/** What makes a list of the lines of a file. */
const LISTS: readonly string[] = ["readlines", "splitlines", "list"];

export const readAllLinesInLoop: Rule = {
  name: "read-all-lines-in-loop",
  kinds: ["for_statement", "for_in_clause", "yield"],
  needs: [
    [word("for", "yield")],
    [calls(LISTS)],
    [calls([...LISTS, "enumerate"], "iterated"), word("yield")],
    [{ kind: "in file", any: reachOf((row) => row.name.endsWith(".readlines") && row.blocks === "file") }],
  ],
  check(loop, context) {
    if (loop.hasToken("async")) return undefined;
    const right = loop.kind === "yield" ? handedOn(loop) : loop.child("right");
    const whole = right === undefined ? undefined : wholeFile(counted(right, context), context);
    if (whole === undefined) return undefined;
    if (keepsAllLines(loop) || !mayBeLarge(whole.file, context)) return undefined;
    // Reading ahead on its own, a file that is iterated over can't be asked where it stands, nor be read or written
    // otherwise.
    const body = loop.kind === "for_in_clause" ? loop.parent : loop;
    if (body === undefined || usesBesides(body, whole)) return undefined;
    return {
      at: whole.list,
      ...(keepsMost(loop) ? { severity: "hint" } : {}),
      message: "this holds the whole file in memory at once; a file gives its lines one by one",
      fixes: () => iterateFile(loop, whole, context),
    };
  },
};

/** What `yield from` gives away one by one. */
function handedOn(node: Node): Node | undefined {
  return node.hasToken("from") ? node.named[0] : undefined;
}

const COMPREHENSIONS: ReadonlySet<Kind> = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
]);

/**
 * Whether what is made of each line is kept, but for blank lines and comments: then all of the file is in memory
 * anyway.
 */
function keepsAllLines(loop: Node): boolean {
  const target = loop.child("left");
  if (target?.kind !== "identifier") return loop.kind === "for_statement" && fillsMapping(loop);
  if (loop.kind === "for_in_clause") {
    const whole = loop.parent;
    if (whole === undefined || !COMPREHENSIONS.has(whole.kind)) return false;
    const conditions = whole.named.filter((clause) => clause.kind === "if_clause");
    return (
      whole.named.filter((clause) => clause.kind === "for_in_clause").length === 1 &&
      conditions.every((clause) => leavesOutLittle(clause, target.text))
    );
  }
  if (fillsMapping(loop)) return true;
  const body = loop.child("body")?.named.filter((statement) => statement.kind !== "comment") ?? [];
  const call = body.length === 1 && body[0]!.kind === "expression_statement" ? body[0]!.named[0] : undefined;
  return (
    call?.kind === "call" && call.child("function")?.child("attribute")?.text === "append" && names(call, target.text)
  );
}

/**
 * Whether what is made of a line goes into a list in each round that comes so far: `if line == "\n": continue`, and then
 * `entries.append(json.loads(line))`. Then little is won where the lines go.
 */
function keepsMost(loop: Node): boolean {
  const target = loop.kind === "for_statement" ? loop.child("left") : undefined;
  if (target?.kind !== "identifier") return false;
  const last = loop.child("body")?.named.at(-1);
  const call = last?.kind === "expression_statement" ? last.named[0] : undefined;
  return (
    call?.kind === "call" && call.child("function")?.child("attribute")?.text === "append" && names(call, target.text)
  );
}

/** Whether what a line says is put under a key that it says too: `settings[name] = value`. */
function fillsMapping(loop: Node): boolean {
  const known = new Set(
    [...(loop.child("left")?.subtree() ?? [])].filter((node) => node.kind === "identifier").map((node) => node.text),
  );
  for (const assignment of loop.child("body")?.descendants("assignment") ?? []) {
    const left = assignment.child("left");
    const right = assignment.child("right");
    if (left === undefined || right === undefined) continue;
    const isOfLine = [...known].some((name) => names(right, name));
    if (left.kind === "subscript" && (isOfLine || [...known].some((name) => names(left, name)))) return true;
    if (isOfLine && left.kind !== "attribute")
      for (const id of left.subtree()) if (id.kind === "identifier") known.add(id.text);
  }
  return false;
}

/** A look at a name: `line`, `not line`, `line.strip()`, `line.startswith("#")`, `line != ""`. */
const LOOK = /^(?:not )?(\w+)(?:\.r?strip\([^()]*\))?(?:\.startswith\([^()]*\)| ?!= ?(?:""|''))?$/;

/** `if line`, `if line.strip()`, `if not line.startswith("#")`, `if line != ""`, and several of them. */
function leavesOutLittle(condition: Node, line: string): boolean {
  const looks = condition.text.replace(/\s+/g, " ").replace(/^if /, "").split(" and ");
  return looks.every((look) => LOOK.exec(look)?.[1] === line);
}

function names(node: Node, name: string): boolean {
  return [...node.descendants("identifier")].some((identifier) => identifier.text === name);
}

/** What `enumerate` counts, or the expression itself. */
function counted(node: Node, context: RuleContext): Node {
  if (node.kind !== "call" || context.infer.callee(node) !== "enumerate") return node;
  return node.child("arguments")?.named[0] ?? node;
}

function wholeFile(node: Node, context: RuleContext): WholeFile | undefined {
  if (node.kind !== "call") return undefined;
  const [argument, ...more] = node.child("arguments")?.named ?? [];
  const callee = node.child("function");
  if (argument !== undefined) {
    const isList = more.length === 0 && argument.kind !== "list_splat" && context.infer.callee(node) === "list";
    return isList ? ofFile(node, argument, false, context) : undefined;
  }
  const object = callee?.child("object");
  switch (callee?.child("attribute")?.text) {
    case "readlines":
      return ofFile(node, object, false, context);
    case "splitlines":
      return ofFile(node, fileRead(object), true, context);
    default:
      return undefined;
  }
}

/** The file of `file.read()`. */
function fileRead(call: Node | undefined): Node | undefined {
  if (call?.kind !== "call" || (call.child("arguments")?.named.length ?? 1) > 0) return undefined;
  const read = call.child("function");
  return read?.child("attribute")?.text === "read" ? read.child("object") : undefined;
}

function ofFile(list: Node, file: Node | undefined, stripped: boolean, context: RuleContext): WholeFile | undefined {
  const type = file === undefined ? undefined : context.infer.instanceOf(file);
  const isFile = type !== undefined && libraryRow(`${type}.readlines`)?.blocks === "file";
  return file !== undefined && isFile ? { list, file, stripped } : undefined;
}

function iterateFile(loop: Node, { list, file, stripped }: WholeFile, context: RuleContext): readonly Offer[] {
  const title = "Iterate over the file";
  const builder = new FixBuilder(context).replace(list, file.text);
  if (!stripped) return [builder.build({ title, applicability: "safe" })];
  const target = loop.child("left");
  const first = loop.child("body")?.named[0];
  if (
    loop.kind !== "for_statement" ||
    target?.kind !== "identifier" ||
    first === undefined ||
    isOnHeaderLine(loop, first)
  ) {
    return [{ kind: "refusal", title, reason: "Each line would need its line end taken off" }];
  }
  if (context.infer.instanceOf(file) !== "io.TextIOWrapper" || opensBytes(loop))
    return [{ kind: "refusal", title, reason: "It is not sure that the file is read as text" }];
  const quote = loop.tree.text.includes('"') || !loop.tree.text.includes("'") ? '"' : "'";
  builder.linesAbove(first, [`${target.text} = ${target.text}.rstrip(${quote}\\n${quote})`]);
  return [
    builder.build({
      title,
      applicability: "unsafe",
      annotation: "Form feeds and other separators that splitlines() knows no longer end a line",
      differs: "other line ends",
    }),
  ];
}

function isOnHeaderLine(loop: Node, first: Node): boolean {
  return !/[\r\n]/.test(loop.tree.text.slice(loop.child("right")!.end, first.start));
}

function usesBesides(loop: Node, { list, file }: WholeFile): boolean {
  if (file.kind === "call") return false;
  for (const node of loop.descendants(file.kind)) if (!list.contains(node) && node.text === file.text) return true;
  return false;
}

/** Whether anything in the segment is opened in a binary mode. */
function opensBytes(loop: Node): boolean {
  for (const content of loop.tree.root.descendants("string_content"))
    if (/^[rwax+]*b[rwax+]*$/.test(content.text)) return true;
  return false;
}
