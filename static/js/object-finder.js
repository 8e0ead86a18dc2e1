/**
 * The object inside of what was drawn, from the server: asked one after the other, in the order of the drawing.
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

class ObjectFinder {
  /** @type {Question[]} */
  #questions = [];

  /**
   * Select the object inside of a shape, or take it away, as soon as it is found: in the place of the shape, which is a step of the
   * selection until then, or of regions.
   *
   * @param {ShapeStep} step
   * @param {number[]} [instead]
   */
  ask(step, instead = []) {
    const { number, outline: address } = current.revision;
    this.#questions = [...this.#questions, { step, instead, number, address }];
    announce(words("object-looking"));
    if (this.#questions.length === 1) this.#answer();
  }

  async #answer() {
    for (let [question] = this.#questions; question; [question] = this.#questions) {
      const found = await pointsOf(question);
      this.#questions = this.#questions.slice(1);
      if (question.number === current.revision.number) this.#take(question, found);
    }
  }

  /**
   * @param {Question} question
   * @param {number[] | string} found
   */
  #take({ step, instead }, found) {
    const isDrawn = selection.steps.includes(step);
    if (typeof found === "string") {
      toast(isDrawn ? `${found} ${words("object-area")}` : found);
      return;
    }
    /** @type {ShapeStep} */
    const outline = { kind: "lasso", add: step.add, points: found };
    if (isDrawn) selection.exchange(step, outline);
    else if (instead.length) selection.add(outline, false, instead);
    else return; // the shape was taken back meanwhile
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
