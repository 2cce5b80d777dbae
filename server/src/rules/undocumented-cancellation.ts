import type { Rule, RuleContext } from "../analysis/rule";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import { addDocstring, CANCELLATION_COMMENT, documentCancellation, mentionsCancellation } from "../fixes/task-group/mention";
import { inComprehension } from "../model/execution";
import { ownNodes } from "../model/definitions";
import { namesOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";

const WITH: ReadonlySet<string> = new Set(["with_statement"]);

export const undocumentedCancellation: Rule = {
  name: "undocumented-cancellation",
  kinds: ["function_definition"],
  needs: [[word("async")], namesOf((row) => row.tasks === "group")],
  check(definition, context) {
    if (!definition.hasToken("async")) return undefined;
    for (const statement of ownNodes(definition, WITH)) {
      const opened = groupOf(statement, context);
      if (opened === undefined || !startsSeveral(statement, opened.name, context)) continue;
      if (mentionsCancellation(definition)) return undefined;
      return {
        at: opened.call,
        message: "if one of these tasks fails, the others are cancelled, and nothing here says so",
        fixes: () => [inDocstring(definition, context), inComment(statement, context)].filter((fix) => fix !== undefined),
      };
    }
    return undefined;
  },
};

/** `async with asyncio.TaskGroup() as group`, with the name it is given. */
function groupOf(statement: Node, context: RuleContext): { readonly call: Node; readonly name: string } | undefined {
  if (!statement.hasToken("async")) return undefined;
  for (const item of statement.children.find((child) => child.kind === "with_clause")?.named ?? []) {
    const pattern = item.child("value");
    const call = pattern?.kind === "as_pattern" ? pattern.named[0] : undefined;
    const name = pattern?.child("alias")?.named[0];
    if (call?.kind === "call" && name?.kind === "identifier" && context.infer.row(call)?.tasks === "group") return { call, name: name.text };
  }
  return undefined;
}

/** Whether two calls start tasks in the group, or one that runs more than once. */
function startsSeveral(statement: Node, group: string, context: RuleContext): boolean {
  let count = 0;
  for (const call of statement.child("body")?.descendants("call") ?? []) {
    const object = call.child("function")?.child("object");
    if (object?.kind !== "identifier" || object.text !== group || context.infer.row(call)?.tasks !== "starts in group") continue;
    const loop = call.closest("for_statement", "while_statement", "function_definition", "lambda");
    if (loop?.kind === "function_definition" && statement.contains(loop)) continue;
    count += inComprehension(call) || (loop !== undefined && loop.kind !== "function_definition" && statement.contains(loop)) ? 2 : 1;
    if (count > 1) return true;
  }
  return false;
}

function inDocstring(definition: Node, context: FixContext): Fix | undefined {
  const builder = new FixBuilder(context);
  if (documentCancellation(definition, builder)) return builder.build({ title: "Say so in the docstring", applicability: "safe" });
  return addDocstring(definition, builder) ? builder.build({ title: "Add a docstring that says so", applicability: "safe" }) : undefined;
}

function inComment(statement: Node, context: FixContext): Fix {
  return new FixBuilder(context).linesAbove(statement, [CANCELLATION_COMMENT]).build({ title: "Say so in a comment", applicability: "safe" });
}
