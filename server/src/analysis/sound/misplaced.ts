import type { Field, Kind } from "../../syntax/kinds.generated";
import type { Node, Tree } from "../../syntax/tree";
import { LOOPS } from "../../syntax/node-kinds";

const FUNCTIONS: ReadonlySet<Kind> = new Set(["function_definition", "lambda"]);
const COMPREHENSIONS: ReadonlySet<Kind> = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);
const NONE = -1;

/** What the grammar takes for a block though nothing stands in it. */
export const EMPTY_BLOCK = "a block without a statement";

/** Where something runs. */
interface Place {
  /** The row of the function or lambda whose body it stands in, of the class if that is nearer; -1 in the module. */
  readonly owner: number;
  /** Whether it can be left by `break`. */
  readonly inLoop: boolean;
  readonly inComprehension: boolean;
  /** The row of the handler of an exception group that it stands in, which neither `return` nor `break` may leave. */
  readonly group: number;
}

/**
 * What the grammar takes and CPython's compiler refuses: `await` outside of async functions and all that hangs on what
 * kind of function something stands in. For each kind, how often it is there.
 */
export function misplacedIn(tree: Tree): ReadonlyMap<string, number> {
  const { names, kind, field, parent } = tree.columns;
  const found = new Map<string, number>();
  const places: Place[] = [];
  const generators = new Set<number>();
  const returning: number[] = [];
  const say = (what: string): void => void found.set(what, (found.get(what) ?? 0) + 1);
  const isAsync = (owner: number): boolean =>
    owner !== NONE && names.kinds[kind[owner]!] === "function_definition" && tree.node(owner).hasToken("async");
  const isIn = (owner: number, kinds: ReadonlySet<Kind>): boolean =>
    owner !== NONE && kinds.has(names.kinds[kind[owner]!]!);

  for (let row = 0; row < kind.length; row++) {
    const around = parent[row]!;
    const place = (places[row] =
      around < 0
        ? MODULE
        : placeIn(places[around]!, around, names.kinds[kind[around]!]!, names.fields[field[row]!], tree));
    if (names.named[kind[row]!] !== true) continue;
    const { owner } = place;
    switch (names.kinds[kind[row]!]) {
      case "block":
        if (tree.node(row).named.length === 0) say(EMPTY_BLOCK);
        break;
      case "await":
        if (!isAsync(owner)) say("await outside of an async function");
        break;
      case "with_statement":
      case "for_statement":
      case "for_in_clause":
        if (!isAsync(owner) && suspendsAround(tree.node(row)))
          say("async for or async with outside of an async function");
        break;
      case "yield":
        generators.add(owner);
        if (!isIn(owner, FUNCTIONS) || place.inComprehension) say("yield outside of a function");
        if (isAsync(owner) && tree.node(row).hasToken("from")) say("yield from in an async function");
        break;
      case "return_statement":
        if (!isIn(owner, FUNCTIONS)) say("return outside of a function");
        if (place.group !== NONE) say("return out of except*");
        if (isAsync(owner) && tree.node(row).named.length > 0) returning.push(owner);
        break;
      case "break_statement":
      case "continue_statement":
        if (!place.inLoop) say("break or continue outside of a loop");
        break;
      default:
    }
  }
  for (const owner of returning) if (generators.has(owner)) say("return with a value in an async generator");
  return found;
}

/** `async for` or `async with`; a generator's `for` suspends whoever goes through it, wherever it was made. */
function suspendsAround(node: Node): boolean {
  return node.hasToken("async") && node.parent?.kind !== "generator_expression";
}

const MODULE: Place = { owner: NONE, inLoop: false, inComprehension: false, group: NONE };

/** The place of a child that fills `field` in a node of a kind. */
function placeIn(outer: Place, row: number, kind: Kind, field: Field | undefined, tree: Tree): Place {
  if (FUNCTIONS.has(kind) || kind === "class_definition") return field === "body" ? { ...MODULE, owner: row } : outer;
  if (LOOPS.has(kind)) return field === "body" && !outer.inLoop ? { ...outer, inLoop: true } : outer;
  if (COMPREHENSIONS.has(kind)) return outer.inComprehension ? outer : { ...outer, inComprehension: true };
  // A loop within the handler may be left.
  if (kind === "except_clause" && tree.node(row).hasToken("*")) return { ...outer, group: row, inLoop: false };
  return outer;
}
