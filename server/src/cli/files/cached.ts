import { SEVERITIES } from "../../config/settings";
import type { Reported, ReportedFix } from "../check/report";

/** What was found in a file, for as long as its time, its size and its settings stay the same. */
export interface Entry {
  readonly time: number;
  readonly size: number;
  /** Which of the cache's settings held. */
  readonly settings: number;
  readonly findings?: readonly Reported[];
  /** Whether they depend on other files. */
  readonly dependent?: boolean;
}

export interface Stored {
  readonly settings: readonly string[];
  readonly files: ReadonlyMap<string, Entry>;
  /** How the files and folders looked that findings in other files depend on. */
  readonly stamps: Readonly<Record<string, string>>;
}

/** What a cache holds, each part of it looked at: anybody may have written it. Undefined where it is none of ours. */
export function readStored(json: unknown): Stored | undefined {
  if (!isRecord(json) || !isListOf(json["settings"], isString) || !isRecord(json["files"]) || !isRecord(json["stamps"]))
    return undefined;
  const files = Object.entries(json["files"]);
  if (!files.every((file): file is [string, Entry] => isEntry(file[1]))) return undefined;
  const stamps = Object.entries(json["stamps"]);
  if (!stamps.every((stamp): stamp is [string, string] => isString(stamp[1]))) return undefined;
  return { settings: json["settings"], files: new Map(files), stamps: Object.fromEntries(stamps) };
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value) || typeof value["time"] !== "number" || !isCount(value["size"]) || !isCount(value["settings"]))
    return false;
  const { size, findings, dependent } = value;
  if (dependent !== undefined && typeof dependent !== "boolean") return false;
  return findings === undefined || isListOf(findings, (finding): finding is Reported => isReported(finding, size));
}

/** @param size bytes of the file: no place in its text lies behind them */
function isReported(value: unknown, size: number): value is Reported {
  return (
    isRecord(value) &&
    isString(value["rule"]) &&
    SEVERITIES.some((one) => one === value["severity"]) &&
    isString(value["message"]) &&
    isRange(value, size) &&
    isListOf(
      value["related"],
      (one): one is Reported["related"][number] =>
        isRecord(one) && isPlace(one["start"], size) && isString(one["message"]),
    ) &&
    isListOf(
      value["elsewhere"],
      (one): one is Reported["elsewhere"][number] =>
        isRecord(one) &&
        isString(one["file"]) &&
        isCount(one["row"]) &&
        isCount(one["column"]) &&
        isString(one["message"]),
    ) &&
    isListOf(value["fixes"], (fix): fix is ReportedFix => isFix(fix, size)) &&
    isListOf(
      value["refusals"],
      (one): one is Reported["refusals"][number] => isRecord(one) && isString(one["title"]) && isString(one["reason"]),
    )
  );
}

function isFix(value: unknown, size: number): value is ReportedFix {
  return (
    isRecord(value) &&
    isString(value["title"]) &&
    (value["applicability"] === "safe" || value["applicability"] === "unsafe") &&
    (value["annotation"] === undefined || isString(value["annotation"])) &&
    isListOf(
      value["edits"],
      (edit): edit is ReportedFix["edits"][number] => isRecord(edit) && isRange(edit, size) && isString(edit["text"]),
    )
  );
}

function isRange(value: Readonly<Record<string, unknown>>, size: number): boolean {
  const { start, end } = value;
  return isPlace(start, size) && isPlace(end, size) && start <= end;
}

function isPlace(value: unknown, size: number): value is number {
  return isCount(value) && value <= size;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every((item) => isItem(item));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
