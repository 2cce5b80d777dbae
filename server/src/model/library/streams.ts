import type { Library } from "./row";

export const streamRows: Library = { rows: [] };
