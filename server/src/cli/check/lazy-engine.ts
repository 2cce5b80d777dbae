import type { Inspect } from "../engine";
import type { ProjectPlace } from "./project";

let loading: Promise<Inspect> | undefined;

/** What looks at texts, loaded when it is first asked for. */
export function engine(place: ProjectPlace | undefined): Promise<Inspect> {
  return (loading ??= import("../engine").then(({ loadInspection }) => loadInspection(place)));
}
