import type { Inspect } from "../engine";

let loading: Promise<Inspect> | undefined;

/** What looks at texts, loaded when it is first asked for. */
export function engine(folder: string | undefined): Promise<Inspect> {
  return (loading ??= import("../engine").then(({ loadInspection }) => loadInspection(folder)));
}
