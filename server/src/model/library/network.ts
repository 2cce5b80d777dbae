import type { Library } from "./row";

export const networkRows: Library = { rows: [] };
