import type { HttpClient } from "../../config/configuration";
import { CLIENTS } from "../../fixes/clients/index";
import type { Helpers } from "../across-files/helper";
import type { Fix, ProjectFix, Refusal } from "../../fixes/fix";
import { installingNote } from "../../fixes/new-library";
import type { FileId } from "../../project/files";
import { executionOf } from "../../model/execution";
import type { Node } from "../../syntax/tree";
import { ASYNC_NAMES, awaitCalls } from "../across-files/await-calls";
import { Draft, type Source } from "../across-files/draft";
import { keyOf } from "../across-files/functions";
import { isObstacle, obstacle, type Obstacle } from "../across-files/obstacle";
import { repairBlocking } from "../across-files/repair";
import { type Use as Call, usesOf } from "../across-files/uses";
import { type CallPlace, type Rewritten, type Surroundings, TOO_MANY_FILES, wholeFix } from "../across-files/whole-fix";
import { closeAtEnd } from "./closing";
import { growthOf, plainUsers } from "./colour";
import { managedBy } from "./entered";
import { type Held, heldBy, sameHeld } from "./held";
import { type GivenBesides, givenBesides } from "./given-besides";
import { madeInLoop } from "./made-in-loop";
import { type Awaited, type Creation, type Unclosed, moveUses } from "./rewrite";
import { openAtStart } from "./opening";
import { type Use, usesOfSession } from "./session-uses";

/**
 * Moves the session that the objects of a class, or a module, hold to an async client: its making, all that is sent by
 * it, the functions that do so, and all their callers, in whatever files. Done as a whole, or refused with the reason.
 */
export function moveSession(
  fix: ProjectFix,
  to: HttpClient,
  place: CallPlace,
  surroundings: Surroundings,
): Fix | Refusal {
  const draft = new Draft(surroundings.host, surroundings.open);
  return wholeFix(fix, place.file, change(to, place, draft, surroundings), draft);
}

function change(
  to: HttpClient,
  place: CallPlace,
  draft: Draft,
  { host, settings }: Surroundings,
): Rewritten | Obstacle {
  const all = host.pythonFiles(place.file);
  if (all === undefined) return obstacle(TOO_MANY_FILES);
  const sent = sendingCall(place, draft);
  if (isObstacle(sent)) return sent;
  const session = sent.call.child("function")?.child("object");
  const seen = [...new Set([place.file, sent.source.file, ...all])];
  const held = session === undefined ? obstacle("it is sent by no session") : heldBy(session, sent.source, seen);
  if (isObstacle(held)) return held;
  const files = [...new Set([...seen, held.source.file])];
  const besides = givenBesides(held, files);
  if (isObstacle(besides)) return besides;
  const uses = usesOfSession(held, files, draft, besides);
  if (isObstacle(uses)) return uses;
  const moved = moveHeld({ held, to, uses, besides, notes: [] }, files, draft, settings);
  if (!isObstacle(moved) || moved.isForLoop !== true || besides.length > 0) return moved;
  const opened = openAtStart(held, uses, files, draft, settings);
  if (opened === "unseen") return moved;
  if (isObstacle(opened)) return opened;
  return moveOpened({ held, to, notes: opened.notes }, files, opened.draft, settings);
}

/** A session that is to be moved, with all its uses. */
interface Movement {
  readonly held: Held;
  readonly to: HttpClient;
  readonly uses: readonly Use[];
  /** The sessions that callers give in its place. */
  readonly besides: readonly GivenBesides[];
  /** What was changed before, in words. */
  readonly notes: readonly string[];
}

/** Moves a session whose project was changed so that an event loop runs where it is made. */
function moveOpened(
  { held: before, to, notes }: Omit<Movement, "uses" | "besides">,
  files: readonly FileId[],
  draft: Draft,
  settings: Surroundings["settings"],
): Rewritten | Obstacle {
  const held = sameHeld(before, draft);
  if (isObstacle(held)) return held;
  const uses = usesOfSession(held, files, draft);
  return isObstacle(uses) ? uses : moveHeld({ held, to, uses, besides: [], notes }, files, draft, settings);
}

