import type { CommentFinding, Rule, Suppression, UnusedSuppression } from "./contract";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import { lineSpan } from "../fixes/text";
import { nearest } from "../config/nearest";
import { PAGES } from "./pages.generated";

const NAME = "unused-suppression";

export const unusedSuppression: Rule = {
  name: NAME,
  kinds: [],
  needs: [],
  check: () => undefined,
  checkUnused(unused, context) {
    const { comment, names, whole } = unused;
    // Who ignores this very rule wants to keep the comment as it is.
    if (comment.names.includes(NAME)) return [];
    const [unknown, known] = partition(names, (index) => !Object.hasOwn(PAGES, comment.names[index]!));
    if (whole && unknown.length === 0) return [aboutComment(unused, context)];
    return [
      ...unknown.map((index) => aboutUnknown(comment, index, context)),
      ...known.map((index) => aboutName(comment, index, context)),
    ];
  },
};

function aboutComment({ comment, names }: UnusedSuppression, context: FixContext): CommentFinding {
  const rules =
    names.length === 0
      ? "no rule finds"
      : `${names.map((index) => comment.names[index]).join(" and ")} ${names.length === 1 ? "finds" : "find"}`;
  const message = `There is nothing to ignore: ${rules} ${names.length === 0 ? "anything" : "nothing"} ${placeOf(comment)}`;
  return { ...comment.directive, message, unnecessary: true, fixes: () => [removeComment(comment, context)] };
}

function aboutName(comment: Suppression, index: number, context: FixContext): CommentFinding {
  const name = comment.names[index]!;
  const message = `There is nothing to ignore: ${name} finds nothing ${placeOf(comment)}`;
  return {
    ...comment.nameRanges[index]!,
    message,
    unnecessary: true,
    fixes: () => [removeName(comment, index, context)],
  };
}

function aboutUnknown(comment: Suppression, index: number, context: FixContext): CommentFinding {
  const name = comment.names[index]!;
  const range = comment.nameRanges[index]!;
  const close = nearest(name, Object.keys(PAGES));
  return {
    ...range,
    message: `There is no rule ${name}: this ignores nothing`,
    fixes: () => {
      const removal = removeName(comment, index, context);
      if (close === undefined || comment.names.includes(close)) return [removal];
      const replaced = new FixBuilder(context).edit(comment.comment, range.start, range.end, close);
      return [
        replaced.build({
          title: `Replace with ${close}`,
          applicability: "unsafe",
          annotation: `Findings of ${close} are ignored`,
          differs: "takes effect",
        }),
        removal,
      ];
    },
  };
}

function placeOf(comment: Suppression): string {
  return comment.syntax === "ignore-file" ? "in this file" : "here";
}

function removeName(comment: Suppression, index: number, context: FixContext): Fix {
  const { nameRanges } = comment;
  if (nameRanges.length === 1) return removeComment(comment, context);
  const start = index === 0 ? nameRanges[0]!.start : nameRanges[index - 1]!.end;
  const end = index === 0 ? nameRanges[1]!.start : nameRanges[index]!.end;
  return new FixBuilder(context)
    .edit(comment.comment, start, end, "")
    .build({ title: `Remove ${comment.names[index]!} from the comment`, applicability: "safe" });
}

/** Takes the comment away with its reason; what other tools are told in the same comment stays. */
function removeComment(comment: Suppression, context: FixContext): Fix {
  const { start, end } = rangeToRemove(comment);
  return new FixBuilder(context)
    .edit(comment.comment, start, end, "")
    .build({ title: "Remove the comment", applicability: "safe" });
}

function rangeToRemove({ comment, directive, ownLine }: Suppression): { readonly start: number; readonly end: number } {
  const { text } = comment.tree;
  const before = text.slice(comment.start, directive.start);
  const nextComment = text.slice(directive.end, comment.end).indexOf("#");
  if (nextComment >= 0) return { start: directive.start, end: directive.end + nextComment };
  if (before.trim() !== "") return { start: comment.start + before.trimEnd().length, end: comment.end };
  if (ownLine) return lineSpan(text, comment.start, comment.end);
  const line = lineSpan(text, comment.start, comment.start);
  return { start: line.start + text.slice(line.start, comment.start).trimEnd().length, end: comment.end };
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
