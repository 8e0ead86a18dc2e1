/** Many pieces of work, a few at a time: what waits, what is at work, and what became of the rest. */
export class Queue {
  #waiting = [];
  #working = new Map(); // item -> how to abort it

  /** `work(item)` gives {ended, abort}; `changed()` is called whenever anything did. */
  constructor(work, changed, atOnce = 2) {
    Object.assign(this, { work, changed, atOnce });
    this.forget();
  }

  /** What was done before counts no more. */
  forget() {
    Object.assign(this, { total: 0, done: [], failed: [], stopped: 0 });
  }

  get isBusy() {
    return this.#waiting.length + this.#working.size > 0;
  }

  get working() {
    return [...this.#working.keys()];
  }

  add(items) {
    this.total += items.length;
    this.#waiting.push(...items);
    this.#goOn();
  }

  /** Failed items that may work another time are tried again. */
  tryAgain() {
    const again = this.failed.filter(({ mayWork }) => mayWork).map(({ item }) => item);
    this.failed = this.failed.filter(({ mayWork }) => !mayWork);
    this.total -= again.length;
    this.add(again);
  }

  /** Leave what waits, and break off what is at work. */
  stop() {
    this.stopped += this.#waiting.length + this.#working.size;
    this.#waiting = [];
    const aborts = [...this.#working.values()];
    this.#working.clear();
    aborts.forEach((abort) => abort());
    this.changed();
  }

  /** The first goes alone: whoever uploads for the first time gets a session with it, and only one. */
  get #most() {
    return this.done.length ? this.atOnce : 1;
  }

  #goOn() {
    while (this.#waiting.length && this.#working.size < this.#most) this.#begin(this.#waiting.shift());
    this.changed();
  }

  #begin(item) {
    const { ended, abort } = this.work(item);
    this.#working.set(item, abort);
    ended.then((failure) => {
      if (!this.#working.delete(item)) return; // it was stopped
      if (failure) this.failed.push({ item, ...failure });
      else this.done.push(item);
      this.#goOn();
    });
  }
}
