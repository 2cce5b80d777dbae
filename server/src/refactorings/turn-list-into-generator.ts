import type { Refactoring } from "./contract";
import { collectorOf } from "../fixes/generator/collector";
import { makeGenerator } from "../fixes/generator/make";
import type { Node } from "../syntax/tree";

export const turnListIntoGenerator: Refactoring = {
  name: "turn-list-into-generator",
  offers({ node }, context) {
    const definition = node.kind === "function_definition" ? node : node.closest("function_definition");
    const collector = definition === undefined ? undefined : collectorOf(definition, context);
    if (collector === undefined || !collector.appends.some((call) => isInLoop(call, collector.definition))) return [];
    const offer = makeGenerator(
      collector,
      context,
      `${collector.name.text}() then runs while somebody iterates over it; callers in other files get an iterator, which can be read once`,
    );
    const lock = offer.kind === "fix" ? collector.appends.flatMap((call) => lockAround(call) ?? []).at(0) : undefined;
    return [
      lock === undefined
        ? offer
        : { kind: "refusal", title: offer.title, reason: `${lock} would be held while the caller works with an item` },
    ];
  },
};

function isInLoop(call: Node, definition: Node): boolean {
  const loop = call.closest("for_statement", "while_statement");
  return loop !== undefined && definition.contains(loop);
}

/** What reads like a lock or a transaction around a place. */
function lockAround(call: Node): string | undefined {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return undefined;
    if (around.kind !== "with_statement") continue;
    const held = around.children
      .find((child) => child.kind === "with_clause")
      ?.named.map((item) => item.text)
      .find((text) => /lock|mutex|semaphore|transaction|\.begin\(/i.test(text));
    if (held !== undefined) return held;
  }
  return undefined;
}