function moveHeld(
  { held, to, uses, besides, notes }: Movement,
  known: readonly FileId[],
  draft: Draft,
  settings: Surroundings["settings"],
): Rewritten | (Obstacle & { readonly isForLoop?: boolean }) {
  const awaiting = makeUsersAsync(held, uses, known, draft, settings);
  if (isObstacle(awaiting)) return awaiting;
  const after = draft.with(awaiting.texts);
  const heldAfter = sameHeld(held, after);
  if (isObstacle(heldAfter)) return heldAfter;
  const movable = {
    held: heldAfter,
    to,
    uses: uses.flatMap((use) => useAfter(use, after) ?? []),
    besides: creationsAfter(besides, after),
    awaited: awaiting.calls.flatMap((call) => awaitedAfter(call, after) ?? []),
  };
  const started = CLIENTS[to].needsLoop ? madeInLoop(heldAfter, movable.besides, known, after) : undefined;
  if (started !== undefined) return { ...started, isForLoop: executionOf(held.creation).kind !== "async" };
  const moved = moveUses(movable, known, after, settings);
  if (isObstacle(moved)) return moved;
  const closed = closeUnclosed(
    heldAfter,
    moved.unclosed ?? uncalledClose(held, uses, awaiting.calls),
    known,
    after.with(moved.texts),
    settings,
  );
  const repaired = repairBlocking(awaiting.helpers, closed.draft, settings);
  const install = held.from === to ? undefined : installingNote(to, settings);
  return {
    draft: repaired.draft,
    requires: [...(held.from === to ? [] : [to]), ...repaired.requires],
    annotations: [
      ...notes,
      ...awaiting.annotations,
      ...closed.notes,
      ...moved.notes,
      ...(held.given === undefined
        ? []
        : [`whoever gives ${held.name} from outside has to give an ${CLIENTS[to].className}`]),
      ...(install === undefined ? [] : [install]),
      ...repaired.annotations,
      ...repaired.left,
    ],
  };
}

/** Closes what nobody does yet, where an application ends; else says who has to. */
function closeUnclosed(
  held: Held,
  unclosed: Unclosed | undefined,
  files: readonly FileId[],
  draft: Draft,
  settings: Surroundings["settings"],
): { readonly draft: Draft; readonly notes: readonly string[] } {
  if (unclosed === undefined) return { draft, notes: [] };
  const { texts, by, all } = closeAtEnd(held, unclosed.method, files, draft, settings);
  return {
    draft: draft.with(texts),
    notes: [
      ...(by.length === 0 ? [] : [`${by.join(" and ")} closes ${held.name}`]),
      ...(all ? [] : [unclosed.note ?? []].flat()),
    ],
  };
}

/** The method of a class that closes its session, and that nobody calls. */
function uncalledClose({ holder }: Held, uses: readonly Use[], calls: readonly Call[]): Unclosed | undefined {
  const closes = uses.flatMap(({ kind, session, source }) => (kind === "close" ? [{ session, source }] : []));
  const [close, ...others] = closes;
  const execution = close === undefined ? undefined : executionOf(close.session);
  if (close === undefined || others.length > 0 || execution?.kind !== "sync" || holder.kind !== "attribute")
    return undefined;
  const { owner, name } = close.source.module.function(execution.function);
  const takesMore = execution.function.child("parameters")?.named.length !== 1;
  const isCalled = calls.some(({ call }) => call.child("function")?.child("attribute")?.text === name);
  return owner !== holder.owner || takesMore || isCalled || name.startsWith("__") ? undefined : { method: name };
}

/** The functions that send by a session, and all that call them, made async. */
interface Coloured {
  readonly kind: "coloured";
  readonly texts: ReadonlyMap<FileId, string>;
  readonly calls: readonly Call[];
  readonly helpers: Helpers;
  readonly annotations: readonly string[];
}

