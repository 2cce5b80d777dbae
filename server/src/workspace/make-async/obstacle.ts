/** Why something can't be done, in words for who asked for it. */
export interface Obstacle {
  readonly kind: "obstacle";
  readonly reason: string;
}

/** More reasons of a kind than this are counted. */
const MOST_TOLD = 3;

export function obstacle(reason: string): Obstacle {
  return { kind: "obstacle", reason };
}

export function isObstacle(result: object): result is Obstacle {
  return "kind" in result && result.kind === "obstacle";
}

/** Several reasons as one; undefined where there are none. */
export function joinReasons(reasons: readonly string[]): Obstacle | undefined {
  const each = [...new Set(reasons)];
  if (each.length === 0) return undefined;
  const more = each.length > MOST_TOLD ? `; and ${each.length - MOST_TOLD} more` : "";
  return obstacle(each.slice(0, MOST_TOLD).join("; ") + more);
}
