/** What was selected in the pictures seen last, kept in the browser over a reload. */

const KEY = "selections";
const MOST = 8; // pictures

/** What was kept for a visual; null for nothing. */
export function kept(visual) {
  return all().find(([name]) => name === visual)?.[1] ?? null;
}

/** Keep a selection for a visual, or forget it (null). */
export function keep(visual, selection) {
  if (!visual) return;
  const others = all().filter(([name]) => name !== visual);
  const entries = selection ? [...others, [visual, selection]].slice(-MOST) : others;
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    localStorage.removeItem(KEY); // no room: a selection is worth less than what else is kept
  }
}

function all() {
  try {
    const entries = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}
