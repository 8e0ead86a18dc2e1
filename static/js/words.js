/** What the page's scripts say, in the reader's language. The sentences come with the page: see editor/words.py. */

const language = document.documentElement.lang;
/** @type {Record<string, string | Record<string, string>>} */
const sentences = JSON.parse(document.getElementById("words")?.textContent || "{}");
const plurals = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/**
 * The sentence of that key, with `values` for what stands in braces; numbers are written as the language does.
 *
 * @param {string} key
 * @param {Record<string, any>} [values]
 * @returns {string}
 */
export function words(key, values = {}) {
  const known = sentences[key] ?? key;
  const sentence = typeof known === "string" ? known : known[plurals.select(values.n)] ?? known.other;
  return sentence.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => format(values[name]));
}

/**
 * A share of 0 to 1 as a person reads it: whole percents where large, one decimal below ten.
 *
 * @param {number} share
 * @returns {string}
 */
export function percent(share) {
  if (share > 0 && share < 0.001) return words("less-than", { share: percent(0.001) });
  return words("percent", { share: (share && share < 0.0995 ? precise : whole).format(share * 100) });
}

/** @param {string | number} value */
function format(value) {
  return typeof value === "number" ? number.format(value) : String(value);
}
