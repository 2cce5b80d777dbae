import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";
import { bindingsOf } from "./origin";

/** What is shown so small that it is kept small. */
const SMALL = /(?:^|_)(?:avatars?|favicons?|icons?|emojis?|thumb(?:nail)?s?|badges?)(?:_|$)/i;
/** Points on a side, up to which a picture is made in a moment. */
const FEW_POINTS = 256;
/** Methods that make a picture of another size. */
const RESIZES: ReadonlySet<string> = new Set(["resize", "thumbnail"]);
/** Expressions are looked at so far through the names that the file gives a value. */
const MAX_EXPRESSIONS = 20;

/** `Image.open(BytesIO(avatar)).resize((64, 64))`: a picture that was small made to one that is. */
export function isSmallPicture(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  const picture = callee?.child("object");
  const size = call.child("arguments")?.named[0];
  if (picture === undefined || size?.kind !== "tuple" || !RESIZES.has(callee?.child("attribute")?.text ?? ""))
    return false;
  const sides = size.named.filter(({ kind }) => kind !== "comment");
  return sides.length === 2 && sides.every((side) => isFew(side, context)) && saysSmall(picture, context);
}

function isFew(side: Node, { infer }: RuleContext): boolean {
  const value = infer.value(side);
  return value?.kind === "literal" && value.node.kind === "integer" && Number(value.node.text) <= FEW_POINTS;
}

/** Whether what a picture is made of is called so, be it by way of names of the function. */
function saysSmall(picture: Node, context: RuleContext): boolean {
  const open = [picture];
  const seen = new Set<string>();
  for (let i = 0; i < open.length && i < MAX_EXPRESSIONS; i++) {
    const expression = open[i]!;
    for (const id of expression.kind === "identifier" ? [expression] : expression.descendants("identifier")) {
      if (SMALL.test(id.text)) return true;
      if (id.field === "attribute" || id.field === "name" || seen.has(id.text)) continue;
      seen.add(id.text);
      for (const { source } of bindingsOf(id, context).slice(0, 2))
        if (source.kind === "expression" && source.value.end <= picture.start) open.push(source.value);
    }
  }
  return false;
}
