/** Where visitors write: messages, and commands with their options. */

import { icon, node } from "/dom.js";
import {
  assign,
  fixedChoices,
  guessCommands,
  matchCommands,
  namesOption,
  readValue,
  splitTyped,
} from "./commands.js";
import { complain, fit, newField, newPill } from "./fields.js";
import { createList } from "./list.js";

const PAUSE_MS = 80; // after a letter, before choices are asked for

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} words
 * @param {{ask: (body: object) => Promise<object[]>, run: (body: object) => Promise<object>,
 *   send: (text: string) => Promise<object>, members: () => object[], expectAnswer: () => void}} page
 */
export function createComposer(form, words, page) {
  const $ = (selector) => form.querySelector(selector);
  const [message, command, hint, status] = [$("#message"), $("#command"), $("#hint"), $("#status")];
  const list = createList($("#list"), words);
  let entries = [];
  /** The command being filled in: `isTyped` if it was typed out instead of picked. */
  let draft = null;
  let asking = null; // the field that waits for its choices
  let heldEnters = 0; // pressed while a field waits
  let latest = message; // the field that had the focus last

  message.setAttribute("aria-label", words.message);
  message.placeholder = words.placeholder;
  $("#send").append(icon("send"));
  $("#send").setAttribute("aria-label", words.send);
  $("#leave").setAttribute("aria-label", words.leave);

  function say(text) {
    status.textContent = text;
  }

  // ------------------------------------------------------------------------------------ messages

  message.addEventListener("input", (event) => {
    say("");
    if (!event.isComposing) browse();
  });
  message.addEventListener("click", browse);

  function browse() {
    const text = message.value;
    const typed = splitTyped(entries, text);
    const found = text.startsWith("/") ? matchCommands(entries, text.slice(1)) : [];
    const guessed = text.startsWith("/") && !found.length && guessCommands(entries, text.slice(1));
    if (typed) start(typed.entry, typed.rest, true);
    else if (found.length) offer(found);
    else if (guessed.length) offer(guessed, text.split(/\s(.*)/s)[1]?.trim());
    else list.close();
  }

  /** List commands, to be started with what is typed for their options. */
  function offer(found, rest) {
    const items = found.map((entry) => ({
      name: `/${entry.invocation}`,
      description: entry.description,
      entry,
    }));
    list.open(message, words.commands, items, ({ entry }) => start(entry, rest, Boolean(rest)));
  }

  function write(text) {
    message.value = text;
    message.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function sendMessage() {
    const text = message.value.trim();
    if (text.startsWith("/"))
      return say(words.unknownCommand.replace("{typed}", text.split(/\s/)[0]));
    if (!text) return;
    write("");
    say(words.notRead);
    page.expectAnswer();
    const receipt = await page.send(text);
    if (receipt.rejected && !message.value) write(text);
  }

  // ------------------------------------------------------------------------------------ commands

  function start(entry, rest = "", isTyped = false) {
    list.close();
    draft = {
      entry,
      isTyped,
      typed: new Map(),
      chosen: new Map(),
      errors: new Map(),
      visited: new Set(),
      shown: entry.options.filter((option) => option.required),
    };
    const last = fill(entry.options, rest);
    spread();
    render(firstOpen() ?? last);
  }

  /** Fill in what a text says, as in "Japan style: bold", and return the last option in it. */
  function fill(options, text) {
    const typed = assign(options, text);
    const named = [...typed.keys()].map((name) => options.find((option) => option.name === name));
    for (const { name } of named) {
      draft.typed.set(name, typed.get(name));
      draft.errors.delete(name);
    }
    draft.shown = [...new Set([...draft.shown, ...named])];
    return named.at(-1);
  }

  function firstOpen() {
    return draft.shown.find((option) => option.required && !draft.typed.get(option.name));
  }

  function leave(text = "") {
    [draft, asking, heldEnters] = [null, null, 0];
    list.close();
    command.replaceChildren();
    show(false);
    write(text);
    message.focus({ preventScroll: true });
  }

  function show(isCommand) {
    [command.hidden, hint.hidden, message.hidden] = [!isCommand, !isCommand, isCommand];
  }

  $("#leave").addEventListener("click", () => leave());

  /** Draw the command anew, with the focus on an option, else where there is something to do. */
  function render(option) {
    show(true);
    say("");
    const chip = node("button", "chip", `/${draft.entry.invocation}`);
    chip.type = "button";
    chip.addEventListener("focus", () => explain(null));
    const more = draft.entry.options.filter((other) => !draft.shown.includes(other));
    command.replaceChildren(
      chip,
      ...draft.shown.map(drawOption),
      ...(more.length ? [drawMore(more)] : []),
    );
    const field = option ? fieldOf(option) : (command.querySelector(".more") ?? chip);
    field.focus({ preventScroll: true });
    field.setSelectionRange?.(field.value.length, field.value.length); // the chip has none
  }

  function fieldOf(option) {
    return command.querySelector(`[data-option="${option.name}"]`);
  }

  function drawOption(option) {
    const field = newField(option.label);
    field.dataset.option = option.name;
    field.value = draft.typed.get(option.name) ?? "";
    field.required = option.required;
    const pill = newPill(option.label, field);
    if (!option.required) pill.append(newRemoval(option));
    if (draft.errors.has(option.name)) complain(pill, field, draft.errors.get(option.name));
    field.addEventListener("input", (event) => {
      heldEnters = 0;
      const others = draft.entry.options.filter((other) => other !== option);
      if (!event.isComposing && namesOption(draft.entry.options, field.value)) {
        draft.typed.set(option.name, "");
        return render(fill([option, ...others], field.value));
      }
      draft.typed.set(option.name, field.value);
      draft.errors.delete(option.name);
      complain(pill, field, null);
      suggest(option, field);
    });
    field.addEventListener("focus", () => {
      draft.visited.add(option.name);
      explain(option);
      suggest(option, field);
    });
    fit(field);
    return pill;
  }

  function newRemoval(option) {
    const button = node("button", "remove", "×");
    button.type = "button";
    button.tabIndex = -1; // Tab leads to the next option; Backspace removes one that is empty
    button.setAttribute("aria-label", words.remove.replace("{option}", option.label));
    button.addEventListener("click", () => removeOption(option));
    return button;
  }

  /** Take an option out, and go to the one before it. */
  function removeOption(option) {
    const before = draft.shown[draft.shown.indexOf(option) - 1];
    draft.shown = draft.shown.filter((other) => other !== option);
    draft.typed.delete(option.name);
    render(before);
  }

  /** The field for options that are not needed: it lists them, and what is typed finds one. */
  function drawMore(options) {
    const field = newField(words.options);
    field.className = "more";
    field.placeholder = words.more.replace("{number}", options.length);
    const offerOptions = () => {
      explain(null);
      asking = null;
      const [wanted, ...after] = field.value.trim().toLowerCase().replaceAll(" ", "_").split(":");
      const items = options
        .filter(({ label }) => label.toLowerCase().includes(wanted))
        .map((option) => ({ name: option.label, description: option.description, option }));
      // A colon ends the name of an option, as where a command is typed out.
      if (after.length && items.length) return add(items[0]);
      // What names no option is for the only one that is left: "Finland", say.
      if (wanted && !items.length && options.length === 1) {
        draft.typed.set(options[0].name, field.value);
        return add({ option: options[0] });
      }
      // Nothing is selected at first, so that Enter sends.
      const title = wanted ? words.options : words.sendOrAdd;
      list.open(field, title, items, add, { isPreselected: Boolean(wanted) });
    };
    const add = ({ option }) => {
      draft.shown.push(option);
      render(option);
    };
    field.addEventListener("focus", offerOptions);
    field.addEventListener("click", offerOptions);
    field.addEventListener("input", offerOptions);
    fit(field);
    return field;
  }

  /** Say what an option, or else the command, is for. */
  function explain(option) {
    hint.querySelector("strong").textContent = option?.label ?? `/${draft.entry.invocation}`;
    hint.querySelector("#hint-text").textContent = option?.description ?? draft.entry.description;
    if (!option) list.close();
  }

  /** List the choices of an option that match what is typed, unless it is a choice already. */
  async function suggest(option, field) {
    const typed = field.value;
    asking = null;
    if (draft.chosen.get(option.name)?.name === typed) return list.close();
    let choices = fixedChoices(option, typed, page.members());
    if (!choices && option.autocomplete) choices = await choicesFor(option, field);
    else if (!choices) list.close();
    if (!choices || !field.isConnected || field.value !== typed || document.activeElement !== field)
      return;
    asking = null;
    const title = option.type === "user" ? words.members : words.choices;
    list.open(field, title, choices, (choice) => choose(option, choice));
    while (heldEnters && draft && !asking) {
      heldEnters -= 1;
      pressEnter(command.contains(document.activeElement) ? document.activeElement : field);
    }
  }

  async function choicesFor(option, field) {
    const typed = field.value;
    asking = field;
    if (typed) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (!field.isConnected || field.value !== typed) return null;
    return page.ask({
      ...address(),
      focused: option.name,
      value: typed,
      options: readOptions().values,
    });
  }

  /** Take a choice, and go on: to what is still needed, else to the options that may be added. */
  function choose(option, choice) {
    draft.typed.set(option.name, choice.name);
    draft.chosen.set(option.name, choice);
    draft.errors.delete(option.name);
    render(firstOpen());
  }

  function address() {
    const { commandId, path, schemaFingerprint } = draft.entry;
    return { command_id: commandId, path, schema_fingerprint: schemaFingerprint };
  }

  /** What is sent for the options, and what is wrong with them. */
  function readOptions() {
    const [values, errors] = [{}, new Map()];
    for (const option of draft.shown) {
      const typed = (draft.typed.get(option.name) ?? "").trim();
      const chosen = draft.chosen.get(option.name);
      const read =
        chosen?.name === typed ? { value: chosen.value } : readValue(option, typed, page.members());
      if (!typed) {
        if (option.required) errors.set(option.name, words.required);
      } else if (read.error) errors.set(option.name, describe(option, read.error));
      else values[option.name] = read.value;
    }
    return { values, errors };
  }

  function describe(option, error) {
    const [least, most] =
      error === "wrongLength"
        ? [option.minLength ?? 1, option.maxLength]
        : [option.minValue, option.maxValue];
    return words[error].replace("{least}", least).replace("{most}", most);
  }

  /** Take "Anna Peter", typed for the first of two options that are needed, for both. */
  function spread() {
    const needed = draft.shown.filter(({ required }) => required);
    const typed = needed.map(({ name }) => draft.typed.get(name)?.trim());
    const first = typed.shift();
    const parts = first?.split(/\s+/);
    const isChosen = draft.chosen.get(needed[0]?.name)?.name === first;
    if (isChosen || parts?.length !== needed.length || typed.some(Boolean)) return;
    for (const [at, { name }] of needed.entries()) draft.typed.set(name, parts[at]);
  }

  async function runCommand() {
    spread();
    const { values, errors } = readOptions();
    draft.errors = errors;
    const wrong = draft.shown.find(({ name }) => errors.has(name));
    if (wrong) {
      // Who has not been there yet is led there, and told nothing.
      if (!draft.visited.has(wrong.name)) errors.clear();
      render(wrong);
      return list.close();
    }
    const [sent, body] = [draft, { ...address(), options: values }];
    leave();
    page.expectAnswer();
    const receipt = await page.run(body);
    if (!receipt.rejected || draft || message.value) return;
    draft = sent;
    render(draft.shown[0]);
    say(words.failed);
  }

  // ---------------------------------------------------------------------------------------- keys

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (draft) runCommand();
    else sendMessage();
  });

  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.isComposing || (target instanceof HTMLButtonElement && !target.matches(".chip")))
      return;
    if (handleKey(target, key, event)) event.preventDefault();
  });

  /** Act on a key; return whether it did. */
  function handleKey(target, key, event) {
    if (target.matches(".chip") && !draft.shown.length && isLetter(event)) {
      leave(); // and begin anew with it
      return false;
    }
    if (key === "Enter" && !event.shiftKey) {
      if (asking === target) heldEnters += 1;
      else pressEnter(target);
      return true;
    }
    if (key === "Backspace" && draft && !target.value) {
      stepBack(target);
      return true;
    }
    if (key === "Escape" && draft && !list.isOver(target)) {
      leave();
      return true;
    }
    if (!list.isOver(target)) return false;
    if (key === "Escape") list.close();
    else if (key === "Tab" && !event.shiftKey && target.value && list.hasActive()) list.commit();
    else return ["ArrowDown", "ArrowUp"].includes(key) && list.handleKey(event);
    return true;
  }

  function pressEnter(target) {
    if (!list.isOver(target) || !list.hasActive()) {
      // What is typed for no option would be lost.
      if (!target.matches(".more") || !target.value.trim()) form.requestSubmit();
      return;
    }
    list.commit();
    if (draft?.isTyped && !firstOpen() && !target.matches(".more")) form.requestSubmit();
  }

  /** Backspace in an empty field leads to the one before, and from the first out of the command. */
  function stepBack(target) {
    const option = draft.shown.find(({ name }) => name === target.dataset.option);
    if (option && !option.required) return removeOption(option);
    const fields = [...command.querySelectorAll("input")];
    const before = fields[fields.indexOf(target) - 1];
    if (before) before.focus();
    else leave(`/${draft.entry.invocation}`);
  }

  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) list.close();
  });

  // What is typed with the focus nowhere or on a button goes on in the composer: after a press, say.
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("input, textarea")) latest = target;
  });
  document.addEventListener("keydown", (event) => {
    if (!isLetter(event) || !event.target.matches("body, #timeline button:not([role])")) return;
    const shown = command.hidden ? message : command.querySelector("input");
    (latest.checkVisibility() ? latest : shown)?.focus({ preventScroll: true });
  });

  /** Whether a key writes something; a space presses what has the focus. */
  function isLetter({ key, target, ctrlKey, metaKey, altKey }) {
    const isPress = key === " " && target !== document.body;
    return key.length === 1 && !isPress && !ctrlKey && !metaKey && !altKey;
  }

  return {
    say,
    /** Take the commands, and open. */
    setCommands(next) {
      entries = next;
      form.hidden = false;
    },
    clear: () => {
      if (draft || message.value) leave();
    },
    focus: () => message.focus({ preventScroll: true }),
    /** Begin a command, such as "/favourites list"; one that was begun is left. */
    start(command) {
      const entry = entries.find(({ invocation }) => `/${invocation}` === command);
      if (entry) start(entry);
    },
  };
}
