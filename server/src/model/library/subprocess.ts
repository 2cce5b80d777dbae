import type { Library } from "./row";

export const subprocessRows: Library = { rows: [] };
