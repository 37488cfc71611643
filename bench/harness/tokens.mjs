// @ts-check
// Texts as a model would send them: the same for every run and every contender.

const WORDS = (
  'a about after again all also an and answer any are as ask at back be because been before below between both but by ' +
  'call can chat code come could data day did different do does down each end even every example few find first for ' +
  'from get give go good great had has have he help here high how if important in into is it its just keep kind know ' +
  'large last later less let like line list little long look made make many may me mean message model more most much ' +
  'must name need never new next no not now number of off often on once one only open or other our out over own page ' +
  'part place point question read right same say second see server set should show side since small so some stream ' +
  'such take tell text than that the their them then there these they thing think this through time to together token ' +
  'too two under until up us use value very want was way we well were what when where which while who why will with ' +
  'without word work would write year you your'
).split(' ');

/** A small generator of numbers in [0, 1), the same series for the same seed (mulberry32). */
function createRandom(seed = 7) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What makes a text hard to get right: several bytes to a character, and characters that JSON escapes. */
const SPECIAL = [' 🙂', ' naïve', '語彙', ' "', ' \\', ' <b>', ' é'];

/**
 * Tokens of about four characters, in sentences and paragraphs of about seventy.
 *
 * @param {number} count
 */
export function makeTokens(count) {
  const random = createRandom();
  /** @type {string[]} */
  const tokens = [];
  let rest = '';
  let sinceParagraph = 0;
  while (tokens.length < count) {
    const chance = random();
    if (rest) {
      tokens.push(rest);
      rest = '';
    } else if (++sinceParagraph > 50 && chance < 0.05) {
      tokens.push('.\n\n');
      sinceParagraph = 0;
    } else if (chance < 0.03) {
      tokens.push(SPECIAL[Math.floor(random() * SPECIAL.length)] ?? '');
    } else if (chance < 0.07) {
      tokens.push(',');
    } else {
      const word = ` ${WORDS[Math.floor(random() * WORDS.length)]}`;
      tokens.push(word.slice(0, 6));
      rest = word.slice(6);
    }
  }
  return tokens;
}
