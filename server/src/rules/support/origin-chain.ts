import type { RuleContext } from "../../analysis/rule";
import type { Node } from "../../syntax/tree";
import { madeBy } from "./origin";

/** Longer chains than people write end here. */
const MAX_STEPS = 8;

/** The calls that made an object, back along methods: `connection.cursor()` leads to what made the connection. */
export function* callsBehind(object: Node, context: RuleContext): Iterable<Node> {
  let node: Node | undefined = object;
  for (let step = 0; step < MAX_STEPS; step++) {
    const made: Node | undefined = madeBy(node, context);
    if (made === undefined) return;
    yield made;
    const callee: Node | undefined = made.child("function");
    node = callee?.kind === "attribute" ? callee.child("object") : undefined;
  }
}
