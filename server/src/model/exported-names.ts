import type { Node } from "../syntax/tree";
import type { Infer } from "./infer";
import type { Module } from "./module";
import { lastMember, type Reference } from "./reference";
import type { Value } from "./values";

const ALL = "__all__";

/** What a module's `__all__` lists: names of its own, and what the lists of other modules hold. */
export interface Listed {
  readonly names: readonly string[];
  readonly modules: readonly Reference[];
}

/** Calls that hand the items of a list on. */
const COPIES: ReadonlySet<string> = new Set(["list", "tuple", "sorted", "set"]);
/** Methods that leave a list's items as they are. */
const LOOKS: ReadonlySet<string> = new Set(["sort", "reverse", "index", "count", "copy"]);

/** What `from module import *` brings, as statements of the module put it together; undefined where they don't tell. */
export function listedIn(module: Module, infer: Infer): Listed | undefined {
  const bindings = module.bindings(ALL);
  if (bindings.length === 0) return undefined;
  const list = new List(infer);
  for (const { source } of bindings) if (source.kind === "import") list.addFrom(source.name);
  for (const id of module.identifiers(ALL)) {
    if (id.field === "attribute" || id.closest("function_definition", "class_definition", "lambda") !== undefined)
      continue;
    list.change(id);
  }
  return list.listed;
}

class List {
  readonly #names = new Set<string>();
  readonly #modules = new Set<Reference>();
  #isKnown = true;

  constructor(readonly infer: Infer) {}

  get listed(): Listed | undefined {
    return this.#isKnown ? { names: [...this.#names], modules: [...this.#modules] } : undefined;
  }

  addFrom(reference: Reference): void {
    const { object, name } = lastMember(reference);
    if (name !== ALL || object === "" || object.startsWith(":")) this.#isKnown = false;
    else this.#modules.add(object);
  }

  /** Takes in what a statement does to the list. */
  change(id: Node): void {
    const { parent } = id;
    if (parent === undefined) return;
    if (parent.kind === "assignment" && id.field === "left") return this.#addAll(parent.child("right"));
    if (parent.kind === "augmented_assignment" && id.field === "left") {
      if (!parent.hasToken("+=")) this.#isKnown = false;
      return this.#addAll(parent.child("right"));
    }
    const call = parent.kind === "attribute" && id.field === "object" ? parent.parent : undefined;
    if (call?.kind === "call" && parent.field === "function")
      this.#called(parent.child("attribute")?.text ?? "", call.child("arguments")?.named[0]);
  }

  #called(method: string, given: Node | undefined): void {
    if (LOOKS.has(method)) return;
    if (method === "extend") return this.#addAll(given);
    const name = given === undefined ? undefined : textOf(given);
    if (name === undefined || (method !== "append" && method !== "remove")) this.#isKnown = false;
    else if (method === "append") this.#names.add(name);
    else this.#names.delete(name);
  }

  #addAll(of: Node | undefined): void {
    const open = [of];
    for (const node of open) {
      switch (node?.kind) {
        case "list":
        case "tuple":
        case "set":
          for (const item of node.named) {
            const name = textOf(item);
            if (name !== undefined) this.#names.add(name);
            else if (item.kind === "list_splat") open.push(item.named[0]);
            else if (item.kind !== "comment") this.#isKnown = false;
          }
          break;
        case "parenthesized_expression":
          open.push(node.named[0]);
          break;
        case "binary_operator":
          if (node.hasToken("+")) open.push(node.child("left"), node.child("right"));
          else this.#isKnown = false;
          break;
        case "call":
          if (COPIES.has(node.child("function")?.text ?? "")) open.push(node.child("arguments")?.named[0]);
          else this.#isKnown = false;
          break;
        case "identifier":
        case "attribute":
          if (node.text !== ALL) this.addFrom(referenceTo(this.infer.value(node)) ?? "");
          break;
        default:
          this.#isKnown = false;
      }
    }
  }
}

function textOf(node: Node): string | undefined {
  return node.kind === "string" ? node.named.find((part) => part.kind === "string_content")?.text : undefined;
}

function referenceTo(value: Value | undefined): Reference | undefined {
  return value?.kind === "name" ? value.name : value?.kind === "outside" ? value.reference : undefined;
}
