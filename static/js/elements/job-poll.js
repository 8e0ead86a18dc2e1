/**
 * Asks how far the work is: at first often, as most of it takes a second, and less often the longer one has waited, up to
 * the longest pause that the server names.
 */
const SHARE = 0.5; // of the time waited so far
const SHORTEST = 300; // milliseconds

class JobPoll extends HTMLElement {
  /** @type {number | undefined} */
  #timer;
  #since = 0;

  connectedCallback() {
    this.#since = performance.now() - 1000 * Number(this.dataset.waited);
    this.#ask();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  /** A page that nobody looks at asks when it is seen again (parts.js). */
  #ask() {
    const pause = Math.min(Math.max(SHARE * (performance.now() - this.#since), SHORTEST), Number(this.dataset.longest));
    this.#timer = setTimeout(() => {
      if (!document.hidden) this.dispatchEvent(new Event("studio:ask"));
      this.#ask();
    }, pause);
  }
}

customElements.define("job-poll", JobPoll);
