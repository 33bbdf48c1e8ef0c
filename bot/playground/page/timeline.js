/** The conversation: draws messages that changed, and keeps in view what the visitor looks at. */

import { disposeSurface } from "/dom.js";
import { renderMessage } from "/messages.js";
import { addCopying, addDownloads, addPlayers, addStarts } from "./extras.js";

const NEAR = 64; // pixels from the end that still count as being there
const MARGIN = 12; // pixels between an answer and the composer

/**
 * @param {{timeline: HTMLElement, list: HTMLElement, newest: HTMLElement}} elements
 * @param {Record<string, string>} words
 * @param {string} locale in which lengths of sounds are written
 * @param {(command: string) => void} start begins a command that is pressed
 */
export function createTimeline({ timeline, list, newest }, words, locale, start) {
  /** @type {Map<string, {element: HTMLElement, fingerprint: string, hasShrunk: boolean}>} */
  let drawn = new Map();
  /** What stays in view: "end", the id of a message that answers, or null where the visitor is. */
  let goal = "end";
  let ownScroll = -1; // where the page itself has scrolled to

  new ResizeObserver(settle).observe(list);
  new ResizeObserver(settle).observe(timeline);
  timeline.addEventListener("scroll", () => {
    if (Math.abs(timeline.scrollTop - ownScroll) > 1) goal = isAtEnd() ? "end" : null;
    if (isAtEnd()) newest.hidden = true;
  });
  newest.addEventListener("click", () => show("end"));

  function isAtEnd() {
    return timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight <= NEAR;
  }

  function show(next) {
    goal = next;
    settle();
  }

  function settle() {
    const element = drawn.get(goal)?.element;
    if (goal === "end") timeline.scrollTop = timeline.scrollHeight;
    else if (element) {
      const [inner, outer] = [element.getBoundingClientRect(), timeline.getBoundingClientRect()];
      const below = inner.bottom + MARGIN - outer.bottom;
      const above = inner.top - outer.top;
      timeline.scrollTop += below > 0 ? Math.min(below, above) : Math.min(above, 0);
    }
    ownScroll = timeline.scrollTop;
  }

  /** Run a change of the messages while what the visitor looks at stays where it is. */
  function holdStill(change) {
    const top = timeline.getBoundingClientRect().top;
    const anchor = [...list.children].find((child) => child.getBoundingClientRect().bottom > top);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (anchor?.isConnected) timeline.scrollTop += anchor.getBoundingClientRect().top - before;
    ownScroll = timeline.scrollTop;
  }

  /**
   * @param {object} snapshot what SimCord's interface says
   * @param {(message: object) => object} optionsOf the options for drawing a message
   * @param {Set<string>} answers ids of messages to be brought into view; those that are, are taken out
   * @param {Set<string>} edits ids of messages changed by a press in them, likewise if they are shorter
   * @param {boolean} isForced whether messages that are the same are drawn anew, too
   */
  function draw(snapshot, optionsOf, answers, edits, isForced) {
    const ids = snapshot.timeline.map(String);
    const isFirst = drawn.size === 0;
    const fresh = ids.filter((id) => !drawn.has(id));
    const last = BigInt([...drawn.keys()].at(-1) ?? 0);
    holdStill(() => {
      const next = new Map();
      for (const id of ids) next.set(id, drawOne(snapshot.messages[id], optionsOf, isForced));
      for (const [id, { element }] of drawn) if (!next.has(id)) remove(element);
      drawn = next;
      order([...next.values()].map(({ element }) => element));
    });
    // An answer that takes long is drawn before it is known to be one.
    const answer = ids.filter((id) => answers.delete(id)).at(-1);
    const edit = ids.filter((id) => edits.delete(id)).at(-1);
    const isInPlace = goal === null && edit; // what else is said can wait
    if (isFirst) goal = "end";
    else if (answer && !isInPlace) goal = answer;
    else if (goal === null && drawn.get(edit)?.hasShrunk) goal = edit;
    else if (goal === null && (answer || fresh.some((id) => BigInt(id) > last)))
      newest.hidden = false;
    settle();
  }

  function drawOne(message, optionsOf, isForced) {
    const id = String(message.id);
    const known = drawn.get(id) ?? { element: newArticle(id), fingerprint: "", hasShrunk: false };
    const { element, fingerprint } = known;
    const now = JSON.stringify(message);
    if (isForced || now !== fingerprint) {
      const height = element.offsetHeight;
      const options = optionsOf(message);
      const isChanged = now !== fingerprint;
      renderMessage(element, message, isChanged ? withDefaults(options) : options);
      translate(element, message, words);
      addCopying(element, words);
      addStarts(element, start);
      addPlayers(element, words, locale);
      addDownloads(element, message, options, words);
      known.hasShrunk = element.offsetHeight < height;
    }
    return { ...known, fingerprint: now };
  }

  /** Put elements in order, and leave alone those that are: moving one would stop its sound. */
  function order(elements) {
    let place = list.firstElementChild;
    for (const element of elements) {
      if (element === place) place = place.nextElementSibling;
      else list.insertBefore(element, place);
    }
  }

  function remove(element) {
    disposeSurface(element);
    element.remove();
  }

  return {
    draw,
    showEnd: () => show("end"),
    clear() {
      for (const { element } of drawn.values()) remove(element);
      drawn = new Map();
      show("end");
      newest.hidden = true;
    },
  };
}

/** Lists of a message that has changed show what it says is chosen, not what was chosen before. */
function withDefaults(options) {
  const chosen = new Map();
  const take = (key, value) => {
    chosen.set(key, value);
    options.onReconcileDraft(key, value);
  };
  return { ...options, draftValue: (key) => chosen.get(key), onInit: take, onReconcileDraft: take };
}

function newArticle(id) {
  const article = document.createElement("article");
  article.className = "channel-message";
  article.dataset.messageId = id;
  return article;
}

/** Replace what SimCord writes around a message in English, and what assistive technology misreads. */
function translate(article, message, words) {
  const set = (selector, text) => {
    for (const found of article.querySelectorAll(selector)) found.textContent = text;
  };
  article.classList.toggle("is-private", message.ephemeral === true);
  set(".message-ephemeral-note", words.ephemeral);
  set(".message-loading", words.thinking);
  set(".message-edited", ` (${words.edited})`);
  set(".message-edited-compact", `(${words.edited})`);
  const used = article.querySelector(".message-interaction-header");
  const command = used?.querySelector("strong");
  if (command && message.interaction_header?.user) {
    const [before, after] = words.used
      .replace("{member}", message.interaction_header.user.name)
      .split("{command}");
    used.replaceChildren(before, command, after);
  }
  // Discord's headings are sizes: a card's title may be smaller than the names below it.
  article.querySelectorAll(".markdown-heading").forEach((heading, at) => {
    heading.setAttribute("aria-level", at ? "3" : "2");
  });
  for (const trigger of article.querySelectorAll(".select-trigger"))
    trigger.removeAttribute("aria-valuetext");
  // A picture says what it shows, in the visitor's language.
  for (const trigger of article.querySelectorAll(".media-lightbox-trigger"))
    trigger.removeAttribute("aria-label");
}
