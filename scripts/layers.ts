/**
 * The folders of `server/src` and what each may import: what lint refuses, and what its test tries, comes from here.
 */

/** The engine, lowest first; what stands together knows nothing of each other. Pure: neither Node nor the protocol. */
const ENGINE = [
  ["syntax"],
  ["config"],
  ["model"],
  ["project"],
  ["fixes"],
  ["rules", "refactorings"],
  ["analysis"],
  ["workspace"],
] as const;
/** What needs Node, and next to nothing of ours; for the faces alone. */
const FOR_NODE = ["files", "limits"] as const;
const FACES = ["lsp", "cli"] as const;

export const FOLDERS: readonly string[] = [...ENGINE.flat(), ...FOR_NODE, ...FACES];
export const ENGINE_FOLDERS: readonly string[] = ENGINE.flat();

/** What may be taken of a folder that is otherwise closed to another: files without their ending. */
interface Door {
  readonly from: string;
  readonly to: string;
  readonly files: readonly string[];
  readonly message: string;
}

export const DOORS: readonly Door[] = [
  {
    from: "refactorings",
    to: "rules",
    files: ["contract"],
    message: "Refactorings take from rules only what both can ask, rules/contract.",
  },
  {
    from: "files",
    to: "config",
    files: ["ignore-patterns"],
    message: "Files know of settings only what leaves files out, config/ignore-patterns.",
  },
  {
    from: "cli",
    to: "lsp",
    files: ["node-host"],
    message: "cli starts the server through lsp/node-host, and knows nothing else of it.",
  },
];

/** Whether files of one folder may import any file of another. */
export function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (FOR_NODE.some((folder) => folder === from)) return false;
  if (FACES.some((folder) => folder === from)) return !FACES.some((folder) => folder === to);
  const floor = (folder: string): number => ENGINE.findIndex((floorOf) => floorOf.some((one) => one === folder));
  return floor(to) >= 0 && floor(to) < floor(from);
}

/** The parts of lint's configuration that keep the layers apart. */
export function layerOverrides(): readonly unknown[] {
  return [
    ...FOLDERS.map((folder) => ({
      files: [`server/src/${folder}/**`],
      rules: { "no-restricted-imports": ["error", { patterns: patterns(folder) }] },
    })),
    {
      files: [`server/src/{${ENGINE_FOLDERS.join(",")}}/**`],
      rules: {
        "no-restricted-globals": ["error", { name: "process", message: "Only cli/ reads argv and the environment." }],
      },
    },
  ];
}

/** Whether a part of lint's configuration is one of these. */
export function isOfLayers(override: {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}): boolean {
  return (
    override.files.every((files) => files.startsWith("server/src/")) &&
    Object.keys(override.rules).every((rule) => rule.startsWith("no-restricted-"))
  );
}

function patterns(folder: string): readonly unknown[] {
  const doors = DOORS.filter(({ from }) => from === folder);
  const closed = FOLDERS.filter((other) => !mayImport(folder, other) && !doors.some(({ to }) => to === other));
  return [
    ...(closed.length === 0
      ? []
      : [{ regex: `^(\\.\\./)+(${closed.join("|")})(/|$)`, message: `Imports run one way: ${ORDER}.` }]),
    ...doors.map(({ to, files, message }) => ({
      group: [`**/${to}/**`, ...files.map((file) => `!**/${to}/${file}`)],
      message,
    })),
    { regex: "^(\\.\\./)+(node|browser)$", message: "Nothing imports an entry." },
    ...(ENGINE_FOLDERS.includes(folder)
      ? [
          {
            regex: "^node:",
            message: "The engine runs in Node and in a web worker: only lsp/ and cli/ may reach for Node.",
          },
        ]
      : []),
    ...(folder === "lsp"
      ? []
      : [
          {
            regex: "^(vscode-languageserver(/|$)|(\\.\\./)+shared/requests$)",
            message: "Only lsp/ knows the protocol.",
          },
        ]),
  ];
}

const ORDER = [FACES, ...ENGINE.toReversed()].map((floor) => floor.join(", ")).join(" → ");
