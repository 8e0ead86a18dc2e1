/** <time-ago datetime="…">: how long that is ago, in the reader's words; the whole date on pointing at it. */

const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];
const BEAT = 30_000; // milliseconds between two looks at the clock
const language = document.documentElement.lang || undefined;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const whole = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

class TimeAgo extends HTMLElement {
  connectedCallback() {
    this.title = whole.format(new Date(this.getAttribute("datetime")));
    this.tell();
  }

  tell() {
    const text = ago((Date.now() - new Date(this.getAttribute("datetime"))) / 1000);
    if (text !== this.textContent) this.textContent = text;
  }
}

/** Such as "5 min. ago"; "now" for what is less than a minute ago. */
function ago(seconds) {
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ["second", Infinity];
  return relative.format(-Math.floor(seconds / length) || 0, unit);
}

setInterval(() => {
  for (const element of document.querySelectorAll("time-ago")) element.tell();
}, BEAT);

customElements.define("time-ago", TimeAgo);
