import type { RuleContext } from "../../contract";
import { localBindings } from "../../../model/local-bindings";
import type { Row } from "../../../model/library/index";
import { rememberedAsInferred, rememberedOf } from "../../../model/remembered";
import { LOOPS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { handleOf } from "./file-handle";
import { opensFile } from "./file-reach";
import { namesOnePicture } from "./file-size";

/** What makes bytes of a text that somebody has packed them into: a picture in an answer. */
const UNPACKS: ReadonlySet<string> = new Set([
  "base64.b64decode",
  "base64.urlsafe_b64decode",
  "base64.standard_b64decode",
]);

/** What is done with a file besides the one write. */
const BESIDES: ReadonlySet<string> = new Set(["close", "flush", "fileno", "tell"]);

/** A name that is given more values is looked at for the first of them. */
const MAX_VALUES = 10;

/**
 * Whether all that a call writes is there in memory and goes to the disk in one go, which is done in no time beside how
 * it came: by a request that blocks as well, and longer, or in a text as pictures are sent; or is one picture.
 */
export function isWrittenAtOnce(call: Node, row: Row, context: RuleContext): boolean {
  const written = onlyWrite(call, row, context)?.child("arguments")?.named[0];
  return (
    written !== undefined && (namesOnePicture(written) || isUnpacked(written, context) || isRequested(written, context))
  );
}

/** The one write to a file that nothing else is done with. */
function onlyWrite(call: Node, row: Row, context: RuleContext): Node | undefined {
  if (!opensFile(row)) return row.name === "pathlib.Path.write_bytes" ? call : undefined;
  const uses = handleOf(call, context).uses.filter(
    (use) => use.kind !== "attribute" && !(use.kind === "method" && BESIDES.has(use.name)),
  );
  const [use] = uses;
  if (uses.length !== 1 || use?.kind !== "method" || use.name !== "write") return undefined;
  for (const around of use.call.ancestors()) {
    if (around.contains(call)) return use.call;
    if (LOOPS.has(around.kind)) return undefined;
  }
  return undefined;
}

/** `base64.b64decode(data)`, or a name that may stand for it. */
function isUnpacked(written: Node, context: RuleContext): boolean {
  const values = written.kind === "identifier" ? valuesOf(written, context) : [written];
  return values.some((value) => value.kind === "call" && UNPACKS.has(context.infer.callee(value) ?? ""));
}

/** `requests.get(url).content`, and `response.content` of such a response: the loop has waited for all of it. */
function isRequested(written: Node, context: RuleContext): boolean {
  if (holdsRequest(written, context.infer)) return true;
  return namesIn(written).some((name) => valuesOf(name, context).some((value) => holdsRequest(value, context.infer)));
}

const namesIn = rememberedOf((code: Node): readonly Node[] =>
  [...code.subtree()].filter((part) => part.kind === "identifier" && part.field !== "attribute").slice(0, MAX_VALUES),
);

/** Whether a request is sent there whose answer is read as a whole. */
const holdsRequest = rememberedAsInferred((code: Node, infer): boolean => {
  for (const part of code.subtree()) {
    if (part.kind !== "call" || infer.row(part)?.blocks !== "http") continue;
    if (!/\bstream\s*=/.test(part.child("arguments")?.text ?? "")) return true;
  }
  return false;
});

/** What a name of the function is given. */
function valuesOf(name: Node, { module }: RuleContext): readonly Node[] {
  return (localBindings(name, module) ?? [])
    .slice(0, MAX_VALUES)
    .flatMap(({ source }) => (source.kind === "expression" ? [source.value] : []));
}
