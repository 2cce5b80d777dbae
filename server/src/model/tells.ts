/** Who tells an error from a group of errors that is raised in its place: nobody, nobody in sight, or somebody. */
export type Tells = "nobody" | "unknown" | "somebody";
