/** <picture-choice>: ranges of pictures by Shift, all or none at once, and how many are chosen; for the page of a recipe. */
class PictureChoice extends HTMLElement {
  /** @type {HTMLInputElement | null} */
  #last = null;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("change", () => this.#count());
    this.#count();
  }

  get #boxes() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll('input[name="pictures"]')]);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const link = target.closest("[data-all], [data-none]");
    if (link) {
      event.preventDefault();
      this.#set(this.#boxes, link.hasAttribute("data-all"));
    } else if (target.matches('input[name="pictures"]')) {
      this.#extend(/** @type {HTMLInputElement} */ (target), event.shiftKey);
    } else if (event.shiftKey) {
      this.#press(event, target);
    }
  }

  /**
   * A press with Shift beside the box, which would not reach the box with the key in every browser.
   *
   * @param {MouseEvent} event
   * @param {HTMLElement} target
   */
  #press(event, target) {
    const box = target.closest("label")?.querySelector("input");
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    this.#extend(box, true);
  }

  /**
   * Everything from the box pressed before to this one becomes as this one is.
   *
   * @param {HTMLInputElement} box
   * @param {boolean} isRange
   */
  #extend(box, isRange) {
    const boxes = this.#boxes;
    const ends = [boxes.indexOf(this.#last ?? box), boxes.indexOf(box)].sort((one, other) => one - other);
    if (isRange) this.#set(boxes.slice(ends[0], ends[1] + 1), box.checked);
    this.#last = box;
  }

  /**
   * @param {HTMLInputElement[]} boxes
   * @param {boolean} isChecked
   */
  #set(boxes, isChecked) {
    for (const box of boxes) box.checked = isChecked;
    this.#count();
  }

  #count() {
    const place = this.querySelector("[data-count]");
    const count = this.#boxes.filter((box) => box.checked).length;
    if (place instanceof HTMLElement) place.textContent = (place.dataset.text ?? "").replace("{n}", String(count));
  }
}

customElements.define("picture-choice", PictureChoice);
