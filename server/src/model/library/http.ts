import type { Library } from "./row";

export const http: Library = { rows: [] };