function makeUsersAsync(
  held: Held,
  uses: readonly Use[],
  files: readonly FileId[],
  draft: Draft,
  settings: Surroundings["settings"],
): Coloured | Obstacle {
  const plain = plainUsers(uses, draft);
  if (isObstacle(plain)) return plain;
  const found = usesOf(plain, files, draft, growthOf(held, uses, draft));
  if (isObstacle(found)) return found;
  const managed = managedBy(found.helpers, files, draft);
  if (isObstacle(managed)) return managed;
  const awaiting = awaitCalls({ ...found, helpers: managed.helpers }, settings, managed.entered);
  if (isObstacle(awaiting)) return awaiting;
  const { texts, annotations } = awaiting;
  return { kind: "coloured", texts, annotations, calls: found.uses, helpers: renamed(managed.helpers) };
}

/** Functions as they are called once they are async. */
function renamed(helpers: Helpers): Helpers {
  return new Map(
    [...helpers.values()].map((helper) => {
      const { source, path, name } = helper;
      const asyncPath = path.slice(0, path.length - name.length) + (ASYNC_NAMES.get(name) ?? name);
      return [keyOf(source.file, asyncPath), { ...helper, path: asyncPath }];
    }),
  );
}

/** The call that sends the request which a call comes to, be it in another file. */
function sendingCall(
  { file, start, end }: CallPlace,
  draft: Draft,
): { readonly call: Node; readonly source: Source } | Obstacle {
  const source = draft.source(file);
  const call = source?.callAt(start, end);
  if (source === undefined || call === undefined) return obstacle("the call is no longer there");
  if (source.infer.row(call)?.blocks === "http") return { call, source };
  const callee = call.child("function");
  const last =
    callee === undefined ? undefined : source.paths.from({ at: call, way: "call", what: callee })?.steps.at(-1);
  if (last?.kind === "here") return { call: last.at, source };
  const other = last === undefined ? undefined : draft.source(last.uri);
  const sent =
    other === undefined || last === undefined
      ? undefined
      : other.callAt(other.document.offsetAt(last.range.start), other.document.offsetAt(last.range.end));
  return other === undefined || sent === undefined
    ? obstacle("what sends the request can't be followed")
    : { call: sent, source: other };
}

function useAfter(use: Use, after: Draft): Use | undefined {
  const found = identifierAfter(use.session.child("attribute") ?? use.session, use.source, after);
  const session = use.session.kind === "attribute" ? found?.node.parent : found?.node;
  if (found === undefined || session === undefined) return undefined;
  const { source } = found;
  return use.kind === "send" || use.kind === "close"
    ? { kind: use.kind, source, session, call: session.parent!.parent! }
    : { kind: use.kind, source, session };
}

/** The calls that make the sessions which callers give. */
function creationsAfter(besides: readonly GivenBesides[], after: Draft): readonly Creation[] {
  const creations = new Map(besides.map(({ creation, source }) => [creation, source] as const));
  return [...creations].flatMap(([creation, before]) => {
    const callee = creation.child("function");
    const id = callee?.child("attribute") ?? callee;
    const found = id === undefined ? undefined : identifierAfter(id, before, after);
    const call = found?.node.closest("call", "block");
    return found === undefined || call?.kind !== "call" ? [] : [{ source: found.source, creation: call }];
  });
}

function awaitedAfter({ call, source: before }: Call, after: Draft): Awaited | undefined {
  const callee = call.child("function");
  const id = callee?.child("attribute") ?? callee;
  const found = id === undefined ? undefined : identifierAfter(id, before, after);
  const expression = found?.node.closest("await", "block");
  return found === undefined || expression?.kind !== "await" ? undefined : { source: found.source, expression };
}

/** An identifier in the text that its file has now: functions that have become async bring none, and take none away. */
function identifierAfter(
  id: Node,
  before: Source,
  after: Draft,
): { readonly node: Node; readonly source: Source } | undefined {
  const source = after.source(before.file);
  const node =
    source === undefined
      ? undefined
      : [...source.module.identifiers(id.text)][[...before.module.identifiers(id.text)].indexOf(id)];
  return source === undefined || node === undefined ? undefined : { node, source };
}
