/** <time-ago datetime="…">: how long that is ago, in the reader's words; the whole date on pointing at it. */

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];
/** @type {[Intl.RelativeTimeFormatUnit, number]} */
const NOW = ["second", Infinity];
const BEAT = 30_000; // milliseconds between two looks at the clock
const language = document.documentElement.lang || undefined;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const whole = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

class TimeAgo extends HTMLElement {
  connectedCallback() {
    this.title = whole.format(this.#date);
    this.tell();
  }

  get #date() {
    return new Date(this.getAttribute("datetime") ?? "");
  }

  tell() {
    const text = ago((Date.now() - this.#date.getTime()) / 1000);
    if (text !== this.textContent) this.replaceChildren(text);
  }
}

/**
 * Such as "5 min. ago"; "now" for what is less than a minute ago.
 *
 * @param {number} seconds
 */
function ago(seconds) {
  const [unit, length] = UNITS.find(([, least]) => seconds >= least) ?? NOW;
  return relative.format(-Math.floor(seconds / length) || 0, unit);
}

setInterval(() => {
  for (const element of document.querySelectorAll("time-ago")) element.tell();
}, BEAT);

customElements.define("time-ago", TimeAgo);
