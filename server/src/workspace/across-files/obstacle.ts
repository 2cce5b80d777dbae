/** Why something can't be done, in words for who asked for it. */
export interface Obstacle {
  readonly kind: "obstacle";
  readonly reason: string;
}

/** Who reads so many reasons needs no more of them. */
const MOST_TOLD = 3;

export function obstacle(reason: string): Obstacle {
  return { kind: "obstacle", reason };
}

export function isObstacle(result: object): result is Obstacle {
  return "kind" in result && result.kind === "obstacle";
}

/** Whether there are more reasons than are told, so that none has to be looked for. */
export function areEnough(reasons: ReadonlySet<string>): boolean {
  return reasons.size > MOST_TOLD;
}

/** Several reasons as one; undefined where there are none. */
export function joinReasons(reasons: ReadonlySet<string>): Obstacle | undefined {
  if (reasons.size === 0) return undefined;
  return obstacle([...reasons].slice(0, MOST_TOLD).join("; ") + (areEnough(reasons) ? "; and more" : ""));
}
