/** The fields of a command. */

import { node } from "/dom.js";

/** A field over which a list opens. */
export function newField(label) {
  const field = node("input");
  field.autocomplete = "off";
  field.spellcheck = false;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-label", label);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-describedby", "hint-text");
  field.addEventListener("input", () => fit(field));
  return field;
}

/** Fit a field to its text, where the browser does not do so by itself. */
export function fit(field) {
  field.size = Math.max(4, [...(field.value || field.placeholder)].length);
}

/** A field with its name before it. */
export function newPill(label, field) {
  const [pill, name] = [node("span", "pill"), node("label")];
  name.append(node("span", "", label), field);
  pill.append(name);
  return pill;
}

/** Say below a field what is wrong with it; nothing is, if the text is null. */
export function complain(pill, field, text) {
  pill.querySelector(".error")?.remove();
  field.setAttribute("aria-invalid", String(text !== null));
  field.setAttribute("aria-describedby", "hint-text");
  if (text === null) return;
  const error = node("span", "error", text);
  error.id = `error-${field.dataset.option}`;
  field.setAttribute("aria-describedby", `hint-text ${error.id}`);
  pill.append(error);
}
