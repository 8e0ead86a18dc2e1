/** <compare-toggle>: turns the slider between the original and now on and off. */
class CompareToggle extends HTMLElement {
  #listeners = new AbortController();

  connectedCallback() {
    const { signal } = this.#listeners;
    this.button = this.querySelector("button");
    this.stage = document.querySelector("picture-stage");
    this.frame = this.stage.querySelector("[data-compare]");
    this.slider = this.frame.querySelector("input");
    this.button.addEventListener("click", () => this.#open(this.frame.hidden));
    this.frame.addEventListener("pointerdown", (event) => event.stopPropagation(), { signal });
    this.slider.addEventListener("input", () => this.#compare(), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    this.stage.addEventListener("studio:view", ({ detail }) => this.#place(detail.rect), { signal });
    this.#open(false);
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  #open(isOpen) {
    this.frame.hidden = !isOpen;
    this.button.setAttribute("aria-pressed", String(isOpen));
    if (isOpen) this.slider.focus();
    this.#compare();
  }

  #compare() {
    const share = this.slider.value / this.slider.max;
    this.frame.style.setProperty("--share", share);
    this.stage.compare?.(this.frame.hidden ? 0 : Math.max(share, Number.EPSILON));
  }

  #key(event) {
    if (event.key !== "Escape" || this.frame.hidden) return;
    event.stopPropagation();
    this.#open(false);
    this.button.focus();
  }

  #place(rect) {
    for (const side of ["left", "top", "width", "height"]) this.frame.style[side] = `${rect[side]}px`;
  }
}

customElements.define("compare-toggle", CompareToggle);
