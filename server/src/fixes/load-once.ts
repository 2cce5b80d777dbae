import { mayBeOlder } from "../config/python";
import type { Kind } from "../syntax/kinds.generated";
import { isSuite, statementOf } from "../syntax/statements";
import type { Node } from "../syntax/tree";
import { asyncLibraryAt } from "./async-library";
import { canAwait, runInThread } from "./awaiting";
import type { FixBuilder, FixContext } from "./builder";
import type { Fix } from "./fix";
import { hasLinesOfItsOwn } from "./own-lines";
import { indentationOf, lineSpan } from "./text";

/** `if self.thing is None: self.thing = load()`, and nothing else that gives it a value but the None it begins with. */
interface Loading {
  readonly question: Node;
  /** `self.thing`, or a variable of the module. */
  readonly target: Node;
  /** `self.thing = None` in the class's `__init__`, or `thing = None` of the module. */
  readonly beginning: Node;
}

/**
 * Runs a call in a thread that fills an attribute or a variable of the module the first time it is asked for, under a
 * lock: others that ask meanwhile wait for it, where they would load it again. Undefined where more than that happens
 * to it.
 *
 * @param besides what else differs in a thread
 */
export function loadOnce(call: Node, context: FixContext, besides?: string): Fix | undefined {
  const python = context.settings?.python;
  // Older locks belong to the loop that runs when they are made.
  if (mayBeOlder(python, [3, 10])) return undefined;
  if (!canAwait(call) || asyncLibraryAt(context, call) !== "asyncio") return undefined;
  const loading = loadingAround(call, context);
  if (loading === undefined) return undefined;
  const { question, target, beginning } = loading;
  const object = target.child("object");
  const own = `_${nameOf(target).text.replace(/^_+/, "")}_lock`;
  if (context.infer.isSaid(own)) return undefined;
  const lock = object === undefined ? own : `${object.text}.${own}`;
  const underLock = (builder: FixBuilder): boolean => {
    const made = builder.need("asyncio.Lock", beginning);
    if (made === undefined) return false;
    const { text } = beginning.tree;
    const { end } = lineSpan(text, beginning.end, beginning.end);
    const eol = context.module.document.lineBreak;
    const line = `${indentationOf(text, beginning.start)}${lock} = ${made}()`;
    builder.edit(beginning, end, end, /[\r\n]$/.test(text.slice(0, end)) ? line + eol : eol + line);
    builder.wrap(question, question, `async with ${lock}:`).needsNoLook(question);
    return true;
  };
  return runInThread(call, context, {
    title: "Load it once, under a lock",
    applicability: "unsafe",
    annotation: ["Tasks that ask for it meanwhile wait for the first of them", besides]
      .filter((part) => part !== undefined)
      .join("; "),
    differs: "others wait for the first",
    also: underLock,
  });
}

function loadingAround(call: Node, context: FixContext): Loading | undefined {
  const statement = statementOf(call);
  const assignment = statement.kind === "expression_statement" ? statement.named[0] : undefined;
  const target = assignment?.kind === "assignment" ? assignment.child("left") : undefined;
  const question = statement.parent !== undefined && isSuite(statement.parent) ? statement.parent.parent : undefined;
  if (target === undefined || question?.kind !== "if_statement" || !isShared(target, context)) return undefined;
  if (
    question.child("alternative") !== undefined ||
    !asksFor(target, question.child("condition")) ||
    !hasLinesOfItsOwn(question)
  )
    return undefined;
  for (const _ of question.descendants("await", "return_statement", "yield")) return undefined;
  const beginning = beginningOf(target, question, context);
  return beginning !== undefined && hasLinesOfItsOwn(beginning) ? { question, target, beginning } : undefined;
}

/** The statement that gives None before anybody asks, where nothing else is given outside of the question. */
function beginningOf(target: Node, question: Node, { infer }: FixContext): Node | undefined {
  let beginning: Node | undefined;
  for (const id of infer.identifiers(nameOf(target).text)) {
    const assigned = targetAt(id, target.kind);
    if (
      assigned === undefined ||
      assigned.parent?.kind === "comparison_operator" ||
      (question.tree === id.tree && question.contains(id))
    )
      continue;
    const isBeginning =
      assigned.parent?.kind === "assignment" &&
      assigned.parent.child("right")?.kind === "none" &&
      isAtBeginning(assigned);
    if (!isBeginning || beginning !== undefined || assigned.text !== target.text) return undefined;
    beginning = assigned.parent?.parent;
  }
  return beginning?.kind === "expression_statement" ? beginning : undefined;
}

/** An attribute of the object, or a variable that the function says is the module's. */
function isShared(target: Node, context: FixContext): boolean {
  if (target.kind === "attribute") return target.child("object")?.text === "self";
  return target.kind === "identifier" && context.module.scopes(target.tree).of(target).globals.has(target.text);
}

function nameOf(target: Node): Node {
  return target.child("attribute") ?? target;
}

/** What is assigned where a name stands, if it is of the same kind as another target. */
function targetAt(id: Node, kind: Kind): Node | undefined {
  const node =
    kind === "attribute"
      ? id.field === "attribute"
        ? id.parent
        : undefined
      : id.field === "attribute"
        ? undefined
        : id;
  return node?.field === "left" ? node : undefined;
}

/** `self.thing is None`, `not self.thing`. */
function asksFor(target: Node, condition: Node | undefined): boolean {
  if (condition?.kind === "not_operator") return condition.named[0]?.text === target.text;
  const [left, right, ...others] = condition?.kind === "comparison_operator" ? condition.named : [];
  return left?.text === target.text && right?.kind === "none" && others.length === 0 && condition!.hasToken("is");
}

/** Whether a target is assigned among the statements of `__init__`, or of the module. */
function isAtBeginning(target: Node): boolean {
  const around = target.closest("function_definition", "lambda", "class_definition");
  if (target.kind === "identifier") return around === undefined && target.parent?.parent?.parent?.kind === "module";
  return around?.child("name")?.text === "__init__" && target.parent?.parent?.parent?.parent === around;
}
