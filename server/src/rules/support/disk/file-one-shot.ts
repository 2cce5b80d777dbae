import type { RuleContext } from "../../contract";
import { asyncLibraryAt } from "../../../fixes/async-library";
import { awaited, canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { indentationOf, lineSpan } from "../../../fixes/text";
import { inThread, threadCall } from "../../../fixes/thread-call";
import { matchArguments } from "../../../model/arguments";
import { libraryRow, type Row } from "../../../model/library/index";
import { isOneOf, stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { flatten } from "./file-flatten";
import type { Handle } from "./file-handle";

/** How a file is opened, as far as Path has methods that read or write all of it. */
type Mode = "r" | "rb" | "w" | "wb";

/** A whole file read or written at once, and the method of Path that does the same. */
interface OneShot {
  /** The expression that gives way. */
  readonly at: Node;
  readonly method: "read_text" | "read_bytes" | "write_text" | "write_bytes";
  /** What is written. */
  readonly data: Node | undefined;
  /** The function of the text that the loader or dumper gives way to, and the call of that one. */
  readonly loader: { readonly call: Node; readonly row: Row } | undefined;
}

/** `open(p).read()` and its like as one method of Path in a thread; undefined where it would not be the same. */
export function readOrWriteInThread(handle: Handle, row: Row, context: RuleContext): Fix | undefined {
  const oneShot = onlyUseOf(handle, row, context);
  if (oneShot === undefined) return undefined;
  const builder = new FixBuilder(context);
  const lead = handle.binding === undefined ? undefined : unbind(builder, handle, oneShot);
  if (handle.binding !== undefined && lead === undefined) return undefined;
  const path = pathOf(builder, handle.open, row);
  const options = optionsOf(handle.open, row, oneShot);
  const thread = options === undefined ? undefined : threadCall(builder, handle.open, options.length > 0);
  if (path === undefined || thread === undefined || options === undefined) return undefined;
  const threaded = (given: readonly string[]): string =>
    inThread(thread, `${path.text}.${oneShot.method}`, [...given, ...options]);
  if (!write(builder, oneShot, threaded, lead)) return undefined;
  const verb = oneShot.data === undefined && !oneShot.method.startsWith("write") ? "Read" : "Write";
  const title = `${verb} the file in a thread`;
  return path.sure
    ? builder.build({ title, applicability: "safe" })
    : builder.build({
        title,
        applicability: "unsafe",
        annotation: "Path() takes a str or a path, but no file descriptor and no bytes",
        differs: "takes paths alone",
      });
}

/** What is done with a file, where that is one thing in whose place a call in a thread can stand. */
function onlyUseOf(handle: Handle, row: Row, context: RuleContext): OneShot | undefined {
  const mode = modeOf(handle.open, row, context);
  if (mode === undefined || asyncLibraryAt(context, handle.open) !== "asyncio") return undefined;
  const [use, closing] = handle.uses;
  if (use === undefined || handle.uses.length > 2 || (closing !== undefined && handle.binding?.by !== "assignment"))
    return undefined;
  const oneShot = oneShotOf(use.node, mode, context);
  if (oneShot === undefined || !canAwait(oneShot.at) || [...oneShot.at.descendants("comment")].length > 0)
    return undefined;
  // Quotes within an f-string's braces may be the ones that end it.
  const isInString = oneShot.at.closest("string", "block")?.kind === "string";
  return isInString && /["'\\]/.test(handle.open.text + oneShot.at.text) ? undefined : oneShot;
}

/** Puts the thread call in the place of the use; false where a name that it needs means something else. */
function write(
  builder: FixBuilder,
  { at, loader, data }: OneShot,
  threaded: (given: readonly string[]) => string,
  lead: string | undefined,
): boolean {
  const [before, after] = awaited(at, "\0").split("\0") as [string, string];
  if (loader === undefined) {
    builder.replace(at, `${before}${threaded(data === undefined ? [] : [unindented(data, lead)])}${after}`);
    return true;
  }
  const inMemory = builder.need(loader.row.withoutFile!, at);
  const callee = loader.call.child("function");
  if (inMemory === undefined || callee === undefined) return false;
  const parameters = loader.row.parameters ?? [];
  const fileNode = matchArguments(loader.call, parameters).values.get(parameters.at(-1)!);
  const others = loader.call
    .child("arguments")!
    .named.filter(
      (argument) =>
        argument !== fileNode && !(argument.kind === "keyword_argument" && argument.child("value") === fileNode),
    )
    .map((argument) => unindented(argument, lead));
  if (parameters.length === 1) builder.replace(at, `${inMemory}(${[`await ${threaded([])}`, ...others].join(", ")})`);
  else builder.replace(at, `${before}${threaded([`${inMemory}(${others.join(", ")})`])}${after}`);
  return true;
}

/**
 * The text of what is written, moved to the left with its statement; undefined `lead` means that the statement stays.
 */
function unindented(data: Node, lead: string | undefined): string {
  const spansLines = [...data.subtree()].some((part) => part.kind === "string" && /[\r\n]/.test(part.text));
  const columns =
    lead === undefined ? 0 : indentationOf(data.tree.text, data.start).length - /^[ \t]*/.exec(lead)![0].length;
  const before = lead === undefined || lead.trim() !== "" || columns <= 0 ? undefined : columns;
  return before === undefined || spansLines
    ? data.text
    : data.text.replace(
        /([\r\n])([ \t]*)/g,
        (_, eol: string, blank: string) => eol + blank.slice(blank.length < before ? 0 : before),
      );
}

/**
 * Takes the file's name away; returns what then stands before the use on its line, or undefined where it can't be done.
 */
function unbind(builder: FixBuilder, handle: Handle, oneShot: OneShot): string | undefined {
  const { binding } = handle;
  if (binding === undefined) return undefined;
  if (binding.by === "with")
    return handle.uses.length === 1
      ? flatten(builder, binding.statement, oneShot.at, oneShot.method.startsWith("read"))
      : undefined;
  // f = open(p); data = f.read(); f.close(), one after the other.
  const [use, closing] = handle.uses;
  const reading = binding.statement.next;
  const last = reading?.next;
  if (
    use === undefined ||
    closing === undefined ||
    reading?.contains(use.node) !== true ||
    last?.contains(closing.node) !== true
  )
    return undefined;
  if (
    closing.kind !== "method" ||
    closing.name !== "close" ||
    closing.call.parent !== last ||
    last.kind !== "expression_statement"
  )
    return undefined;
  if (reading.kind !== "expression_statement" && reading.kind !== "return_statement") return undefined;
  for (const line of [binding.statement, last]) {
    const { text } = line.tree;
    const span = lineSpan(text, line.start, line.end);
    if (text.slice(span.start, span.end).trim() !== line.text) return undefined;
    builder.edit(line, span.start, span.end, "");
  }
  return indentationOf(reading.tree.text, reading.start) + reading.tree.text.slice(reading.start, oneShot.at.start);
}

/** What a use of the file reads or writes, where it is the whole of it. */
function oneShotOf(file: Node, mode: Mode, context: RuleContext): OneShot | undefined {
  const call = file.field === "object" && file.parent?.field === "function" ? file.parent.parent : undefined;
  return call?.kind === "call" ? byMethod(call, mode) : byFunction(file, mode, context);
}

/** `file.read()`, `file.write(data)`. */
function byMethod(call: Node, mode: Mode): OneShot | undefined {
  const kind = mode.endsWith("b") ? "bytes" : "text";
  const [data, ...more] = call.child("arguments")?.named ?? [];
  switch (call.child("function")?.child("attribute")?.text) {
    case "read":
      return data === undefined && mode.startsWith("r")
        ? { at: call, method: `read_${kind}`, data: undefined, loader: undefined }
        : undefined;
    case "write":
      if (data === undefined || more.length > 0 || !mode.startsWith("w")) return undefined;
      return isOneOf(data, "list_splat", "dictionary_splat", "keyword_argument")
        ? undefined
        : { at: call, method: `write_${kind}`, data, loader: undefined };
    default:
      return undefined;
  }
}

/** `json.load(file)`, `json.dump(data, file)`: what has a function that does the same with a text. */
function byFunction(file: Node, mode: Mode, context: RuleContext): OneShot | undefined {
  const taker = file.closest("call", "block");
  if (taker?.kind !== "call" || (file.parent !== taker.child("arguments") && file.parent?.kind !== "keyword_argument"))
    return undefined;
  const row = context.infer.row(taker);
  const parameters = row?.parameters ?? [];
  if (row?.withoutFile === undefined || matchArguments(taker, parameters).values.get(parameters.at(-1)!) !== file)
    return undefined;
  const reads = parameters.length === 1;
  if (reads !== mode.startsWith("r")) return undefined;
  return {
    at: taker,
    method: `${reads ? "read" : "write"}_${mode.endsWith("b") ? "bytes" : "text"}`,
    data: undefined,
    loader: { call: taker, row },
  };
}

function modeOf(open: Node, row: Row, context: RuleContext): Mode | undefined {
  const { values, complete } = matchArguments(open, row.parameters ?? []);
  if (!complete || (row.name !== "open" && libraryRow(row.name)?.name !== "pathlib.Path.open")) return undefined;
  for (const name of values.keys())
    if (!["file", "mode", "encoding", "errors", "newline"].includes(name)) return undefined;
  const mode = values.get("mode");
  if (mode === undefined) return "r";
  // An attribute may differ in a subclass.
  const value = isOneOf(mode, "string", "identifier") ? context.infer.value(mode) : undefined;
  const letters = value?.kind === "literal" ? stringValue(value.node) : undefined;
  switch (letters === undefined ? undefined : [...letters.replace("t", "")].sort().join("")) {
    case "":
    case "r":
      return "r";
    case "br":
      return "rb";
    case "w":
      return "w";
    case "bw":
      return "wb";
    default:
      return undefined;
  }
}

/** The keywords that the method of Path is given; undefined where it has no such parameter. */
function optionsOf(open: Node, row: Row, { method }: OneShot): readonly string[] | undefined {
  const { values } = matchArguments(open, row.parameters ?? []);
  const options = ["encoding", "errors", "newline"].flatMap((name) =>
    values.has(name) ? [`${name}=${values.get(name)!.text}`] : [],
  );
  // read_text has newline since 3.13, write_text since 3.10: not everywhere.
  if (values.has("newline")) return undefined;
  return options.length > 0 && method.endsWith("bytes") ? undefined : options;
}

/** The path of an opened file as a Path; `sure` says whether the code shows that it can be one. */
function pathOf(
  builder: FixBuilder,
  open: Node,
  row: Row,
): { readonly text: string; readonly sure: boolean } | undefined {
  const { infer } = builder.context;
  const receiver = row.name === "open" ? undefined : open.child("function")?.child("object");
  if (receiver !== undefined) return { text: receiver.text, sure: true };
  const file = matchArguments(open, row.parameters ?? []).values.get("file");
  if (file === undefined) return undefined;
  if (infer.instanceOf(file) === "pathlib.Path")
    return {
      text: isOneOf(file, "identifier", "attribute", "call", "subscript") ? file.text : `(${file.text})`,
      sure: true,
    };
  const value = infer.value(file);
  if (isOneOf(file, "integer") || (value?.kind === "literal" && stringValue(value.node) === undefined))
    return undefined;
  const path = builder.needFrom("pathlib", "Path", open);
  if (path === undefined) return undefined;
  return { text: `${path}(${file.text})`, sure: value?.kind === "literal" || infer.instanceOf(file) === "str" };
}
