import { isSuite, statementOf } from "../syntax/statements";
import type { Node } from "../syntax/tree";
import { asyncLibraryAt, canAwait, runInThread } from "./awaiting";
import type { FixBuilder, FixContext } from "./builder";
import type { Fix } from "./fix";
import { hasLinesOfItsOwn } from "./own-lines";
import { indentationOf, lineSpan } from "./text";

/** `if self.thing is None: self.thing = load()`, and nothing else that gives the attribute a value but the None it begins with. */
interface Loading {
  readonly question: Node;
  readonly attribute: Node;
  /** `self.thing = None` in the class's `__init__`. */
  readonly beginning: Node;
}

/**
 * Runs a call in a thread that fills an attribute the first time it is asked for, under a lock: others that ask meanwhile wait for it,
 * where they would load it again. Undefined where more than that happens to the attribute.
 *
 * @param besides what else differs in a thread
 */
export function loadOnce(call: Node, context: FixContext, besides?: string): Fix | undefined {
  const python = context.settings?.python;
  // Older locks belong to the loop that runs when they are made.
  if (python !== undefined && (python[0] < 3 || (python[0] === 3 && python[1] < 10))) return undefined;
  if (!canAwait(call) || asyncLibraryAt(context, call) !== "asyncio") return undefined;
  const loading = loadingAround(call, context);
  if (loading === undefined) return undefined;
  const { question, attribute, beginning } = loading;
  const lock = `_${attribute.child("attribute")!.text.replace(/^_+/, "")}_lock`;
  for (const _ of context.infer.identifiers(lock)) return undefined;
  const underLock = (builder: FixBuilder): boolean => {
    const made = builder.need("asyncio.Lock", beginning);
    if (made === undefined) return false;
    const { text } = beginning.tree;
    const { end } = lineSpan(text, beginning.end, beginning.end);
    const eol = context.module.document.lineBreak;
    const line = `${indentationOf(text, beginning.start)}${attribute.child("object")!.text}.${lock} = ${made}()`;
    builder.edit(beginning, end, end, /[\r\n]$/.test(text.slice(0, end)) ? line + eol : eol + line);
    builder.wrap(question, question, `async with ${attribute.child("object")!.text}.${lock}:`).needsNoLook(question);
    return true;
  };
  return runInThread(call, context, {
    title: "Load it once, under a lock",
    applicability: "unsafe",
    annotation: ["Tasks that ask for it meanwhile wait for the first of them", besides].filter((part) => part !== undefined).join("; "),
    differs: "others wait for the first",
    also: underLock,
  });
}

function loadingAround(call: Node, context: FixContext): Loading | undefined {
  const statement = statementOf(call);
  const assignment = statement.kind === "expression_statement" ? statement.named[0] : undefined;
  const attribute = assignment?.kind === "assignment" ? assignment.child("left") : undefined;
  const question = statement.parent !== undefined && isSuite(statement.parent) ? statement.parent.parent : undefined;
  if (attribute?.kind !== "attribute" || attribute.child("object")?.text !== "self" || question?.kind !== "if_statement") return undefined;
  if (question.child("alternative") !== undefined || !asksFor(attribute, question.child("condition")) || !hasLinesOfItsOwn(question)) return undefined;
  for (const _ of question.descendants("await", "return_statement", "yield")) return undefined;
  let beginning: Node | undefined;
  for (const id of context.infer.identifiers(attribute.child("attribute")!.text)) {
    const target = id.field === "attribute" && id.parent?.field === "left" ? id.parent : undefined;
    if (target === undefined || target.parent?.kind === "comparison_operator" || (question.tree === id.tree && question.contains(id))) continue;
    const isBeginning = target.parent?.kind === "assignment" && target.parent.child("right")?.kind === "none" && isInInit(target);
    if (!isBeginning || beginning !== undefined || target.text !== attribute.text) return undefined;
    beginning = target.parent?.parent;
  }
  return beginning?.kind === "expression_statement" && hasLinesOfItsOwn(beginning) ? { question, attribute, beginning } : undefined;
}

/** `self.thing is None`, `not self.thing`. */
function asksFor(attribute: Node, condition: Node | undefined): boolean {
  if (condition?.kind === "not_operator") return condition.named[0]?.text === attribute.text;
  const [left, right, ...others] = condition?.kind === "comparison_operator" ? condition.named : [];
  return left?.text === attribute.text && right?.kind === "none" && others.length === 0 && condition!.hasToken("is");
}

function isInInit(target: Node): boolean {
  const around = target.closest("function_definition", "lambda");
  return around?.child("name")?.text === "__init__" && target.parent?.parent?.parent?.parent === around;
}
