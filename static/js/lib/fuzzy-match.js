/** How well a text answers to what somebody types: all of the letters in order, best at the beginnings of words. */

const MARKS = /\p{M}/gu;

/** The places in `text` of the letters of `query`, and how good that is: {score, places}; null where it does not answer. */
export function match(query, text) {
  const wanted = [...folded(query).replace(/\s+/g, "")];
  const letters = [...folded(text)];
  const straight = folded(text).indexOf(folded(query).trim());
  if (wanted.length && straight >= 0) return { score: 1000 - straight + bonus(letters, straight), places: run(straight, folded(query).trim().length) };
  const places = [];
  let score = 0;
  for (const letter of wanted) {
    const after = places.length ? places.at(-1) + 1 : 0;
    const place = next(letters, letter, after);
    if (place < 0) return null;
    score += bonus(letters, place) - (place - after);
    places.push(place);
  }
  return { score, places };
}

/** The next place of a letter: the beginning of a word rather than the middle of one. */
function next(letters, letter, after) {
  const starts = letters.findIndex((other, place) => place >= after && other === letter && bonus(letters, place));
  const any = letters.indexOf(letter, after);
  return starts >= 0 && letters[after] !== letter ? starts : any;
}

function bonus(letters, place) {
  return place === 0 || /[\s,:(–-]/.test(letters[place - 1]) ? 20 : 0;
}

function run(start, length) {
  return Array.from({ length }, (_, index) => start + index);
}

/** Small letters without accents, as long as the text itself. */
function folded(text) {
  return [...text].map((letter) => letter.normalize("NFD").replace(MARKS, "").toLowerCase()[0] ?? letter).join("");
}
