import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { rememberedOf } from "./remembered";

const ASKING: ReadonlySet<Kind> = new Set(["if_statement", "elif_clause", "case_clause"]);

/** From so many kinds on, that an object is made of one of them says little of what a program makes. */
const MANY = 3;

/** What makes an object, as classes are called: `MeiliSearch(config)`. */
const MAKES_OBJECT = /^_*[A-Z]/;

/**
 * Whether a call makes the object of one kind of many, by what the function was given:
 * `elif isinstance(config, SearchConfig): return Search(config)`. Most programs have one kind, and hardly ever this.
 */
export function isOneOfMany(call: Node, function_: Node): boolean {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  if (callee === undefined || !MAKES_OBJECT.test((callee.child("attribute") ?? callee).text)) return false;
  for (const around of call.ancestors()) {
    if (around === function_) return false;
    const subject = ASKING.has(around.kind) && bodyOf(around)?.contains(call) === true ? subjectOf(around) : undefined;
    if (subject !== undefined) return (makersIn(function_).get(subject) ?? 0) >= MANY;
  }
  return false;
}

/** How many answers there are to what a function asks of one thing, each of which makes an object of its own. */
const makersIn = rememberedOf((function_: Node): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const asking of ownNodes(function_, ASKING)) {
    const subject = subjectOf(asking);
    const body = bodyOf(asking);
    if (subject !== undefined && body !== undefined && makesObject(body))
      found.set(subject, (found.get(subject) ?? 0) + 1);
  }
  return found;
});

function makesObject(body: Node): boolean {
  for (const call of body.descendants("call")) {
    const callee = call.child("function");
    const made = call.parent?.kind === "return_statement" || call.parent?.kind === "assignment";
    if (made && MAKES_OBJECT.test((callee?.child("attribute") ?? callee)?.text ?? "")) return true;
  }
  return false;
}

function bodyOf(asking: Node): Node | undefined {
  return asking.child("consequence");
}

/** What is asked which kind it is: `kind == "search"`, `isinstance(config, SearchConfig)`, the subject of a `match`. */
function subjectOf(asking: Node): string | undefined {
  if (asking.kind === "case_clause") {
    const subject = asking.closest("match_statement")?.child("subject");
    return subject === undefined ? undefined : `match ${subject.text}`;
  }
  const condition = asking.child("condition");
  if (condition?.kind === "call" && condition.child("function")?.text === "isinstance")
    return condition.child("arguments")?.named[0]?.text;
  const asksForOne =
    condition?.kind === "comparison_operator" && (condition.hasToken("==") || condition.hasToken("is"));
  return asksForOne ? condition.named[0]?.text : undefined;
}
