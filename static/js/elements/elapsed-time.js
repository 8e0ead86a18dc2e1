/** <elapsed-time data-since="seconds since 1970">: how long that is ago, counted on each second. */
class ElapsedTime extends HTMLElement {
  #ticking = 0;

  connectedCallback() {
    this.#tick();
    this.#ticking = setInterval(() => this.#tick(), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
  }

  #tick() {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000 - Number(this.dataset.since)));
    this.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

customElements.define("elapsed-time", ElapsedTime);
