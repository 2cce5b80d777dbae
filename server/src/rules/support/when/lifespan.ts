import type { RuleContext } from "../../contract";
import { libraryRow } from "../../../model/library/index";
import type { Node } from "../../../syntax/tree";

/** What applications call the context manager that they run in, and where aiohttp's take theirs. */
const LIFESPAN = /lifespan/i;
const CLEANUP = "cleanup_ctx";

/**
 * Whether a context-manager function holds the set-up and tear-down of an application: by what it is given, by where
 * the file hands it over, or by its name.
 */
export function isLifespan(definition: Node, context: RuleContext): boolean {
  const name = definition.child("name");
  if (name === undefined) return false;
  return LIFESPAN.test(name.text) || takesApplication(definition, context) || isHandedToApplication(name, context);
}

/** Whether an application is all that it is given. */
function takesApplication(definition: Node, { infer }: RuleContext): boolean {
  const parameters = (definition.child("parameters")?.named ?? []).filter(
    (one) => one.text !== "self" && one.text !== "cls" && one.kind !== "comment",
  );
  const [only] = parameters;
  const annotation = parameters.length === 1 ? only?.child("type") : undefined;
  const type = annotation === undefined ? undefined : infer.type(annotation);
  return type?.kind === "instance" && libraryRow(type.name)?.hasLifespan === true;
}

/** `FastAPI(lifespan=start)`, `app.router.lifespan_context = start`, `app.cleanup_ctx.append(start)`. */
function isHandedToApplication(name: Node, { infer }: RuleContext): boolean {
  for (const use of infer.identifiersIfFew(name.text)) {
    if (use === name) continue;
    for (const around of use.ancestors()) {
      if (around.kind === "keyword_argument" && LIFESPAN.test(around.child("name")?.text ?? "")) return true;
      if (
        around.kind === "assignment" &&
        around.child("right")?.contains(use) === true &&
        isPlace(around.child("left"))
      )
        return true;
      if (
        around.kind === "call" &&
        around.child("arguments")?.contains(use) === true &&
        isPlace(around.child("function")?.child("object"))
      )
        return true;
      if (around.kind.endsWith("statement") || around.kind === "block") break;
    }
  }
  return false;
}

function isPlace(target: Node | undefined): boolean {
  const name = (target?.child("attribute") ?? target)?.text ?? "";
  return name === CLEANUP || LIFESPAN.test(name);
}
