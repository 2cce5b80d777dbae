import type { Node } from "../syntax/tree";
import type { Infer } from "./infer";

/** Finds out of a node once what its tree alone says: many findings of one function ask the same of it. */
export function rememberedOf<T>(find: (node: Node) => T): (node: Node) => T {
  const known = new WeakMap<Node, { readonly answer: T }>();
  return (node) => {
    const found = known.get(node) ?? { answer: find(node) };
    known.set(node, found);
    return found.answer;
  };
}

/** As `rememberedOf`, where the answer depends on what names mean: it holds as long as the inference does. */
export function rememberedAsInferred<T>(find: (node: Node, infer: Infer) => T): (node: Node, infer: Infer) => T {
  const byInfer = new WeakMap<Infer, (node: Node) => T>();
  return (node, infer) => {
    let ask = byInfer.get(infer);
    if (ask === undefined) byInfer.set(infer, (ask = rememberedOf((one) => find(one, infer))));
    return ask(node);
  };
}
