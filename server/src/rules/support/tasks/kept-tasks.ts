import { ownNodes } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import { CALLS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

/** The attribute of an object in which a function keeps what a name holds, where it does. */
export function attributeKeeping(name: Node, definition: Node): Node | undefined {
  for (const id of definition.descendants("identifier")) {
    if (id.text !== name.text) continue;
    const left = id.field === "right" ? id.parent?.child("left") : undefined;
    if (left?.kind === "attribute") return left;
    // self.tasks[key] = task
    const holder = left?.kind === "subscript" ? left.child("value") : holderFilled(id);
    if (holder?.kind === "attribute") return holder;
  }
  return undefined;
}

/** `self.tasks.append(task)` */
function holderFilled(id: Node): Node | undefined {
  const call = id.parent?.kind === "argument_list" ? id.parent.parent : undefined;
  if (call === undefined || !/^(?:append|add)$/.test(lastNameOf(call))) return undefined;
  return call.child("function")?.child("object");
}

/**
 * Whether code awaits a task that its function keeps in an attribute, and another function of the file cancels what is
 * kept there: that cancellation is the task's, and whoever waits for it is meant to hear of it.
 */
export function awaitsCancelledByFile(body: Node, definition: Node, infer: Infer): boolean {
  for (const { named } of body.descendants("await")) {
    const [awaited] = named;
    if (awaited?.kind !== "identifier") continue;
    const kept = attributeKeeping(awaited, definition)?.child("attribute");
    if (kept !== undefined && isCancelledElsewhere(kept, definition, infer)) return true;
  }
  return false;
}

function isCancelledElsewhere(kept: Node, definition: Node, infer: Infer): boolean {
  for (const id of infer.identifiers(kept.text)) {
    if (id.field !== "attribute") continue;
    const function_ = id.closest("function_definition");
    if (function_ === undefined || function_ === definition) continue;
    const names = namesGiven(id);
    for (const call of ownNodes(function_, CALLS)) {
      const callee = call.child("function");
      const object = callee?.child("attribute")?.text === "cancel" ? callee.child("object") : undefined;
      if (object !== undefined && (object.contains(id) || names.includes(object.text))) return true;
    }
  }
  return false;
}

/** The names that are given what comes of an attribute: `task = self.tasks.pop(key)`, `for task in self.tasks.values():` */
function namesGiven(attribute: Node): readonly string[] {
  const giving = attribute.closest("assignment", "named_expression", "for_statement", "for_in_clause", "block");
  const target = giving?.child("left") ?? giving?.child("name");
  if (target === undefined || target.contains(attribute)) return [];
  return target.kind === "identifier" ? [target.text] : target.named.map(({ text }) => text);
}
