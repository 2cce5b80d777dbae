import type { RuleContext } from "../../contract";
import { localBindings } from "../../../model/local-bindings";
import type { Node } from "../../../syntax/tree";

/** What takes apart a body that was packed for its way. */
const DECOMPRESSES = /^(?:gzip|zlib)\.decompress$/;

/** The body of an answer, which every client has unpacked by then: `response.content`, `await resp.read()`. */
const BODY_OF_ANSWER =
  /^(?:await )?(?:self\.)?_?(?:r|res|resp|response|answer|reply)\.(?:content|body|read\(\)|aread\(\))$/;

const ASKS_FOR_ENCODING = /content[-_]encoding/i;

/**
 * Whether what is decompressed is the body of an answer whose header says that it was packed: its client has unpacked
 * it, so that this fails at once.
 */
export function isDecodedAlready(call: Node, name: string, function_: Node, context: RuleContext): boolean {
  if (!DECOMPRESSES.test(name)) return false;
  const given = call.child("arguments")?.named[0];
  if (given === undefined || !BODY_OF_ANSWER.test(meaningOf(given, context).text)) return false;
  for (const around of call.ancestors()) {
    if (around === function_) return false;
    const condition = around.kind === "if_statement" ? around.child("condition") : undefined;
    if (condition !== undefined && ASKS_FOR_ENCODING.test(meaningOf(condition, context).text)) return true;
  }
  return false;
}

/** What a name of the function was given, where it is given that once. */
function meaningOf(value: Node, { module }: RuleContext): Node {
  const [binding, ...others] = value.kind === "identifier" ? (localBindings(value, module) ?? []) : [];
  return binding?.source.kind === "expression" && others.length === 0 ? binding.source.value : value;
}
