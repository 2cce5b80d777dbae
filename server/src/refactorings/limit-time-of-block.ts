import type { Refactoring, Spot } from "./contract";
import type { RuleContext } from "../rules/contract";
import { canAwait } from "../fixes/awaiting";
import { docstringOf } from "../model/definitions";
import { limitStatements } from "../fixes/time-limit";
import { executionOf } from "../model/execution";
import type { Node } from "../syntax/tree";
import { suppressesCancellation, swallowsCancellation } from "./support/cancellation";
import { isSuite, suiteAround } from "../syntax/statements";

export const limitTimeOfBlock: Refactoring = {
  name: "limit-time-of-block",
  offers(spot, context) {
    const run = statementsAt(spot);
    const [first] = run;
    const last = run.at(-1);
    if (first === undefined || last === undefined || !canAwait(first)) return [];
    const around = executionOf(first);
    const isOwn = (node: Node): boolean => {
      const execution = executionOf(node);
      return execution.kind === "async" && around.kind === "async" && execution.function === around.function;
    };
    if (!run.some((statement) => waits(statement, isOwn)) || isLimited(first, run, context)) return [];
    const offer = limitStatements(first, last, context, context.settings.defaultTimeout, context.settings.python);
    if (offer === undefined) return [];
    const reason = reasonAgainst(run, isOwn, context);
    return [reason === undefined ? offer : { kind: "refusal", title: offer.title, reason }];
  },
};

/** The statements of one block that a spot touches: the innermost one around a cursor. */
function statementsAt({ node, start, end }: Spot): readonly Node[] {
  const suite = isSuite(node) ? node : suiteAround(node);
  return (suite?.named ?? []).filter(
    (statement) => statement.start <= end && start <= statement.end && !isDocstring(statement),
  );
}

function isDocstring(statement: Node): boolean {
  const definition = statement.parent?.parent;
  return definition?.kind === "function_definition" && docstringOf(definition)?.parent === statement;
}

/** Whether something in a statement waits on its function's behalf. */
function waits(statement: Node, isOwn: (node: Node) => boolean): boolean {
  for (const node of statement.subtree()) {
    const suspends = node.kind === "await" || (isAsynchronous(node.kind) && node.hasToken("async"));
    if (suspends && isOwn(node)) return true;
  }
  return false;
}

function isAsynchronous(kind: string): boolean {
  return kind === "with_statement" || kind === "for_statement" || kind === "for_in_clause";
}

/** Why statements can't be given a limit: it would bound too much, or have no effect. */
function reasonAgainst(run: readonly Node[], isOwn: (node: Node) => boolean, context: RuleContext): string | undefined {
  if (run.some((statement) => [...statement.descendants("yield")].some(isOwn)))
    return "a generator must not stop within a limit: what its caller does with an item would be bounded too";
  const swallowing = run
    .flatMap((statement) => [...statement.subtree()])
    .find(
      (node) =>
        (node.kind === "except_clause" && swallowsCancellation(node, context)) ||
        (node.kind === "with_item" && suppressesCancellation(node, context)),
    );
  return swallowing === undefined
    ? undefined
    : `"${swallowing.text.split(/[\r\n]/)[0]}" swallows the cancellation by which a limit ends what runs in it`;
}

/** Whether the statements stand directly in a limit, are one, or do nothing but await what has one. */
function isLimited(first: Node, run: readonly Node[], context: RuleContext): boolean {
  const around = first.parent?.parent;
  if (around !== undefined && limitsBlock(around, context)) return true;
  if (run.length > 1) return false;
  if (limitsBlock(first, context)) return true;
  const awaits = [...first.descendants("await")].filter((node) => node.isNamed);
  return (
    first.kind !== "with_statement" &&
    first.child("body") === undefined &&
    awaits.length > 0 &&
    awaits.every((node) => hasOwnLimit(node, context))
  );
}

function limitsBlock(statement: Node, { infer }: RuleContext): boolean {
  if (statement.kind !== "with_statement") return false;
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.some((item) => {
    const value = item.child("value");
    const manager = value?.kind === "as_pattern" ? value.named[0] : value;
    const row = manager?.kind === "call" ? infer.row(manager) : undefined;
    // What reads like a limit without being known as one counts too: a helper of the project's own.
    return row === undefined
      ? /timeout|time_limit|deadline/i.test(manager?.child("function")?.text ?? "")
      : row.bounds === "block";
  });
}

function hasOwnLimit(awaiting: Node, { infer }: RuleContext): boolean {
  const call = awaiting.named[0];
  return call?.kind === "call" && infer.row(call)?.bounds === "first argument";
}
