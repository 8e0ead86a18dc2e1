/**
 * What may distract in the picture shown: things, each a few regions, that a person accepts or dismisses. One per page; "change"
 * is sent when there are other things or one was judged. How they were judged stays so for the visual, in this browser.
 */
import { Memory } from "./lib/memory.js";
import { boxAround } from "./lib/region-borders.js";
import { regions } from "./regions.js";

const [accepted, dismissed] = ["accepted", "dismissed"].map((key) => new Memory(key, 20)); // visual -> names of things

class Distractions extends EventTarget {
  isAsking = false;
  isLost = false; // true where the studio gave no answer
  #address = "";
  /** @type {number[][] | null} */
  #found = null; // lists of ids; null while they are not known
  /** @type {Set<string>} */
  #accepted = new Set(); // names of things

  constructor() {
    super();
    regions.addEventListener("load", () => this.#recall());
  }

  /** The things that were not dismissed and are still there: {name, ids, box, number, isAccepted}. */
  get open() {
    const gone = new Set(dismissedOf(regions.visual));
    return (this.#found ?? [])
      .map((ids) => ({ ids, name: ids.join(",") }))
      .filter(({ ids, name }) => !gone.has(name) && ids.every((id) => regions.has(id)))
      .map((thing, place) => ({
        ...thing,
        number: place + 1,
        box: boxAround(thing.ids.map((id) => regions.find(id).bbox)),
        isAccepted: this.#accepted.has(thing.name),
      }));
  }

  get canBringBack() {
    return (this.#found ?? []).some((ids) => dismissedOf(regions.visual).includes(ids.join(",")));
  }

  /**
   * Have them looked for, once for an address.
   *
   * @param {string} address
   */
  async ask(address) {
    if (address === this.#address && !this.isLost) return;
    this.#address = address;
    this.#found = null;
    this.isLost = false;
    this.isAsking = true;
    this.#changed();
    const found = await thingsAt(address);
    if (address !== this.#address) return;
    this.#found = found;
    this.isLost = found === null;
    this.isAsking = false;
    this.#changed();
  }

  /**
   * Accept a thing, or take that back.
   *
   * @param {string} name
   * @param {boolean} [isAccepted]
   */
  accept(name, isAccepted = true) {
    this.#accepted[isAccepted ? "add" : "delete"](name);
    this.#judged();
  }

  acceptAll() {
    for (const { name } of this.open) this.#accepted.add(name);
    this.#judged();
  }

  /** @param {string} name */
  dismiss(name) {
    this.#accepted.delete(name);
    dismissed.set(regions.visual, [...dismissedOf(regions.visual), name]);
    this.#judged();
  }

  /** Show again what was dismissed. */
  bringBack() {
    dismissed.set(regions.visual, null);
    this.#changed();
  }

  #recall() {
    this.#accepted = new Set(accepted.get(regions.visual));
    this.#changed();
  }

  #judged() {
    accepted.set(regions.visual, this.#accepted.size ? [...this.#accepted] : null);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export const distractions = new Distractions();

/** @param {string} address */
async function thingsAt(address) {
  try {
    const response = await fetch(address);
    return response.ok ? (await response.json()).things : null;
  } catch {
    return null;
  }
}

/** @param {string} visual */
function dismissedOf(visual) {
  return dismissed.get(visual) ?? [];
}
