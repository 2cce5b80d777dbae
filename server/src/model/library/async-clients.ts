import type { Library } from "./row";

export const asyncClientRows: Library = { rows: [] };
