import {
  ASYNC_FOR,
  ASYNC_WITH,
  BARE_EXCEPT,
  CELL_END,
  EXCEPT_STAR,
  GENERATOR,
  IDLE_ASYNC,
  IN_NAME,
  OWN_COMMENT,
  PLAIN_WITH,
  RETURNED_RESULT,
  markOf,
  Watched,
} from "./marks";

// What words mean to whoever reads a text by its words.

export const AS = markOf("as", "named");
export const AWAIT = markOf("await", "named");
export const ASYNC = markOf("async", "named");
export const DEF = markOf("def", "named");
export const CLASS = markOf("class", "named");
export const IMPORT = markOf("import", "named");
export const FROM = markOf("from", "named");
export const FOR = markOf("for", "named");
export const IN = markOf("in", "named");
export const EXCEPT = markOf("except", "named");
export const YIELD = markOf("yield", "named");
export const WITH = markOf("with", "named");
export const RETURN = markOf("return", "named");
export const ELSE = markOf("else", "named");
export const OR = markOf("or", "named");
export const AND = markOf("and", "named");
export const GENERATORS = markOf(GENERATOR, "named");
export const RETURNED_RESULTS = markOf(RETURNED_RESULT, "named");
export const IN_NAMES = markOf(IN_NAME, "named");
export const BARE_EXCEPTS = markOf(BARE_EXCEPT, "named");
export const EXCEPT_STARS = markOf(EXCEPT_STAR, "named");
export const ASYNC_FORS = markOf(ASYNC_FOR, "named");
export const ASYNC_WITHS = markOf(ASYNC_WITH, "named");
export const PLAIN_WITHS = markOf(PLAIN_WITH, "named");
export const IDLE_ASYNCS = markOf(IDLE_ASYNC, "named");
export const COMMENTS = markOf(OWN_COMMENT, "named");
export const CELL_ENDS = markOf(CELL_END, "named");

/** Words that mean more than what they name. */
export const KEYWORDS = new Watched([AWAIT, YIELD, WITH, RETURN, ELSE, OR, AND, IMPORT, FROM, DEF, FOR, IN, EXCEPT]);
/** Other words that call nothing where a bracket opens behind them. */
export const NO_FUNCTIONS = new Watched(
  ["assert", "del", "elif", "except", "for", "from", "if", "is", "not", "raise", "while", "with", "yield"].map((word) =>
    markOf(word, "named"),
  ),
);
export const MATCH = markOf("match", "named");
