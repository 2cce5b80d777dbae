import type { RuleContext } from "../../contract";
import { CALLS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/** `numpy.save`, `torch.save`, `pickle.dump`. */
const SAVES = /^(.*)\.(?:save\w*|dump)$/;

/**
 * What somebody else sees of a file that a thread writes, in words that end a sentence: on the event loop the file was
 * whole whenever another method of the class, or another function of the module, had its turn to load it.
 */
export function readMeanwhile(save: Node, { infer, module }: RuleContext): string | undefined {
  const library = SAVES.exec(infer.callee(save) ?? "")?.[1];
  const own = save.closest("function_definition");
  if (library === undefined || own === undefined) return undefined;
  const parts = module.function(own).owner?.parts.map(({ node }) => node) ?? [];
  for (const part of parts.length > 0 ? parts : [own.tree.root]) {
    for (const call of part.tree.nodesOf(CALLS)) {
      const name = infer.callee(call);
      if (name !== `${library}.load` || own.contains(call)) continue;
      return `${name}() may then see a file that is half written: write it under another name, and os.replace() the file by that`;
    }
  }
  return undefined;
}
