import { referenceElsewhere } from "../model/elsewhere";
import type { HelperElsewhere } from "../model/imports";
import type { Binding } from "../model/scopes";
import type { Node } from "../syntax/tree";
import type { FixBuilder } from "./builder";
import type { FixContext } from "./context";
import { headImports } from "./import-head";
import { isRuntimeImport, servesAt } from "./imports";

/** A function of the project's that a file has at hand by something that it imports. */
export interface AtHand {
  readonly helper: HelperElsewhere;
  readonly by: Binding;
  /** The module to import it from, as the file names that; undefined where it is there already. */
  readonly from: string | undefined;
}

/** What the file needs no other import for comes first; what its module calls private is none. */
export function helpersAtHand(context: FixContext, at: Node): readonly AtHand[] {
  const { infer, module } = context;
  const found: AtHand[] = [];
  for (const by of module.imports) {
    if (!isRuntimeImport(by) || !servesAt(by, at)) continue;
    const reference = referenceElsewhere(infer.lookup(by.name, at));
    if (reference === undefined) continue;
    const from = moduleAtHead(by, context);
    for (const helper of infer.helpersElsewhere(reference)) {
      if (/(?:^|\.)_/.test(helper.path)) continue;
      if (helper.of === "it") found.push({ helper, by, from: undefined });
      else if (from !== undefined) found.push({ helper, by, from });
    }
  }
  return found.sort((a, b) => Number(a.from !== undefined) - Number(b.from !== undefined));
}

/** The module that a statement at the head of a file imports a name from. */
function moduleAtHead({ node }: Binding, { module }: FixContext): string | undefined {
  const statement = node.closest("import_from_statement");
  return headImports(module).find((one) => one.node === statement)?.module;
}

/** How it is written once it is imported. */
export function nameOf({ helper, by, from }: AtHand): string {
  return from === undefined ? `${by.name}.${helper.path}` : helper.path;
}

/** The same, with its import taken care of; undefined where its name is taken. */
export function need(builder: FixBuilder, one: AtHand, at: Node): string | undefined {
  if (one.from === undefined) return nameOf(one);
  const [root = "", ...members] = one.helper.path.split(".");
  const name = builder.needFrom(one.from, root, at);
  return name === undefined ? undefined : [name, ...members].join(".");
}
