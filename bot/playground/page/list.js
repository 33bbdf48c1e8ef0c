/** The list above the composer: commands, options or choices. */

import { node } from "/dom.js";
import { createListbox } from "/listbox.js";

/** @param {HTMLElement} popup has a heading and a listbox */
export function createList(popup, words) {
  const [heading, list] = [popup.querySelector("h2"), popup.querySelector("[role=listbox]")];
  let owner = null;
  let box = null;

  // The focus stays in the field that the list belongs to.
  popup.addEventListener("pointerdown", (event) => event.preventDefault());

  /**
   * Open the list over a field.
   *
   * @param {HTMLElement} field
   * @param {string} title
   * @param {{name: string, description?: string}[]} items
   * @param {(item: object) => void} choose
   * @param {{isPreselected?: boolean}} [options] whether Enter takes the first item
   */
  function open(field, title, items, choose, { isPreselected = true } = {}) {
    close();
    owner = field;
    heading.textContent = title;
    list.setAttribute("aria-label", title);
    const rows = items.map((item) => drawRow(item, () => choose(item)));
    list.replaceChildren(...rows);
    popup.hidden = false;
    popup.dataset.typed = field.value;
    if (!rows.length) return list.replaceChildren(node("p", "", words.noChoices));
    box = createListbox({
      list,
      owner,
      idPrefix: "choice",
      activeClass: "is-active",
      wrap: true,
      onCommit: (row) => row?.click(),
    });
    box.setItems(rows);
    box.setExpanded(true);
    if (isPreselected) box.setActive(0);
    list.scrollTop = 0;
  }

  function close() {
    popup.hidden = true;
    list.replaceChildren();
    owner?.setAttribute("aria-expanded", "false");
    owner?.removeAttribute("aria-controls");
    owner?.removeAttribute("aria-activedescendant");
    [owner, box] = [null, null];
  }

  return {
    open,
    close,
    /** Whether the list is open over a field. */
    isOver: (field) => owner !== null && owner === field,
    /** Whether Enter would take an item. */
    hasActive: () => Boolean(box?.activeItem()),
    commit: () => box?.commit(),
    handleKey: (event) => box?.handleKey(event),
  };
}

function drawRow(item, choose) {
  const row = node("div", "choice");
  row.append(node("strong", "", item.name));
  if (item.description) row.append(node("span", "", item.description));
  row.addEventListener("click", choose);
  return row;
}
