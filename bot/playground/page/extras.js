/** What the page adds to a drawn message: beginning a command, copying, playing, saving. */

import { node } from "/dom.js";
import { downloadButton } from "/media.js";

const COPIED_MS = 2000; // how long a button says that it has copied

/** Put a button on each code block that copies it; those in cards are figures to look at. */
export function addCopying(article, words) {
  for (const block of article.querySelectorAll(".message-content .code-block-wrap")) {
    const button = node("button", "copy");
    button.type = "button";
    button.title = words.copy;
    button.append(node("span", "", words.copy));
    button.addEventListener("click", () => copy(block.querySelector("code"), button, words));
    block.append(button);
  }
}

async function copy(code, button, words) {
  try {
    await navigator.clipboard.writeText(code.textContent.trimEnd());
  } catch {
    getSelection().selectAllChildren(code); // for the visitor to copy
    return;
  }
  const [label] = button.children;
  label.textContent = words.copied;
  button.classList.add("is-done");
  setTimeout(() => {
    label.textContent = words.copy;
    button.classList.remove("is-done");
  }, COPIED_MS);
}

/** Begin the commands in a text when they are pressed, as Discord does. */
export function addStarts(article, start) {
  for (const mention of article.querySelectorAll("span.command-mention")) {
    const button = node("button", "start", mention.textContent);
    button.type = "button";
    button.addEventListener("click", () => start(button.textContent));
    mention.replaceWith(button);
  }
}

/** Put one button, a waveform that fills, and a length in place of SimCord's controls of a sound. */
export function addPlayers(article, words, locale) {
  for (const player of article.querySelectorAll(".audio-player:not(:has(.play))"))
    addPlayer(player, words, locale);
}

/** Put a button below each picture that saves it, and name those of sounds in the page's words. */
export function addDownloads(article, message, options, words) {
  const pictures = picturesIn(message.components);
  article.querySelectorAll(".gallery-item").forEach((figure, at) => {
    const button = downloadButton(pictures[at], options);
    button.append(words.download);
    figure.append(button);
  });
  for (const button of article.querySelectorAll(".file-download")) {
    button.setAttribute("aria-label", words.download);
    button.title = words.download;
  }
}

/** The pictures of galleries, in the order in which they are drawn. */
function picturesIn(components = []) {
  return components.flatMap(({ items = [], components: inner }) => [
    ...items.map(({ media }) => media),
    ...picturesIn(inner),
  ]);
}

function addPlayer(player, words, locale) {
  const sound = player.querySelector("audio");
  const [button, length] = [node("button", "play"), node("span", "length")];
  button.type = "button";
  const update = () => {
    button.setAttribute("aria-label", sound.paused ? words.play : words.pause);
    button.classList.toggle("is-playing", !sound.paused);
    paint();
  };
  function paint() {
    const share = sound.currentTime / sound.duration || 0;
    const bars = [...player.querySelectorAll(".voice-wave-bar")];
    bars.forEach((bar, at) => {
      bar.classList.toggle("is-over", at < share * bars.length && !sound.ended);
    });
    if (!sound.paused && player.isConnected) requestAnimationFrame(paint);
  }
  button.addEventListener("click", () => {
    if (sound.paused) sound.play().catch(update);
    else sound.pause();
  });
  for (const event of ["play", "pause", "ended"]) sound.addEventListener(event, update);
  sound.addEventListener("durationchange", () => {
    if (Number.isFinite(sound.duration)) length.textContent = seconds(sound.duration, locale);
  });
  player.prepend(button);
  player.append(length);
  update();
}

/** A sound's length, such as "1.2s": a name is often over within a second. */
function seconds(length, locale) {
  const format = { style: "unit", unit: "second", unitDisplay: "narrow", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, format).format(length);
}
