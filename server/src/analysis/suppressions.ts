import { COMMENTS } from "../syntax/node-kinds";
import { LineIndex } from "../syntax/lines";
import type { Suppression } from "../rules/contract";
import type { Tree } from "../syntax/tree";

const OURS = /#\s*async-skill:\s*(ignore-file|ignore)(?![\w-])\s*(\[([^\]#]*)\])?/;
const NOQA = /#\s*noqa(?::\s*([A-Z][A-Z0-9]*[0-9]+(?:[,\s]+[A-Z][A-Z0-9]*[0-9]+)*))?/i;
const RUFF = /#\s*ruff:\s*ignore\[([^\]#]*)\]/;

/** The suppression comments of a segment. */
export function findSuppressions(tree: Tree): readonly Suppression[] {
  if (!/async-skill:|noqa|ruff:/i.test(tree.text)) return [];
  const found: Suppression[] = [];
  const lines = new LineIndex(tree.text);
  for (const comment of tree.nodesOf(COMMENTS)) {
    for (const parsed of parse(comment.text)) {
      const line = lines.lineAt(comment.start);
      const nameRanges: { start: number; end: number }[] = [];
      let at = comment.start + parsed.listAt;
      for (const name of parsed.names) {
        const start = tree.text.indexOf(name, at);
        at = start + name.length;
        nameRanges.push({ start, end: at });
      }
      found.push({
        comment,
        syntax: parsed.syntax,
        directive: { start: comment.start + parsed.start, end: comment.start + parsed.end },
        names: parsed.names,
        nameRanges,
        line,
        ownLine: /^[ \t\f\uFEFF]*$/.test(tree.text.slice(lines.startOf(line), comment.start)),
      });
    }
  }
  return found;
}

interface Parsed {
  readonly syntax: Suppression["syntax"];
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly listAt: number;
}

/** What a comment says to us and to others; one comment may speak to both. */
function parse(text: string): readonly Parsed[] {
  const parsed: Parsed[] = [];
  const ours = OURS.exec(text);
  if (ours !== null) {
    const syntax = ours[1] === "ignore-file" ? "ignore-file" : "ignore";
    const listAt = ours[2] === undefined ? 0 : ours.index + ours[0].indexOf("[") + 1;
    parsed.push({
      syntax,
      names: split(ours[3]),
      start: ours.index,
      end: ours.index + ours[0].trimEnd().length,
      listAt,
    });
  }
  const peer = RUFF.exec(text) ?? NOQA.exec(text);
  if (peer !== null)
    parsed.push({
      syntax: "noqa",
      names: split(peer[1]),
      start: peer.index,
      end: peer.index + peer[0].length,
      listAt: peer.index,
    });
  return parsed;
}

function split(list: string | undefined): readonly string[] {
  return (list ?? "").split(/[,\s]+/).filter((name) => name !== "");
}

/** Whether the comment speaks of a rule. */
export function coversRule(suppression: Suppression, rule: string, peers: readonly string[]): boolean {
  if (suppression.names.length === 0) return true;
  if (suppression.syntax !== "noqa") return suppression.names.includes(rule);
  return suppression.names.some((name) => peers.some((peer) => peer.toUpperCase() === name.toUpperCase()));
}
