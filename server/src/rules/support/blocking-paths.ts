import { BlockingPaths } from "../../model/blocking";
import { perContext } from "./per-context";
import { stallsCaller } from "./stalls";

/** The ways by which calls of a file come to what blocks. */
export const pathsIn = perContext(({ infer, settings }) => new BlockingPaths(infer.further, stallsCaller(settings)));
