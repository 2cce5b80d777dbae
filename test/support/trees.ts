import type { PythonDocument } from "../../server/src/syntax/document";
import type { Node } from "../../server/src/syntax/tree";

/**
 * The named nodes below a root in preorder, as kind, start and end. Left out are what a cut must change: modules,
 * blocks and the end of classes, whose members stand in segments of their own.
 */
export function shape(root: Node, offset = 0): string[] {
  const shown: string[] = [];
  for (const node of root.subtree()) {
    if (!node.isNamed || node.kind === "module" || node.kind === "block") continue;
    const isClass = node.kind === "class_definition" || node.child("definition")?.kind === "class_definition";
    shown.push(`${node.kind} ${node.start + offset}..${isClass ? "" : node.end + offset}`);
  }
  return shown;
}

export function segmentShape(document: PythonDocument): string[] {
  return document.segments.flatMap((segment) => shape(segment.tree.root, document.offsetOf(segment)));
}
