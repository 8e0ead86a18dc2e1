/**
 * The preview over a picture's background, from the server: an image that is opaque where the background is. One question at a time;
 * what is asked meanwhile is asked next, the newest of it only. "change" is sent when the preview or what is said of it did.
 */

import { words } from "../words.js";

const KEPT = 6; // previews of about a megapixel, so that undoing a stroke takes no time

export class BackgroundPreview extends EventTarget {
  /** @type {ImageBitmap | null} */
  image = null; // an ImageBitmap, null as long as there is none
  isAsking = false;
  sentence = ""; // why there is none
  /** @type {{ name: string, address: string, fields: Record<string, string> } | null} */
  #wanted = null;
  /** @type {Map<string, ImageBitmap>} */
  #kept = new Map(); // what was asked -> ImageBitmap

  /**
   * Ask `address` for the preview of `fields`, the posted ones.
   *
   * @param {string} address
   * @param {Record<string, string>} fields
   */
  ask(address, fields) {
    const name = JSON.stringify([address, fields]);
    this.#wanted = { name, address, fields };
    if (!this.isAsking) this.#answer();
  }

  async #answer() {
    this.isAsking = true;
    while (this.#wanted) {
      const { name, address, fields } = this.#wanted;
      if (!this.#kept.has(name)) this.dispatchEvent(new Event("change"));
      const found = await this.#find(name, address, fields);
      if (this.#wanted?.name !== name) continue;
      this.#wanted = null;
      this.image = found.image ?? null;
      this.sentence = found.sentence ?? "";
    }
    this.isAsking = false;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * @param {string} name
   * @param {string} address
   * @param {Record<string, string>} fields
   */
  async #find(name, address, fields) {
    const known = this.#kept.get(name);
    if (known) return { image: known };
    try {
      const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
      if (response.headers.get("Content-Type")?.startsWith("text/plain")) return { sentence: await response.text() };
      if (!response.ok) throw new Error(`The preview answered ${response.status}.`);
      return { image: this.#keep(name, await createImageBitmap(await response.blob())) };
    } catch {
      return { sentence: words("background-unknown") };
    }
  }

  /**
   * @param {string} name
   * @param {ImageBitmap} image
   */
  #keep(name, image) {
    this.#kept.set(name, image);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT) this.#kept.delete(oldest);
    return image;
  }
}
