/** Forms that the bot opens: a few questions at once, in a dialog of the browser's own. */

import { node } from "/dom.js";

const SELECT = 3;

/**
 * The browser keeps the focus inside the dialog, closes it with Escape, and then gives the focus back.
 *
 * @param {HTMLDialogElement} dialog
 * @param {Record<string, string>} words
 * @param {(body: object) => Promise<object>} submit resolves to SimCord's receipt
 */
export function createForm(dialog, words, submit) {
  const $ = (selector) => dialog.querySelector(selector);
  const [form, title, fields, error] = ["form", "h2", "#fields", "#form-error"].map($);
  let handle = null; // of the form that was opened last, which SimCord keeps when it is cancelled

  $("#cancel").textContent = words.cancel;
  $("#submit").textContent = words.submit;
  $("#cancel").addEventListener("click", () => dialog.close());

  /** Open a form that is new, and close one that was answered. */
  function update(modal) {
    const next = modal?.handle ?? null;
    if (next === handle) return;
    handle = next;
    dialog.close();
    if (modal) open(modal.payload);
  }

  function open(payload) {
    title.textContent = payload.title;
    fields.replaceChildren(...payload.components.map(drawQuestion));
    setBusy(false);
    error.textContent = "";
    dialog.showModal();
  }

  function setBusy(isBusy) {
    form.setAttribute("aria-busy", String(isBusy));
    fields.disabled = isBusy;
    $("#submit").disabled = isBusy;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = handle;
    const values = readAnswers(form);
    setBusy(true);
    error.textContent = "";
    const receipt = await submit({ modal_handle: sent, values });
    if (!receipt.rejected || sent !== handle) return;
    setBusy(false);
    error.textContent = words.failed;
  });

  /** Draw a question with its answer to begin with. */
  function drawQuestion({ label: text, description, component }) {
    const question = node("div", "question");
    const label = node("label", "", text);
    const field = component.type === SELECT ? newSelect(component) : newInput(component);
    field.name = component.custom_id;
    field.id = `answer-${component.custom_id}`;
    label.htmlFor = field.id;
    question.append(label);
    if (description) {
      const hint = node("p", "", description);
      hint.id = `${field.id}-hint`;
      field.setAttribute("aria-describedby", hint.id);
      question.append(hint);
    }
    question.append(field);
    if (field.maxLength > 0) question.append(newCounter(field));
    field.addEventListener("invalid", () =>
      field.setCustomValidity(field.validity.valueMissing ? words.required : ""),
    );
    field.addEventListener("input", () => field.setCustomValidity(""));
    return question;
  }

  return { update };
}

function newInput({ value, max_length: most, min_length: least, required, placeholder }) {
  const input = node("input");
  input.value = value ?? "";
  if (most) input.maxLength = most;
  if (least) input.minLength = least;
  input.required = required !== false;
  input.placeholder = placeholder ?? "";
  input.autocomplete = "off";
  input.spellcheck = false;
  return input;
}

function newSelect({ options, required, placeholder }) {
  const select = node("select");
  const isChosen = options.some((option) => option.default);
  if (!isChosen) select.append(new Option(placeholder ?? "", "", true, true));
  for (const { label, value, default: isDefault } of options)
    select.append(new Option(label, value, isDefault, isDefault));
  select.required = required !== false;
  return select;
}

/** How much of the room for letters is used; screen readers say that there is no more by themselves. */
function newCounter(input) {
  const counter = node("span", "counter");
  counter.setAttribute("aria-hidden", "true");
  const count = () => {
    counter.textContent = `${input.value.length}/${input.maxLength}`;
  };
  input.addEventListener("input", count);
  count();
  return counter;
}

/** What was answered, as SimCord takes it: of a select, a list. */
function readAnswers(form) {
  const fields = [...form.elements].filter(({ name }) => name);
  return Object.fromEntries(
    fields.map(({ name, value, tagName }) => [
      name,
      tagName === "SELECT" ? [value].filter(Boolean) : value,
    ]),
  );
}
