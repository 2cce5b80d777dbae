import { canAwait, needsParentheses } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { asyncTwin } from "../../../model/async-twin";
import { referenceElsewhere } from "../../../model/elsewhere";
import type { Run } from "../../../model/runs";
import type { Node } from "../../../syntax/tree";
import type { RuleContext } from "../../contract";

/** Calls the coroutine function that the project has beside a helper which blocks, for callers such as this one. */
export function awaitTwin({ at: call, way, what: callee }: Run, context: RuleContext): Fix | undefined {
  if (way !== "call" || !canAwait(call)) return undefined;
  const twin = twinOf(callee, context);
  const name = callee.child("attribute") ?? callee;
  if (twin === undefined || isWithin(call, twin)) return undefined;
  const builder = new FixBuilder(context);
  const around = needsParentheses(call);
  builder.insertBefore(call, around ? "(await " : "await ").replace(name, twin);
  if (around) builder.insertAfter(call, ")");
  return builder.build({
    title: `Await ${twin}()`,
    applicability: "unsafe",
    annotation: `${twin}() is taken to do what ${name.text}() does, as its name and parameters say`,
    differs: "another function runs",
  });
}

/** Its name; of what the file imports by its own name it would have to be imported as well. */
function twinOf(callee: Node, { infer }: RuleContext): string | undefined {
  const value = infer.value(callee);
  if (value?.kind === "function") return asyncTwin(value.definition, infer);
  const reference = callee.kind === "attribute" ? referenceElsewhere(value) : undefined;
  return reference === undefined ? undefined : infer.asyncTwinElsewhere(reference);
}

/** The twin itself may well call what it is one of. */
function isWithin(call: Node, twin: string): boolean {
  return [...call.ancestors()].some(
    (around) => around.kind === "function_definition" && around.child("name")?.text === twin,
  );
}
