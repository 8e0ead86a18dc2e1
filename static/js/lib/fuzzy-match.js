/** How well a text answers to what somebody types: all of the letters in order, best at the beginnings of words. */

const MARKS = /\p{M}/gu;

/**
 * The places in `text` of the letters of `query`, and how good that is: {score, places}; null where it does not answer.
 *
 * @param {string} query
 * @param {string} text
 */
export function match(query, text) {
  const wanted = [...fold(query).replace(/\s+/g, "")];
  const letters = [...fold(text)];
  const whole = fold(query).trim();
  const straight = fold(text).indexOf(whole);
  if (wanted.length && straight >= 0) {
    return { score: 1000 - straight + bonus(letters, straight), places: placesFrom(straight, whole.length) };
  }
  /** @type {number[]} */
  const places = [];
  let score = 0;
  for (const letter of wanted) {
    const after = (places.at(-1) ?? -1) + 1;
    const place = findNext(letters, letter, after);
    if (place < 0) return null;
    score += bonus(letters, place) - (place - after);
    places.push(place);
  }
  return { score, places };
}

/**
 * The next place of a letter: the beginning of a word rather than the middle of one.
 *
 * @param {string[]} letters
 * @param {string} letter
 * @param {number} after
 */
function findNext(letters, letter, after) {
  const starts = letters.findIndex((other, place) => place >= after && other === letter && bonus(letters, place));
  const any = letters.indexOf(letter, after);
  return starts >= 0 && letters[after] !== letter ? starts : any;
}

/**
 * @param {string[]} letters
 * @param {number} place
 */
function bonus(letters, place) {
  return place === 0 || /[\s,:(–-]/.test(letters[place - 1]) ? 20 : 0;
}

/**
 * @param {number} start
 * @param {number} length
 */
function placesFrom(start, length) {
  return Array.from({ length }, (_, index) => start + index);
}

/**
 * Small letters without accents, as long as the text itself.
 *
 * @param {string} text
 */
function fold(text) {
  return [...text].map((letter) => letter.normalize("NFD").replace(MARKS, "").toLowerCase()[0] ?? letter).join("");
}
