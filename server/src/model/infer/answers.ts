import type { Node } from "../../syntax/tree";
import type { Steps } from "../steps";
import type { Value } from "../values";

/**
 * How many questions may stand on JavaScript's stack, each asked by the one before: no code, however it refers to
 * itself, can exhaust it.
 */
const MOST_ON_STACK = 40;

/** How a question about a node is worked out; it may ask others. */
type Work = (node: Node) => Value | undefined;

/** The questions of one kind, by the nodes that they are about. */
export class Questions {
  readonly asked = new Map<Node, Question>();

  constructor(readonly work: Work) {}
}

interface Question {
  readonly of: Questions;
  readonly node: Node;
  /** How many were without a final answer when it was first asked: its place among them. */
  readonly place: number;
  /** The place of the outermost question that it came back to, by itself or by those it asked. */
  outermost: number;
  state: "open" | "worked out" | "final";
  answer: Value | undefined;
}

/**
 * Works each question out once, so that its answer is the same whoever asks first.
 *
 * Questions that come back to each other are one cycle. None of them learns anything of another, whichever was asked
 * first, and all get their final answers together, when the whole cycle is known (this is Tarjan's way to find strongly
 * connected components). Only final answers are handed on.
 *
 * A chain that is too long for the stack is worked out from its far end: the stack is given up, the last question is
 * worked out on an empty one, then those before it are worked out again and find its answer there.
 *
 * When the steps are spent nothing is known, and nothing of it is kept.
 */
export class Answers {
  /**
   * All without a final answer, by their places: those that are being worked out, and what waits for the rest of its
   * cycle.
   */
  readonly #unsettled: Question[] = [];
  /** What stands on JavaScript's stack, each asked by the one before. */
  readonly #running: Question[] = [];

  constructor(readonly steps: Steps) {}

  /** The answer to a question; undefined to whoever is on a cycle with it. */
  to(questions: Questions, node: Node): Value | undefined {
    const known = questions.asked.get(node);
    if (known?.state === "final") return known.answer;
    const asker = this.#running.at(-1);
    if (known !== undefined && asker !== undefined) {
      asker.outermost = Math.min(asker.outermost, known.state === "open" ? known.place : known.outermost);
      return undefined;
    }
    if (!this.steps.take()) return undefined;
    const question = this.#open(questions, node);
    if (asker === undefined) return this.#workOutFromEmptyStack(question);
    if (this.#running.length >= MOST_ON_STACK) throw new TooDeep(question);
    return this.#workOut(question);
  }

  #open(of: Questions, node: Node): Question {
    const place = this.#unsettled.length;
    const question: Question = { of, node, place, outermost: place, state: "open", answer: undefined };
    of.asked.set(node, question);
    this.#unsettled.push(question);
    return question;
  }

  #workOutFromEmptyStack(first: Question): Value | undefined {
    const open = [first];
    for (let question = open.at(-1); question !== undefined; question = open.at(-1)) {
      try {
        this.#workOut(question);
        open.pop();
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
        open.push(...this.#running.slice(1), error.question);
        this.#running.length = 0;
      }
    }
    return first.answer;
  }

  #workOut(question: Question): Value | undefined {
    this.#running.push(question);
    question.answer = question.of.work(question.node);
    this.#running.pop();
    question.state = "worked out";
    if (question.outermost === question.place) {
      this.#settle(question);
      return question.answer;
    }
    const asker = this.#running.at(-1);
    if (asker !== undefined) asker.outermost = Math.min(asker.outermost, question.outermost);
    return undefined;
  }

  /** Makes the answers of a cycle final, from the question on that was asked first. */
  #settle(first: Question): void {
    for (
      let question = this.#unsettled.pop();
      question !== undefined;
      question = question === first ? undefined : this.#unsettled.pop()
    ) {
      if (this.steps.spent) question.of.asked.delete(question.node);
      else question.state = "final";
    }
  }
}

/** Gives the stack up, so that a question is worked out on an empty one. */
class TooDeep extends Error {
  constructor(readonly question: Question) {
    super("more questions wait for each other than the stack holds");
  }
}
