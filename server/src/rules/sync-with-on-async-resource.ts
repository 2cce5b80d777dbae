import type { Finding, Rule, RuleContext } from "./contract";
import { canAwait } from "../fixes/awaiting";
import { FixBuilder } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { CONTEXT_NAMES, type ContextStatement, contextStatement, isEnteredAsync } from "../model/library/contexts";
import { wordsInFileOf } from "../model/library/entries";
import { type Mention, wordWhere } from "../model/mentions";
import type { Value } from "../model/values";
import type { Node } from "../syntax/tree";
import { ASYNC_WITH, PLAIN_WITH } from "../syntax/marks";

/** `with` where something that needs `async with` can be had, and the reverse. */
function mismatches(): readonly Mention[] {
  const wrong: Readonly<Record<ContextStatement, string>> = { with: ASYNC_WITH, "async with": PLAIN_WITH };
  return [
    ...[...CONTEXT_NAMES].map(([name, needed]): Mention => ({
      kind: "word",
      words: [wrong[needed]],
      file: wordsInFileOf(name),
    })),
    ...wordWhere(PLAIN_WITH, isEnteredAsync),
    { kind: "word", words: [ASYNC_WITH], file: [["__enter__", "contextmanager"]] },
    { kind: "word", words: [PLAIN_WITH], file: [["__aenter__", "asynccontextmanager"]] },
  ];
}

export const syncWithOnAsyncResource: Rule = {
  name: "sync-with-on-async-resource",
  kinds: ["with_statement"],
  needs: [mismatches()],
  check(statement, context) {
    const written: ContextStatement = statement.hasToken("async") ? "async with" : "with";
    const items = statement.named[0]?.named.filter((item) => item.kind === "with_item") ?? [];
    return items.flatMap((item): readonly Finding[] => {
      const value = managed(item);
      const needed = value === undefined ? undefined : neededStatement(value, context);
      if (value === undefined || needed === undefined || needed === written) return [];
      const missing = needed === "with" ? "__aenter__" : "__enter__";
      return [
        {
          at: value,
          message: `this needs ${needed}: it has no ${missing}, so ${written} fails when it is reached`,
          fixes: () => (items.length === 1 ? swap(statement, needed, context) : []),
        },
      ];
    });
  },
};

/** The expression that a with item manages. */
function managed(item: Node): Node | undefined {
  const value = item.child("value");
  return value?.kind === "as_pattern" ? value.named[0] : value;
}

function neededStatement(node: Node, context: RuleContext): ContextStatement | undefined {
  if (node.kind === "call") {
    const name = context.infer.callee(node);
    const byCall = name === undefined ? undefined : contextStatement(name);
    if (byCall !== undefined) return byCall;
  }
  return ofValue(context.infer.value(node), context);
}

function ofValue(value: Value | undefined, context: RuleContext): ContextStatement | undefined {
  if (value?.kind === "instance") return contextStatement(value.name);
  if (value?.kind === "manager") return value.async ? "async with" : "with";
  if (value?.kind !== "object") return undefined;
  // A class of the file, where nothing it inherits is out of sight.
  if (
    !context.infer
      .bases(value.definition)
      .every((base) => base?.kind === "class" || (base?.kind === "name" && base.name === "object"))
  )
    return undefined;
  const has = (method: string): boolean => context.infer.member(value, method) !== undefined;
  if (has("__getattr__")) return undefined;
  if (has("__enter__") === has("__aenter__")) return undefined;
  return has("__enter__") ? "with" : "async with";
}

function swap(statement: Node, needed: ContextStatement, context: RuleContext): readonly Offer[] {
  const builder = new FixBuilder(context);
  const [async, keyword] = [
    statement.children.find((child) => child.kind === "async"),
    statement.children.find((child) => child.kind === "with"),
  ];
  if (keyword === undefined) return [];
  if (needed === "async with") {
    if (!canAwait(statement)) return [];
    builder.insertBefore(keyword, "async ");
  } else if (async !== undefined) {
    builder.edit(statement, async.start, keyword.start, "");
  }
  return [builder.build({ title: `Use ${needed}`, applicability: "safe" })];
}
