import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import { ownNodes } from "../../../model/definitions";
import { rememberedAsInferred, rememberedOf } from "../../../model/remembered";
import type { Row } from "../../../model/library/index";
import { CALLS, LOOPS } from "../../../syntax/node-kinds";
import { stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { handleOf, handleOfEither, type HandleUse } from "./file-handle";
import { opensFile } from "./file-reach";
import { cameWithModule, saysSettings, saysSmall } from "./file-size";

/** Archives, compressed files and sound. */
const OF_ARCHIVES = /^(?:gzip|bz2|lzma|zipfile|tarfile|wave|shelve)\./;
const OF_BYTES = /_bytes$|^io\.Buffered\w+\./;

/** What makes data of the text of a file, or a text of data, as a whole. */
const PARSES =
  /(?:^|\.)(?:(?:safe_|full_)?(?:load|dump)(?:s|_all)?|parse|literal_eval|read_file|(?:from|to)_(?:json|yaml|toml))$/;

/** What makes data of a few words. */
const CONVERTS: ReadonlySet<string> = new Set(["int", "float", "bool"]);

const WRITES: ReadonlySet<string> = new Set(["write", "writelines"]);

/** What somebody else is called who sends something, and what he sends: `response.text`, `upload.read()`. */
const SENDERS =
  /(?:resp(?:onse)?|req(?:uest)?|uploaded_?file|upload)$|^(?:res|r|proc(?:ess)?|completed|download(?:ed)?)$/i;
const SENT: ReadonlySet<string> = new Set(["text", "content", "body", "read", "stdout", "stderr", "data"]);

/** What is done with a file, or with what is asked of it, that moves nothing between it and the memory. */
const MOVES_NOTHING: ReadonlySet<string> = new Set(["close", "fileno", "tell", "seek", "seekable", "isatty"]);

/** A file's head: so many bytes are read as fast as the file is opened. */
const HEAD = 65_536;

/**
 * What a call moves, as far as the code shows: *much* may be of any size, as bytes, streams and what others send are; a
 * *note* is data that is parsed, settings, or a few words; of any other *text* nobody knows. A file that is only
 * *opened* is read elsewhere, or not at all.
 */
export type Moved = "much" | "text" | "note" | "opened";

/** What a call that opens, reads or writes a file moves between it and the memory. */
export function movedBy(call: Node, row: Row, function_: Node, context: RuleContext): Moved {
  if (row.heavy === true || makesSure(function_, context.infer)) return "much";
  if (opensFile(row) && movesNothingHere(call, row, context)) return "opened";
  if (writesStream(call, row, context) || writesItself(call, row, context)) return "much";
  if (isParsed(call, row, context) || writesFewWords(call, row, context) || readsHead(call, row, context))
    return "note";
  if (isPlayed(call, row, context) || (!isArchive(row) && saysSettings(pathOf(call, row), context))) return "note";
  if (!holdsBytes(call, row) || writesEncodedText(call, row, context)) return "text";
  return !isArchive(row) && isSmallFile(call, row, context) ? "note" : "much";
}

/** What its path says is small, and what came with the module, as a logo does. */
function isSmallFile(call: Node, row: Row, context: RuleContext): boolean {
  const path = pathOf(call, row);
  return saysSmall(path, context) || (cameWithModule(path, context) && !writes(call, row, context));
}

/** The path of the file that a call opens, reads or writes. */
export function pathOf(call: Node, row: Row): Node | undefined {
  if (row.name.startsWith("pathlib.Path.")) return call.child("function")?.child("object");
  return row.parameters === undefined
    ? undefined
    : matchArguments(call, row.parameters).values.get(row.parameters[0] ?? "");
}

/** Whether a function neither reads nor writes the file that it opens, nor gives it to what is known to. */
function movesNothingHere(call: Node, row: Row, context: RuleContext): boolean {
  if (isArchive(row)) return false;
  return handleOfEither(call, context).uses.every((use) => {
    switch (use.kind) {
      case "method":
        return MOVES_NOTHING.has(use.name);
      case "iteration":
        return false;
      case "attribute":
        return true;
      case "escape":
        return !isGivenToReader(use.node, context);
      default:
        return use satisfies never;
    }
  });
}

/**
 * Whether what an open file is given to reads or writes it there and then, as far as that is known: `json.load(file)`,
 * `zipfile.ZipFile(file)`, `csv.reader(file)`.
 */
function isGivenToReader(file: Node, { infer }: RuleContext): boolean {
  const list = file.parent?.kind === "keyword_argument" ? file.parent.parent : file.parent;
  const call = list?.parent;
  if (call?.kind !== "call" || call.parent?.kind === "await") return false;
  const row = infer.row(call);
  if (row !== undefined) return row.blocks === "file" || row.blocks === "cpu" || readsAll(row.name);
  const called = call.child("function")!;
  const value = infer.value(called);
  if (value?.kind === "function" && value.definition.node.hasToken("async")) return false;
  if (readsAll(infer.callee(call) ?? called.text)) return true;
  // A plain function does its work as it is called; what an object is given it may keep.
  return called.kind === "identifier" && /^_*[a-z]/.test(called.text);
}

function readsAll(name: string): boolean {
  return PARSES.test(name) || READS.test(name);
}

/** What goes through an open file, line by line or as a whole. */
const READS = /(?:^|\.)(?:DictReader|reader|list|tuple|sorted|enumerate|zip|map|islice|iter|read_\w+|from_file|open)$/;

function isArchive(row: Row): boolean {
  return OF_ARCHIVES.test(row.name);
}

/** `file.read(7)`: whether the head of a file is all that is read of it. */
function readsHead(call: Node, row: Row, context: RuleContext): boolean {
  if (!opensFile(row)) return false;
  const moving = handleOf(call, context).uses.filter((use) => use.kind !== "method" || !MOVES_NOTHING.has(use.name));
  return (
    moving.length > 0 &&
    moving.every((use) => {
      if (use.kind !== "method" || use.name !== "read") return use.kind === "attribute";
      const size = use.call.child("arguments")?.named[0];
      const around = use.call.closest("for_statement", "while_statement", "with_statement", "function_definition");
      return size?.kind === "integer" && Number(size.text) <= HEAD && around !== undefined && !LOOPS.has(around.kind);
    })
  );
}

/** `sound.readframes(480)` in a loop that waits for the time of each: what a moment holds is read ahead. */
function isPlayed(call: Node, row: Row, context: RuleContext): boolean {
  if (row.name !== "wave.open") return false;
  const reads = handleOf(call, context).uses.filter((use) => use.kind === "method" && use.name === "readframes");
  return (
    reads.length > 0 &&
    reads.every(({ node }) => {
      const loop = node.closest("for_statement", "while_statement", "function_definition", "lambda");
      return loop !== undefined && LOOPS.has(loop.kind) && awaitsIn(loop);
    })
  );
}

/** `file.write(text.encode())`, and nothing else: a text, whatever the mode. */
function writesEncodedText(call: Node, row: Row, context: RuleContext): boolean {
  const writes = writesOf(call, row, context);
  return (
    writes.length > 0 &&
    writes.every((write) => writtenBy(write)?.child("function")?.child("attribute")?.text === "encode")
  );
}

/** Pictures, archives and uploads may be of any size. */
export function holdsBytes(call: Node, row: Row): boolean {
  if (isArchive(row) || OF_BYTES.test(row.name)) return true;
  const mode = modeOf(call, row);
  return mode !== undefined && (stringValue(mode)?.includes("b") ?? false);
}

function modeOf(call: Node, { parameters }: Row): Node | undefined {
  return parameters === undefined ? undefined : matchArguments(call, parameters).values.get("mode");
}

/** Whether a text comes in pieces while the file is open, or from somebody else. */
function writesStream(call: Node, row: Row, context: RuleContext): boolean {
  return writesOf(call, row, context).some((write) => {
    const loop = write.closest("for_statement", "while_statement", "with_statement", "function_definition", "lambda");
    const isStream = loop !== undefined && LOOPS.has(loop.kind) && !loop.contains(call) && awaitsIn(loop);
    return isStream || holdsWhatWasSent(writtenBy(write));
  });
}

/** `pickle.dump(self, file)`: an object with all that it holds. */
export function writesItself(call: Node, row: Row, context: RuleContext): boolean {
  if (!opensFile(row)) return false;
  return handleOf(call, context).uses.some(({ node }) => {
    const outer = node.parent?.kind === "argument_list" ? node.parent.parent : undefined;
    const what = outer?.child("arguments")?.named[0];
    return what?.text === "self" && /(?:^|\.)dump$/.test(outer?.child("function")?.text ?? "");
  });
}

/** Whether a call writes what somebody else has sent. */
export function writesWhatWasSent(open: Node, context: RuleContext): boolean {
  return handleOf(open, context).uses.some(
    (use) => use.kind === "method" && WRITES.has(use.name) && holdsWhatWasSent(writtenBy(use.call)),
  );
}

function holdsWhatWasSent(written: Node | undefined): boolean {
  for (const attribute of written?.subtree() ?? []) {
    if (attribute.kind !== "attribute" || !SENT.has(attribute.child("attribute")?.text ?? "")) continue;
    const sender = attribute.child("object");
    if (SENDERS.test((sender?.child("attribute") ?? sender)?.text ?? "")) return true;
  }
  return false;
}

/** Whether a call, or what is done with the file that it opens, writes to the disk. */
export function writes(call: Node, row: Row, context: RuleContext): boolean {
  return writesOf(call, row, context).length > 0;
}

/** The calls that write to a file where it is opened, or that does so at once. */
function writesOf(call: Node, row: Row, context: RuleContext): readonly Node[] {
  if (!opensFile(row)) return /\.write(?:_text|_bytes|lines)?$/.test(row.name) ? [call] : [];
  return handleOfEither(call, context).uses.flatMap((use) =>
    use.kind === "method" && WRITES.has(use.name) ? [use.call] : [],
  );
}

/** What is written, or what the function has given the name that it has. */
function writtenBy(write: Node): Node | undefined {
  const given = write.child("arguments")?.named[0];
  if (given?.kind !== "identifier") return given;
  const function_ = write.closest("function_definition");
  const made = function_ === undefined ? [] : (assignmentsIn(function_).get(given.text) ?? []);
  return made.length === 1 ? made[0]!.child("right") : given;
}

/** The assignments in a function, by the text of what is given a value. */
const assignmentsIn = rememberedOf((function_: Node) =>
  grouped(function_.descendants("assignment"), (assignment) => assignment.child("left")?.text ?? ""),
);

/** The identifiers in a function, a lambda or a whole file, by their texts. */
const identifiersIn = rememberedOf((code: Node) => grouped(code.descendants("identifier"), ({ text }) => text));

function grouped(nodes: Iterable<Node>, keyOf: (node: Node) => string): ReadonlyMap<string, readonly Node[]> {
  const groups = new Map<string, Node[]>();
  for (const node of nodes) {
    const known = groups.get(keyOf(node));
    if (known === undefined) groups.set(keyOf(node), [node]);
    else known.push(node);
  }
  return groups;
}

function awaitsIn(loop: Node): boolean {
  for (const _ of loop.descendants("await", "async")) return true;
  return false;
}

/** Whether a function waits until the disk has all that was written. */
const makesSure = rememberedAsInferred((function_: Node, infer): boolean => {
  for (const call of ownNodes(function_, CALLS))
    if (/\bf(?:data)?sync$/.test(call.child("function")?.text ?? "") && infer.row(call)?.heavy === true) return true;
  return false;
});

/**
 * Whether a file is read or written as a whole, by what makes data of its text: `json.load(file)`,
 * `yaml.safe_load(path.read_text())`, `int(file.read())`, `path.write_text(json.dumps(data))`.
 */
export function isParsed(call: Node, row: Row, context: RuleContext): boolean {
  if (!opensFile(row)) return isParsedThere(call, context) || isMadeOfData(call, context);
  const { uses } = handleOf(call, context);
  return uses.some((use) => isParsedUse(use, context));
}

function isParsedUse(use: HandleUse, context: RuleContext): boolean {
  if (use.kind !== "method") return isParsedThere(use.node, context);
  return isParsedThere(use.call, context) || (WRITES.has(use.name) && isMadeOfData(use.call, context));
}

/** Whether what an expression gives is parsed, behind what cuts off its ends: `int(f.read().strip())`. */
function isParsedThere(given: Node, { infer }: RuleContext): boolean {
  let text = given;
  while (text.field === "object" && /^r?strip$/.test(text.parent?.child("attribute")?.text ?? "")) {
    const call = text.parent?.parent;
    if (call?.kind !== "call") return false;
    text = call;
  }
  const outer = text.parent?.kind === "argument_list" ? text.parent.parent : undefined;
  if (outer?.kind !== "call") return parsesItself(text);
  const callee = infer.callee(outer) ?? outer.child("function")?.text ?? "";
  return PARSES.test(callee) || CONVERTS.has(callee);
}

/** `text = path.read_text()`, and then `json.loads(text)`. */
function parsesItself(text: Node): boolean {
  const assignment = text.field === "right" && text.parent?.kind === "assignment" ? text.parent : undefined;
  const name = assignment?.child("left");
  if (name?.kind !== "identifier") return false;
  const around = name.closest("function_definition", "lambda", "module");
  const uses = around === undefined ? [] : (identifiersIn(around).get(name.text) ?? []);
  return uses.some((use) => {
    if (use.start <= name.start) return false;
    const call = use.parent?.kind === "argument_list" ? use.parent.parent : undefined;
    return call?.kind === "call" && PARSES.test(call.child("function")?.text ?? "");
  });
}

function isMadeOfData(write: Node, { infer }: RuleContext): boolean {
  const written = writtenBy(write);
  return written?.kind === "call" && PARSES.test(infer.callee(written) ?? written.child("function")?.text ?? "");
}

/** Whether all that is written stands in the code: a marker, a number, a few fields. */
function writesFewWords(call: Node, row: Row, context: RuleContext): boolean {
  const writes = writesOf(call, row, context);
  return (
    writes.length > 0 &&
    writes.every((write) => {
      const written = writtenBy(write);
      const isText = written?.kind === "string" || written?.kind === "concatenated_string";
      const isNumber = written?.kind === "call" && written.child("function")?.text === "str";
      return isText || isNumber;
    })
  );
}
