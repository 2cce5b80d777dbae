import type { Rule, RuleContext } from "./contract";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import {
  addDocstring,
  CANCELLATION_COMMENT,
  documentCancellation,
  mentionsCancellation,
} from "../fixes/task-group/mention";
import { inComprehension } from "../model/execution";
import { decoratorsOf, ownNodes } from "../model/definitions";
import { namesOf, word } from "../model/mentions";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { neverFailsWhenCalled } from "../model/never-fails";
import { isAtStake } from "./support/tasks/siblings";

const WITH: ReadonlySet<Kind> = new Set(["with_statement"]);

export const undocumentedCancellation: Rule = {
  name: "undocumented-cancellation",
  kinds: ["function_definition"],
  needs: [[word("async")], namesOf((row) => row.tasks === "group")],
  check(definition, context) {
    if (!definition.hasToken("async") || isReadByNobody(definition)) return undefined;
    for (const statement of ownNodes(definition, WITH)) {
      const opened = groupOf(statement, context);
      const started = opened === undefined ? [] : startedIn(statement, opened.name, context);
      if (
        opened === undefined ||
        !areSeveral(started, statement) ||
        started.every((call) => leavesNothingHalfDone(call, context))
      )
        continue;
      if (
        mentionsCancellation(definition) ||
        handlesGroups(definition) ||
        isDealtWithAround(statement, definition, context)
      )
        return undefined;
      return {
        at: opened.call,
        message:
          "if one of these tasks fails, the others are cancelled and an ExceptionGroup is raised; nothing here says so",
        fixes: () =>
          [inDocstring(definition, context), inComment(statement, context)].filter((fix) => fix !== undefined),
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
    if (call?.kind === "call" && name?.kind === "identifier" && context.infer.row(call)?.tasks === "group")
      return { call, name: name.text };
  }
  return undefined;
}

/** The calls that start tasks in the group. */
function startedIn(statement: Node, group: string, context: RuleContext): readonly Node[] {
  return [...(statement.child("body")?.descendants("call") ?? [])].filter((call) => {
    const object = call.child("function")?.child("object");
    if (object?.kind !== "identifier" || object.text !== group || context.infer.row(call)?.tasks !== "starts in group")
      return false;
    return loopAround(call, statement)?.kind !== "function_definition";
  });
}

/** Whether there are two of them, or one that runs more than once. */
function areSeveral(started: readonly Node[], statement: Node): boolean {
  return (
    started.length > 1 || started.some((call) => inComprehension(call) || loopAround(call, statement) !== undefined)
  );
}

/** The loop or function between a call and the statement around it. */
function loopAround(call: Node, statement: Node): Node | undefined {
  const around = call.closest("for_statement", "while_statement", "function_definition", "lambda");
  return around !== undefined && statement.contains(around) ? around : undefined;
}

/** Whether the function's own code deals with what a group raises: who reads it knows that its tasks fail together. */
function handlesGroups(definition: Node): boolean {
  for (const clause of definition.descendants("except_clause")) {
    if (clause.hasToken("*") || /\b(?:Base)?ExceptionGroup\b/.test(clause.child("value")?.text ?? "")) return true;
  }
  return false;
}

/**
 * Whether what the group raises is somebody's business already: that of a `try` around it, or of a `with`, but for one
 * that limits time.
 */
function isDealtWithAround(statement: Node, definition: Node, context: RuleContext): boolean {
  if (opensOther(statement, context)) return true;
  for (const around of statement.ancestors()) {
    if (around === definition) return false;
    if (around.kind === "try_statement" || (around.kind === "with_statement" && opensOther(around, context)))
      return true;
  }
  return false;
}

/** Whether a `with` opens anything but groups and time limits. */
function opensOther(statement: Node, { infer }: RuleContext): boolean {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.some((item) => {
    const value = item.child("value");
    const opened = value?.kind === "as_pattern" ? value.named[0] : value;
    const row = opened?.kind === "call" ? infer.row(opened) : undefined;
    return row?.bounds !== "block" && row?.tasks !== "group";
  });
}

/** What is named so goes on until somebody ends it: to be cancelled is how it ends. */
const GOES_ON =
  /^_*(?:run|serve|listen|watch|monitor|poll|loop|consume|forward|pump|relay|heartbeat|keep_?alive|wait|worker|reader|writer|receiver|sender)(?:_|$)|_(?:loop|worker|forever|task)$/;

/**
 * What is named so only looks something up: cut off, nothing is lost but the answer, which an error takes away anyway.
 */
const READS =
  /^_*(?:async_?|a)?(?:get|fetch|search|load|read|list|find|query|look_?up|resolve|check|probe|ping|count|parse|compute|is|has|retrieve|scan|describe|show|test|inspect|detect)(?:_|$|[A-Z])/;

/** Whether a function, by its name, only looks something up. */
function reads(name: string): boolean {
  return READS.test(name);
}

/** What a function that runs for whoever types a command is decorated with. */
const COMMANDS = /(?:^|\.)(?:command|callback|default|group)$/;

/**
 * Whether nobody looks into the docstring for what becomes of the tasks: the function is private, answers a question,
 * or is a command whose docstring is the help that its users read.
 */
function isReadByNobody(definition: Node): boolean {
  const name = definition.child("name")?.text ?? "";
  if (/^_(?!_)/.test(name) || reads(name)) return true;
  if (definition.closest("function_definition") !== undefined) return true;
  if ((definition.closest("class_definition")?.child("name")?.text ?? "").startsWith("_")) return true;
  return decoratorsOf(definition).some((decorator) =>
    COMMANDS.test((decorator.kind === "call" ? decorator.child("function")! : decorator).text),
  );
}

/**
 * Whether a task only reads, as its body or name says, or cancels no other, as it never fails, or gives its error back
 * as a value.
 */
function leavesNothingHalfDone(call: Node, context: RuleContext): boolean {
  const [first] = call.child("arguments")?.named ?? [];
  if (first === undefined) return false;
  if (first.kind === "call" && context.infer.callee(first) === "asyncio.shield") return true;
  const isPartial = first.kind === "call" && context.infer.callee(first) === "functools.partial";
  const task = isPartial ? first.child("arguments")?.named[0] : first.kind === "call" ? first.child("function") : first;
  if (task === undefined) return false;
  const name = (task.child("attribute") ?? task).text;
  if (reads(name) || GOES_ON.test(name) || shields(task, context) || neverFailsWhenCalled(task, context.infer))
    return true;
  // What isn't in sight counts where its name says that it changes something, or is at it for long.
  return !isAtStake(task, true, context) || givesErrorsBack(task, context);
}

/** What an error is given back in: `-> Status[int]`, `-> tuple[bytes, Exception | None]`. */
const HOLDS_ERROR = /^["']?(?:\w+\.)*(?:Status|Result|Outcome|Either)\b|\b\w*(?:Exception|Error)\b/;

/** Whether a function of the file gives back what went wrong, as its annotation says, and so cancels no other task. */
function givesErrorsBack(task: Node, { infer }: RuleContext): boolean {
  const value = infer.value(task);
  return value?.kind === "function" && HOLDS_ERROR.test(value.definition.node.child("return_type")?.text ?? "");
}

/** Whether a function of the file keeps what it does from being cut off: `shield(...)`, `CancelScope(shield=True)`. */
function shields(task: Node, context: RuleContext): boolean {
  const value = context.infer.value(task);
  if (value?.kind !== "function") return false;
  for (const id of value.definition.node.descendants("identifier")) if (id.text === "shield") return true;
  return false;
}

function inDocstring(definition: Node, context: FixContext): Fix | undefined {
  const builder = new FixBuilder(context);
  if (documentCancellation(definition, builder))
    return builder.build({ title: "Say so in the docstring", applicability: "safe" });
  return addDocstring(definition, builder)
    ? builder.build({ title: "Add a docstring that says so", applicability: "safe" })
    : undefined;
}

function inComment(statement: Node, context: FixContext): Fix {
  return new FixBuilder(context)
    .linesAbove(statement, [CANCELLATION_COMMENT])
    .build({ title: "Say so in a comment", applicability: "safe" });
}
