/** Takes back what was put off. */
export type Cancel = () => void;

/** Runs when the messages that have come in by now have been taken in, as far as they do not have to be waited for. */
export function afterQueue(run: () => void): Cancel {
  // The connection handles one message a turn. One turn further a message that lay in the queue had its chance to
  // cancel.
  let cancelSecond: Cancel = () => {};
  const cancelFirst = nextTurn(() => {
    cancelSecond = nextTurn(run);
  });
  return () => {
    cancelFirst();
    cancelSecond();
  };
}

export function queueTaken(): Promise<void> {
  return new Promise((resolve) => void afterQueue(resolve));
}

/** Fulfilled in the next turn. */
export function turnTaken(): Promise<void> {
  return new Promise((resolve) => void nextTurn(resolve));
}

/** Runs work in the next turn. */
export async function inOwnTurn<Result>(work: () => Result): Promise<Result> {
  await turnTaken();
  return work();
}

export function after(milliseconds: number, run: () => void): Cancel {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

export function nextTurn(run: () => void): Cancel {
  // Web workers have no setImmediate.
  if (typeof setImmediate === "undefined") return after(0, run);
  const immediate = setImmediate(run);
  return () => clearImmediate(immediate);
}
