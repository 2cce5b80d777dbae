import type { RuleContext } from "../../contract";
import { decoratorsOf, ownNodes } from "../../../model/definitions";
import { isProgram } from "../../../model/one-shot";
import { isStartupHook } from "../../../model/library/index";
import { isStartupOrShutdown } from "../../../model/startup";
import { CALLS, YIELDS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { isMadeOften, isRepeated } from "./how-often";
import { isLifespan } from "./lifespan";

/** What functions are called that bring a program, or a part of it, up, or down again. */
const SETS_UP =
  /^_*(?:async_?|a|on_|do_)?(?:set_?up|start_?up|initiali[sz]e|init|lifespan|shut_?down|tear_?down|bootstrap|ready|launch|migrate|migrations?)(?:_|$)|^_*(?:start|run|launch|serve|create|load)_(?:\w+_)?(?:servers?|app|application|api|services?|daemon|bot|web_?ui|components?|plugins?|modules?|extensions?)$/i;

/** Classes whose objects are there as long as the program. */
const PROGRAM = /(?:App|Application|Server|Bot|Daemon|Core|Service|Gateway|Node|Hub)$/;

/** Methods of such classes that bring them up. */
const STARTS = /^(?:__aenter__|_*(?:async_?|a)?(?:start|run|open|load|prepare))$/;

/**
 * Whether a call is made as a program or a part of it starts or ends, as its function says: then once, and while nobody
 * is served.
 */
export function isSettingUp(call: Node, function_: Node, context: RuleContext): boolean {
  if (isLifespan(function_, context) || decoratorsOf(function_).some(isStartupOrShutdown))
    return !isRepeated(call, function_);
  const name = function_.child("name")?.text ?? "";
  const owner = context.module.function(function_).owner?.node.child("name")?.text ?? "";
  if (!SETS_UP.test(name) && !isStartupHook(name) && !(PROGRAM.test(owner) && STARTS.test(name))) return false;
  // Whoever registers a hook: a decorator of its framework makes it no answer to a request.
  return isStartupHook(name) ? !isRepeated(call, function_) : !isMadeOften(call, function_, context);
}

/** Whether a call is made before the `yield` of what an application runs in: nobody is served yet, however often it is made. */
export function isBeforeServing(call: Node, function_: Node, context: RuleContext): boolean {
  if (!isLifespan(function_, context)) return false;
  const [first] = ownNodes(function_, YIELDS);
  return first !== undefined && call.end <= first.start;
}

/** What methods are called that bring an object up, of whatever class. */
const STARTS_OBJECT = /^(?:__aenter__|_*(?:async_?|a)?(?:start|run|open|initiali[sz]e)(?:_async)?)$/;

/**
 * Whether a call is made once as an object of some class starts: an adapter, a wallet, a component. What takes a moment
 * then nobody notices.
 */
export function isStartingObject(call: Node, function_: Node, context: RuleContext): boolean {
  const { owner, name } = context.module.function(function_);
  return owner !== undefined && STARTS_OBJECT.test(name) && !isMadeOften(call, function_, context);
}

/** What classes and functions are called that read or write the settings of a program. */
const OF_SETTINGS =
  /(?:^|[_.])(?:config|configuration|conf|cfg|settings?|preferences|prefs)(?:_|\(|$)|(?:Config|Configuration|Settings|Preferences)(?:Loader|Manager|Store|File)?(?=[.(]|$)/;

/** Whether a name is one of what reads or writes settings. */
export function namesSettings(name: string): boolean {
  return OF_SETTINGS.test(name);
}

/** What a class is called whose objects are there to hold settings: `JSONConfigFile`. */
const SETTINGS_CLASS = /(?:Config|Configuration|Settings|Preferences)(?:Loader|Manager|Store|File)$/;
/** What functions are called that take settings from the disk, or put them there. */
const LOADS_SETTINGS = /^_*(?:load|save|read|write|dump|store)_(?:\w+_)?(?:config|configuration|settings|preferences)$/;

/** Whether a coroutine is there to load or save the settings of a program, and not for whoever asks. */
export function isOfSettings(call: Node, function_: Node, context: RuleContext): boolean {
  const { owner, name } = context.module.function(function_);
  const isNamed = SETTINGS_CLASS.test(owner?.node.child("name")?.text ?? "") || LOADS_SETTINGS.test(name);
  return isNamed && !isMadeOften(call, function_, context);
}

/** `loop.stop()`, `self._loop.stop()`, `asyncio.get_running_loop().stop()` */
const STOPS_LOOP = /(?:^|[._])loop(?:\(\))?\.stop$/;

/**
 * Whether a call is made as an application ends: behind the `yield` of what it runs in, where nobody is served any
 * more, or before `self.loop.stop()`, after which nothing is.
 */
export function isEnding(call: Node, function_: Node, context: RuleContext): boolean {
  for (const later of ownNodes(function_, CALLS))
    if (later.start > call.end && STOPS_LOOP.test(later.child("function")?.text ?? "")) return true;
  if (!isLifespan(function_, context)) return false;
  for (const yield_ of ownNodes(function_, YIELDS))
    if (yield_.start < call.start && !yield_.contains(call)) return true;
  return false;
}

/** Whether a call is made once by what a program is: its main coroutine, or a command. */
export function isOfProgramOnce(call: Node, function_: Node, { infer }: RuleContext): boolean {
  return !isRepeated(call, function_) && isProgram(function_, infer);
}
