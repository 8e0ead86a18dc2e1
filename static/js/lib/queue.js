/**
 * Why an item failed, and whether it may work another time.
 *
 * @typedef {{ sentence: string, mayWork?: boolean }} Failure
 * @typedef {{ ended: Promise<Failure | null>, abort: () => void }} Work
 */

/**
 * Many pieces of work, a few at a time: what waits, what is at work, and what became of the rest.
 *
 * @template Item
 */
export class Queue {
  total = 0;
  stopped = 0;
  /** @type {Item[]} */
  done = [];
  /** @type {(Failure & { item: Item })[]} */
  failed = [];
  /** @type {Item[]} */
  #waiting = [];
  /** @type {Map<Item, () => void>} */
  #working = new Map(); // item -> how to abort it

  /**
   * `work(item)` gives {ended, abort}; `changed()` is called whenever anything did.
   *
   * @param {(item: Item) => Work} work
   * @param {() => void} changed
   * @param {number} [atOnce]
   */
  constructor(work, changed, atOnce = 2) {
    this.work = work;
    this.changed = changed;
    this.atOnce = atOnce;
  }

  /** What was done before counts no more. */
  forget() {
    this.total = 0;
    this.stopped = 0;
    this.done = [];
    this.failed = [];
  }

  get isBusy() {
    return this.#waiting.length + this.#working.size > 0;
  }

  get working() {
    return [...this.#working.keys()];
  }

  /** @param {Item[]} items */
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
    while (this.#working.size < this.#most) {
      const item = this.#waiting.shift();
      if (item === undefined) break;
      this.#begin(item);
    }
    this.changed();
  }

  /** @param {Item} item */
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
