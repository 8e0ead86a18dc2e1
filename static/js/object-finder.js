/**
 * The object inside of what was drawn, from the server: asked one after the other, in the order of the drawing. "change" is sent
 * when there is another line to be looked into, or none any more.
 */
import { announce, toast } from "./announcer.js";
import { current } from "./current-revision.js";
import { selection } from "./selection.js";
import { percent, words } from "./words.js";

/**
 * What was drawn around a thing; what is selected instead of these regions, where they were only how one pointed at it.
 *
 * @typedef {{ step: ShapeStep, instead: number[], number: number, address: string }} Question
 */

class ObjectFinder extends EventTarget {
  /** @type {Question[]} */
  #questions = [];

  /** What is being looked into: the shapes drawn on the revision shown. */
  get steps() {
    return this.#questions.filter(({ number }) => number === current.revision.number).map(({ step }) => step);
  }

  /**
   * Select the object inside of a shape, or take it away, as soon as it is found.
   *
   * @param {ShapeStep} step
   * @param {number[]} [instead]
   */
  ask(step, instead = []) {
    const { number, outline: address } = current.revision;
    this.#questions = [...this.#questions, { step, instead, number, address }];
    announce(words("object-looking"));
    this.dispatchEvent(new Event("change"));
    if (this.#questions.length === 1) this.#answer();
  }

  async #answer() {
    for (let [question] = this.#questions; question; [question] = this.#questions) {
      const found = await pointsOf(question);
      this.#questions = this.#questions.slice(1);
      if (question.number === current.revision.number) this.#take(question, found);
      this.dispatchEvent(new Event("change"));
    }
  }

  /**
   * Where nothing was found, an area that was drawn stands for itself.
   *
   * @param {Question} question
   * @param {number[] | string} found
   */
  #take({ step, instead }, found) {
    if (typeof found === "string") {
      toast(instead.length ? found : `${found} ${words("object-area")}`);
      if (!instead.length) selection.add(step);
      return;
    }
    selection.add({ kind: "lasso", add: step.add, points: found }, false, instead);
    announce(words("object-found", { share: percent(selection.share) }));
  }
}

export const finder = new ObjectFinder();

/**
 * The line around the object inside of a shape, or why there is none.
 *
 * @param {Question} question
 * @returns {Promise<number[] | string>}
 */
async function pointsOf({ step, address }) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  const body = new URLSearchParams({ selection: JSON.stringify({ steps: [{ ...step, add: true }] }) });
  try {
    const response = await fetch(address, { method: "POST", headers, body });
    if (response.headers.get("Content-Type")?.startsWith("text/plain")) return await response.text();
    if (!response.ok) throw new Error(`The object answered ${response.status}.`);
    return (await response.json()).points;
  } catch {
    return words("object-lost");
  }
}
