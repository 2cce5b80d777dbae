/** The candidate that a misspelt name most likely means; undefined where none is close. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().replaceAll("_", "-");
  const beginning = onlyOne(candidates, (candidate) => wanted.length >= 4 && candidate.startsWith(wanted));
  if (beginning !== undefined) return beginning;
  // A quarter of the letters may be wrong: more would guess.
  let limit = Math.max(1, Math.floor(wanted.length / 4)) + 1;
  let best: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance < limit) [best, limit] = [candidate, distance];
  }
  return best ?? onlyOne(candidates, (candidate) => wanted.length >= 4 && candidate.includes(wanted));
}

function onlyOne(candidates: Iterable<string>, test: (candidate: string) => boolean): string | undefined {
  const found = [...candidates].filter(test);
  return found.length === 1 ? found[0] : undefined;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`; `limit` where it is that many
 * or more.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(change, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
