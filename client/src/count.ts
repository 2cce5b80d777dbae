import { l10n } from "vscode";

/** What is counted: how it is said that there are none, one, and more. */
const WORDS = {
  finding: {
    none: () => l10n.t("No findings"),
    one: () => l10n.t("1 finding"),
    many: (number: number) => l10n.t("{0} findings", number),
  },
  file: {
    none: () => l10n.t("No files"),
    one: () => l10n.t("1 file"),
    many: (number: number) => l10n.t("{0} files", number),
  },
  fix: {
    none: () => l10n.t("No fixes"),
    one: () => l10n.t("1 fix"),
    many: (number: number) => l10n.t("{0} fixes", number),
  },
} as const;

/** A number with what is counted. */
export function count(number: number, what: keyof typeof WORDS): string {
  const { none, one, many } = WORDS[what];
  if (number === 0) return none();
  return number === 1 ? one() : many(number);
}
