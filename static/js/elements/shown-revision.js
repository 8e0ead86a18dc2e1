/** <shown-revision>: hands the facts of the revision that the server says is current to the page, and fetches its regions. */
import { announce, toast } from "../announcer.js";
import { decode } from "../lib/wire.js";
import { regions } from "../regions.js";
import { shown } from "../shown.js";

let loaded = { address: "", map: null };

class ShownRevision extends HTMLElement {
  connectedCallback() {
    const { number, title, width, height, screen, image, original, undo, redo, removed } = this.dataset;
    if (shown.revision && shown.revision.number !== Number(number)) announce(`Showing ${number}. ${title}`);
    const size = { width: Number(width), height: Number(height) };
    const moves = { canUndo: undo === "yes", canRedo: redo === "yes" };
    shown.show({ number: Number(number), title, ...size, screen, image, original, ...moves });
    this.#loadRegions(this.dataset.regions, removed ? removed.split(",").map(Number) : []);
  }

  async #loadRegions(address, removed) {
    try {
      if (address !== loaded.address) {
        if (!address || regions.map) regions.load(null, []);
        loaded = { address, map: address ? await fetchMap(address) : null };
      }
      if (this.isConnected && loaded.address === address) regions.load(loaded.map, removed);
    } catch {
      toast("The regions could not be loaded. Reload the page to try again.");
    }
  }
}

async function fetchMap(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The regions answered ${response.status}.`);
  return decode(await response.arrayBuffer());
}

customElements.define("shown-revision", ShownRevision);
