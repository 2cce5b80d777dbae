import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";

/** Methods that read what is large piece by piece. */
const DOWNLOADS = ["iter_chunked", "iter_chunks", "readany", "readchunk"] as const;

/** The same of other libraries, and of what comes for as long as somebody sends. */
const COMES_SLOWLY = [
  ...DOWNLOADS,
  "iter_any",
  "ws_connect",
  "iter_bytes",
  "aiter_bytes",
  "iter_raw",
  "aiter_raw",
  "iter_lines",
  "aiter_lines",
  "iter_text",
  "aiter_text",
  "aiter_sse",
  "iter_content",
] as const;

/**
 * Why one limit on the whole of a client's answers would end what is large: its file reads them in pieces, or another
 * one does that takes what holds the client. Undefined where nobody is seen to.
 */
export function whyNoTotal(made: Node, { infer, module }: RuleContext): string | undefined {
  if (DOWNLOADS.some((word) => infer.isSaid(word))) return reasonFor("The file");
  const holder = holderOf(made, module);
  const taker = holder === undefined ? undefined : infer.saidByTakers([holder], COMES_SLOWLY);
  return taker === undefined ? undefined : reasonFor(`${taker}, which takes ${holder},`);
}

function reasonFor(reader: string): string {
  return `${reader} reads answers in pieces: one limit on the whole ends what is large, so limit connecting and each read`;
}

/**
 * The name by which other files come to a client: of its class where it is an attribute or made by a method, of the
 * module's variable, or of the function that gives it back.
 */
function holderOf(made: Node, module: RuleContext["module"]): string | undefined {
  if (made.closest("with_item") !== undefined) return undefined;
  const function_ = made.closest("function_definition");
  const owner = function_ === undefined ? undefined : module.function(function_).owner;
  if (owner !== undefined) return owner.name;
  const left = made.closest("assignment")?.child("left");
  if (function_ === undefined) return left?.kind === "identifier" ? left.text : undefined;
  const isGivenBack = [...function_.descendants("return_statement", "yield")].some(({ named: [given] }) => {
    return given !== undefined && (given.contains(made) || (left?.kind === "identifier" && given.text === left.text));
  });
  return isGivenBack ? function_.child("name")?.text : undefined;
}
