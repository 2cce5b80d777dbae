import { IFS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import type { Infer } from "./infer";
import { rememberedAsInferred } from "./remembered";

/**
 * Whether a place is reached for plain callers alone, in a function that gives a coroutine to all others: behind `if
 * self.colour == "async": return execute()`, where `execute` is an `async def`.
 */
export function isForPlainCallers(node: Node, function_: Node, infer: Infer): boolean {
  return plainBranchesIn(function_, infer).some(({ within, from }) => node.start >= from && within.contains(node));
}

/** A part of a function: what a node holds from an offset on. */
interface Part {
  readonly within: Node;
  readonly from: number;
}

/** The other branches of those that return a coroutine. */
const plainBranchesIn = rememberedAsInferred((function_: Node, infer): readonly Part[] =>
  [...ownNodes(function_, IFS)].flatMap((statement): readonly Part[] => {
    const { parent: block } = statement;
    const met = statement.child("consequence");
    if (block === undefined || met === undefined || statement.named.some(({ kind }) => kind === "elif_clause"))
      return [];
    const otherwise = statement.named.find(({ kind }) => kind === "else_clause");
    const parts: Part[] = [];
    if (givesCoroutine(met, infer)) {
      parts.push({ within: block, from: statement.end });
      if (otherwise !== undefined) parts.push({ within: otherwise, from: otherwise.start });
    }
    // Without an `else` the block goes on where the condition isn't met.
    const rest = otherwise?.child("body") ?? (leaves(met) ? block : undefined);
    if (rest !== undefined && givesCoroutine(rest, infer)) parts.push({ within: met, from: met.start });
    return parts;
  }),
);

function lastOf(block: Node): Node | undefined {
  return block.named.findLast(({ kind }) => kind !== "comment");
}

function leaves(block: Node): boolean {
  return lastOf(block)?.kind === "return_statement";
}

/** Whether a block ends by returning what an `async def` gives, which nobody awaits there. */
function givesCoroutine(block: Node, infer: Infer): boolean {
  const last = lastOf(block);
  const returned = last?.kind === "return_statement" ? last.named[0] : undefined;
  const callee = returned?.kind === "call" ? returned.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "function" && value.definition.node.hasToken("async");
}
