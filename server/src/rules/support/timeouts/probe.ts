import type { Node } from "../../../syntax/tree";

/** What a response says before anything of its body has come. */
const OF_HEAD = /^(?:status|status_code|ok|reason|is_success|is_error|raise_for_status|close|release)$/;

/**
 * Whether all that a request asks is whether somebody answers, and how: nothing of the answer is read but its status.
 */
export function isProbe(request: Node): boolean {
  let answer = request;
  while (answer.parent?.kind === "await" || answer.parent?.kind === "parenthesized_expression") answer = answer.parent;
  if (answer.field === "object") return OF_HEAD.test(answer.parent?.child("attribute")?.text ?? "");
  const name = nameOf(answer);
  const around = name?.closest("function_definition");
  if (name === undefined || around === undefined) return false;
  const uses = [...around.descendants("identifier")].filter(
    (id) => id.text === name.text && id !== name && id.field !== "attribute" && id.field !== "name",
  );
  return (
    uses.length > 0 &&
    uses.every((id) => id.field === "object" && OF_HEAD.test(id.parent?.child("attribute")?.text ?? ""))
  );
}

/** The name that an answer is given. */
function nameOf({ parent, field }: Node): Node | undefined {
  const given =
    parent?.kind === "as_pattern"
      ? parent.child("alias")?.named[0]
      : parent?.kind === "assignment" && field === "right"
        ? parent.child("left")
        : undefined;
  return given?.kind === "identifier" ? given : undefined;
}
