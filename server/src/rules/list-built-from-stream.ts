import type { Rule, RuleContext } from "./contract";
import { type Collector, collectorOf } from "../fixes/generator/collector";
import { makeGenerator } from "../fixes/generator/make";
import { ownNodes } from "../model/definitions";
import { libraryRow } from "../model/library/index";
import { calls, reachOf, word } from "../model/mentions";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ASYNC_FOR, RETURNED_RESULT } from "../syntax/marks";
import { mayBeLarge } from "./support/disk/file-size";
import { isInMemory, iteratesMemory } from "./support/values/in-memory";

const LOOPS: ReadonlySet<Kind> = new Set(["for_statement"]);

export const listBuiltFromStream: Rule = {
  name: "list-built-from-stream",
  kinds: ["function_definition"],
  needs: [
    [word("for")],
    [word(RETURNED_RESULT)],
    [calls(["append"], "used")],
    [
      word(ASYNC_FOR),
      { kind: "in file", any: reachOf((row) => row.name.endsWith(".readlines") && row.blocks === "file") },
    ],
  ],
  check(definition, context) {
    const collector = collectorOf(definition, context);
    if (collector === undefined || !readsStream(collector, context) || !isGoneThrough(collector.definition, context))
      return undefined;
    return {
      at: collector.name,
      message: `${collector.name.text}() holds all that it reads in memory before its caller sees the first item`,
      related: [{ at: collector.start, message: "collected here" }],
      fixes: () => [
        makeGenerator(collector, context, "Callers in other files get an iterator, which can be read once"),
      ],
    };
  },
};

/** Whether every item is appended in a loop through a stream. */
function readsStream({ definition, appends }: Collector, context: RuleContext): boolean {
  const loops = [...ownNodes(definition, LOOPS)].filter((loop) => isStream(loop, context));
  return appends.every((call) => loops.some((loop) => loop.child("body")?.contains(call) ?? false));
}

/** Whether some caller of the file takes the items one by one: who keeps them all has use for the list. */
function isGoneThrough(definition: Node, { infer }: RuleContext): boolean {
  for (const id of infer.identifiers(definition.child("name")?.text ?? "")) {
    const callee = id.field === "attribute" ? id.parent! : id;
    const call = callee.field === "function" ? callee.parent : undefined;
    const given = call?.parent?.kind === "await" ? call.parent : call;
    if (given === undefined || !isIterated(given)) continue;
    const value = infer.value(callee);
    if (value?.kind === "function" && value.definition.node === definition) return true;
  }
  return false;
}

/** `for item in read():`, at once or by a name of its own. */
function isIterated(node: Node): boolean {
  const { parent } = node;
  if (node.field !== "right") return false;
  if (parent?.kind === "for_statement" || parent?.kind === "for_in_clause") return true;
  const name = parent?.kind === "assignment" ? parent.child("left") : undefined;
  const around = node.closest("function_definition", "module");
  if (name?.kind !== "identifier" || around === undefined) return false;
  return [...around.descendants("for_statement", "for_in_clause")].some(
    (loop) => loop.child("right")?.text === name.text,
  );
}

function isStream(loop: Node, context: RuleContext): boolean {
  const right = loop.child("right");
  // Who is given a stream is asked to collect it.
  if (right?.kind === "identifier" && isParameter(right, context)) return false;
  if (right === undefined) return false;
  // What an unknown iterator goes through may well lie in memory.
  if (loop.hasToken("async"))
    return right.kind === "call" && context.infer.row(right)?.use === "async for" && !iteratesMemory(right, context);
  const type = context.infer.instanceOf(right);
  return (
    type !== undefined &&
    libraryRow(`${type}.readlines`)?.blocks === "file" &&
    !isInMemory(right, context) &&
    mayBeLarge(right, context)
  );
}

function isParameter(name: Node, context: RuleContext): boolean {
  const bindings = context.module.scopes(name.tree).of(name).bindings.get(name.text) ?? [];
  return bindings.some((binding) => binding.source.kind === "parameter");
}
