import type { Library } from "./row";

export const filesRows: Library = { rows: [] };
