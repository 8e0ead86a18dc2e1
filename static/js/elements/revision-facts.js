/** <revision-facts>: hands the facts of the revision that the server says is current to the page, and fetches its regions. */
import { announce, toast } from "../announcer.js";
import { decode } from "../lib/wire.js";
import { regions } from "../regions.js";
import { current } from "../current-revision.js";
import { words } from "../words.js";

const NONE = { address: "", map: null };
/** @type {{ address: string, map: Promise<RegionMap> | null }} */
let wanted = NONE; // the regions asked for last: their address, and the promise of their map

class RevisionFacts extends HTMLElement {
  connectedCallback() {
    const { number, width, height, undo, redo, transparent, removed } = this.dataset;
    const { title = "", screen = "", image = "", original = "", neighbours = "" } = this.dataset;
    if (current.revision && current.revision.number !== Number(number)) announce(words("showing", { number, title }));
    const size = { width: Number(width), height: Number(height) };
    const near = { neighbours: neighbours.trim().split(" ").filter(Boolean) };
    const moves = { canUndo: undo === "yes", canRedo: redo === "yes" };
    const addresses = { screen, image, original };
    current.show({ number: Number(number), title, ...size, ...addresses, ...moves, ...near, isTransparent: transparent === "yes" });
    this.#loadRegions(this.dataset, removed ? removed.split(",").map(Number) : []);
  }

  /**
   * @param {DOMStringMap} dataset
   * @param {number[]} removed
   */
  async #loadRegions({ regions: address = "", visual = "" }, removed) {
    if (address !== wanted.address) {
      if (!address || regions.map) regions.load(null, "", []);
      wanted = { address, map: address ? fetchMap(address) : null };
    }
    const asked = wanted;
    try {
      const map = await asked.map;
      if (this.isConnected && asked === wanted) regions.load(map, visual, removed);
    } catch {
      if (asked !== wanted) return;
      wanted = NONE;
      toast(words("regions-missing"));
    }
  }
}

/**
 * @param {string} address
 * @returns {Promise<RegionMap>}
 */
async function fetchMap(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The regions answered ${response.status}.`);
  return decode(await response.arrayBuffer());
}

customElements.define("revision-facts", RevisionFacts);
