/** <revision-facts>: hands the facts of the revision that the server says is current to the page, and fetches its regions. */
import { announce, toast } from "../announcer.js";
import { decode } from "../lib/wire.js";
import { regions } from "../regions.js";
import { current } from "../current-revision.js";
import { words } from "../words.js";

/** @typedef {{ address: string, visual: string, maps: Promise<(RegionMap | null)[]> }} Wanted */

/** @type {Wanted} */
const NONE = { address: "", visual: "", maps: Promise.resolve([]) };
let wanted = NONE; // the regions asked for last, with those before objects were found

class RevisionFacts extends HTMLElement {
  connectedCallback() {
    const { number, width, height, transparent, removed } = this.dataset;
    const { title = "", screen = "", image = "", original = "", outline = "", undo = "", redo = "" } = this.dataset;
    if (current.revision && current.revision.number !== Number(number)) announce(words("showing", { number, title }));
    const size = { width: Number(width), height: Number(height) };
    const addresses = { screen, image, original, outline, undo, redo };
    current.show({ number: Number(number), title, ...size, ...addresses, isTransparent: transparent === "yes" });
    this.#loadRegions(this.dataset, removed ? removed.split(",").map(Number) : []);
  }

  /**
   * @param {DOMStringMap} dataset
   * @param {number[]} removed
   */
  async #loadRegions({ regions: address = "", earlyRegions: early = "", visual = "" }, removed) {
    if (address !== wanted.address) {
      // Objects that come take the place of regions, which stay until then.
      if (!address || (regions.map && visual !== wanted.visual)) regions.load(null, "", []);
      wanted = { address, visual, maps: Promise.all([fetchMap(address), fetchMap(early)]) };
    }
    const asked = wanted;
    try {
      const [map = null, earlier] = await asked.maps;
      if (this.isConnected && asked === wanted) regions.load(map, map ? visual : "", removed, earlier);
    } catch {
      if (asked !== wanted) return;
      wanted = NONE;
      toast(words("regions-missing"));
    }
  }
}

/**
 * @param {string} address
 * @returns {Promise<RegionMap | null>}
 */
async function fetchMap(address) {
  if (!address) return null;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The regions answered ${response.status}.`);
  return decode(await response.arrayBuffer());
}

customElements.define("revision-facts", RevisionFacts);
