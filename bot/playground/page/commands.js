/** What commands are called, and what was typed for them. */

/** Entries that match what follows the slash, the best first, in the order of the menu. */
export function matchCommands(entries, typed) {
  const wanted = typed.trim().toLowerCase();
  const rank = ({ invocation }) => {
    if (invocation.startsWith(wanted)) return 0;
    if (invocation.split(" ").some((part) => part.startsWith(wanted))) return 1;
    return invocation.includes(wanted) ? 2 : 3;
  };
  return entries.filter((entry) => rank(entry) < 3).sort((one, other) => rank(one) - rank(other));
}

/**
 * Entries that a misspelt command may mean, as in "/nmae Italy": those of the same letters in any
 * order, but for one missing and one too many.
 */
export function guessCommands(entries, typed) {
  const [wanted] = typed.toLowerCase().split(/\s/);
  const isNear = ({ invocation }) =>
    wanted.length > 2 && countLeft(invocation, wanted) < 2 && countLeft(wanted, invocation) < 2;
  return entries.filter(isNear);
}

/** How many letters of a text are not in another one. */
function countLeft(text, other) {
  const left = [...other].reduce((rest, letter) => rest.replace(letter, ""), text);
  return left.length;
}

/** Split "/name Italy" into its command and the rest, or return null. */
export function splitTyped(entries, text) {
  const entry = entries.find(({ invocation }) => text.toLowerCase().startsWith(`/${invocation} `));
  return entry ? { entry, rest: text.slice(entry.invocation.length + 2).trim() } : null;
}

/** What was typed for each option: "country: Italy count: 3", or for the first one: "Italy". */
export function assign(options, rest) {
  const parts = rest.split(namePattern(options));
  const typed = new Map();
  const first = parts[0].trim();
  if (first && options.length) typed.set(options[0].name, first);
  for (let at = 1; at < parts.length; at += 2) {
    const wanted = parts[at].toLowerCase();
    const option = options.find(({ name, label }) => [name, label.toLowerCase()].includes(wanted));
    typed.set(option.name, parts[at + 1].trim());
  }
  return typed;
}

/** Whether a text names an option, as "Italy count:" does. */
export function namesOption(options, text) {
  return namePattern(options).test(text);
}

/** Where a text names one of some options, of which there may be none. */
function namePattern(options) {
  const names = options.flatMap(({ name, label }) => [name, label]);
  return new RegExp(names.length ? `(?:^|\\s)(${names.join("|")}):` : "(?!)", "i");
}

/**
 * The fixed choices of an option that contain what was typed, in English if none does in the page's
 * language, since commands are copied from others; null if it has none.
 */
export function fixedChoices(option, typed, members) {
  const wanted = typed.trim().toLowerCase();
  const all =
    option.type === "user"
      ? members.map(({ id, name }) => ({ name, english: name, value: String(id) }))
      : option.choices;
  if (!all.length) return null;
  const containing = (key) => all.filter((choice) => choice[key].toLowerCase().includes(wanted));
  const own = containing("name");
  return own.length ? own : containing("english");
}

/**
 * What is sent for an option, or which of the page's words says what is wrong with it.
 *
 * @returns {{value: string | number} | {error: string}}
 */
export function readValue(option, typed, members) {
  const choices = fixedChoices(option, "", members);
  if (choices) {
    const isMeant = ({ name, english, value }) =>
      [name, english, String(value)].some((text) => text.toLowerCase() === typed.toLowerCase());
    const choice = choices.find(isMeant) ?? only(fixedChoices(option, typed, members));
    return choice ? { value: choice.value } : { error: "wrongChoice" };
  }
  if (option.type === "integer") {
    if (!/^-?\d{1,15}$/.test(typed)) return { error: "wrongNumber" };
    return isWithin(Number(typed), option.minValue, option.maxValue)
      ? { value: typed }
      : { error: "wrongRange" };
  }
  const length = [...typed].length;
  return isWithin(length, option.minLength, option.maxLength)
    ? { value: typed }
    : { error: "wrongLength" };
}

function only(list) {
  return list.length === 1 ? list[0] : undefined;
}

function isWithin(number, least, most) {
  return number >= (least ?? number) && number <= (most ?? number);
}
