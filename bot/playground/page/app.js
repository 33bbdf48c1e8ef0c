/** The page: opens a page of SimCord's interface, and ties its modules and ours together. */

import { createActions } from "/actions.js";
import { createAssets } from "/assets.js";
import { createFocus } from "/focus.js";
import { reconcileLightbox } from "/media.js";
import { initSelectDrafts } from "/select-drafts.js";
import { createSession } from "/session.js";
import { createSurfaces } from "/surfaces.js";
import { createTransport } from "/transport.js";
import { createComposer } from "./composer.js";
import { createForm } from "./form.js";
import { createTimeline } from "./timeline.js";

const PATIENCE = 2; // reads of the state that fail in a row before the playground counts as ended
const GONE = 410;
const UNAUTHORIZED = 401;

const $ = (id) => document.getElementById(id);
const nothing = () => {};
const words = await (await fetch("/page/words")).json();
const locale = navigator.languages.find((tag) => tag.startsWith(words.language)) ?? words.language;
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;

const key = location.hash.slice(1);
const transport = createTransport(key);
const assets = createAssets({ headers: () => transport.authHeaders() });
const focus = createFocus();
const timeline = createTimeline(
  { timeline: $("timeline"), list: $("messages"), newest: $("newest") },
  words,
  locale,
  (command) => composer.start(command),
);

let snapshot = null;
let seen = ""; // the last state, to tell whether anything changed
let commands = ""; // which commands the composer has
let dropdown = null;
let failures = 0;
let isOver = false;
/** Ids of messages that answer this visitor, and are still to be brought into view. */
const answers = new Set();
/** Ids of messages that this visitor has changed by a press in them. */
const edits = new Set();

// ---------------------------------------------------------------- what happens, one after another

/** Actions that wait for the one under way: SimCord takes one at a time, and drops the others. */
const waiting = [];
let underWay = null;

/** Act, and resolve to SimCord's receipt, which says what came of it. */
function act(kind, body) {
  return new Promise((resolve) => {
    waiting.push({ kind, body, resolve });
    actNext();
  });
}

function actNext() {
  if (isOver || underWay || actions.admissionBlocked()) return;
  underWay = waiting.shift() ?? null;
  if (underWay) actions.dispatch(underWay.kind, underWay.body);
}

/** Ask for the choices of an option; newer questions about it replace older ones. */
function ask(body) {
  return new Promise((resolve) =>
    actions.queueQuery(`choices:${body.focused}`, "autocomplete_command", body, { resolve }),
  );
}

const session = createSession({
  read: (signal) => transport.request("/api/state", "GET", undefined, snapshot.context.id, signal),
  install,
  tick() {
    failures = 0;
    $("notice").hidden = true;
    actions.tick();
    if (snapshot.status === "stale" && !underWay) act("refresh", {});
    actNext();
  },
  failure: noteFailure,
});

const actions = createActions({
  session,
  send: transport.requestAction,
  readResult: ({ requestId, sequence }) =>
    transport.request(
      `/api/action-result?request_id=${encodeURIComponent(requestId)}&sequence=${sequence}`,
    ),
  changed: ({ pendingAction }) => {
    const isBusy = Boolean(pendingAction && !pendingAction.queryIntent);
    $("app").setAttribute("aria-busy", String(isBusy));
  },
  outcome: noteOutcome,
  completeDraft: (action) => surfaces.outcome(action),
  idle: actNext,
  failure: noteFailure,
  terminate: () => endWith(words.restarted, words.restartedHow),
  render: nothing,
  healthy: nothing,
  diagnostic: nothing,
  rememberReceipt: nothing,
  acceptedClose: nothing,
  beforePage: nothing,
  recovered: nothing,
});

function noteOutcome(action, receipt, _body, metadata) {
  if (action.queryIntent) {
    metadata?.resolve(receipt.result?.choices ?? []);
    return;
  }
  for (const { kind, messageId } of receipt.outcomes ?? []) {
    const isPut = kind !== "source_edit" && kind !== "deferred";
    const id = messageId ?? (kind === "deferred" ? action.targetId : null);
    if (id) (isPut ? answers : edits).add(String(id));
  }
  if (receipt.rejected || receipt.settlement !== "settled") composer.say(words.failed);
  underWay?.resolve(receipt);
  underWay = null;
}

/** Take a failed request: of the state, or of an action, of which only a code is known. */
function noteFailure(error) {
  if (error.status === UNAUTHORIZED) endWith(words.restarted, words.restartedHow);
  else if (error.status === GONE)
    location.reload(); // only this page was forgotten, as after a long sleep
  else if (++failures >= PATIENCE) notify(words.ended, words.endedHow);
}

function endWith(title, text) {
  isOver = true;
  session.stop();
  notify(title, text);
}

function notify(title, text) {
  const [heading, paragraph] = $("notice").children;
  [heading.textContent, paragraph.textContent] = [title, text];
  $("notice").hidden = false;
}

// ------------------------------------------------------------------------------------ what is drawn

const selections = initSelectDrafts({
  rememberFocus: focus.remember,
  restoreFocus: focus.restore,
  onRender: () => draw(true),
  queueQuery: actions.queueQuery,
  queryPending: (_control, query) => actions.hasQuery(query),
  dispatch: act,
  clearModalValidation: nothing,
  setFocusKey: focus.setKey,
  changed: (report) => {
    dropdown = report.dropdown;
  },
});

const surfaces = createSurfaces({
  root: document.createElement("div"), // for one message alone, which the page never shows
  selections,
  composer: {},
  assets,
  dispatch: act,
  localRender: () => draw(true),
  addDiagnostic: nothing,
  clearRenderDiagnostics: nothing,
  premiumNotice: nothing,
});

const composer = createComposer($("composer"), words, {
  ask,
  run: (body) => act("run_command", body),
  send: (content) => act("send_message", { content }),
  members,
  expectAnswer: timeline.showEnd,
});

/** The members, the visitor last: who chooses one means somebody else. */
function members() {
  const isVisitor = ({ id }) => String(id) === snapshot.viewerId;
  return [...snapshot.viewers].sort((one, other) => isVisitor(one) - isVisitor(other));
}

const form = createForm($("form"), words, (body) => act("modal_submit", body));

/** Take a state, and draw it if anything has changed; return whether it is newer than the last. */
async function install(next) {
  if (!session.compatible(next) || !session.accept(next)) return false;
  const text = JSON.stringify(next);
  if (text === seen) {
    actions.observe(next);
    return true;
  }
  const isOther = snapshot !== null && snapshot.viewerId !== next.viewerId;
  if (isOther) forget();
  [snapshot, seen] = [next, text];
  transport.setContext(next.context.id);
  syncActions();
  assets.update(next.assets);
  selections.observe(next, null);
  drawViewers();
  draw(isOther);
  form.update(next.modal);
  actions.observe(next);
  await loadCommands();
  return true;
}

/** Drop what belongs to the member that the visitor was. */
function forget() {
  selections.reset();
  surfaces.reset();
  assets.reset();
  actions.resetInteraction();
  focus.reset();
  composer.clear();
  timeline.clear();
}

function syncActions() {
  actions.setContext({
    contextId: snapshot.context.id,
    contextGeneration: snapshot.context.generation,
    botGeneration: snapshot.botGeneration,
    publishedRevision: snapshot.publishedRevision,
    observedRevision: snapshot.publishedRevision,
    viewerId: snapshot.viewerId,
    targetId: snapshot.targetId,
    closed: isOver,
    authorized: true,
    protocolCompatible: true,
    pinnedCapture: false,
  });
}

/** The commands, anew where others are to be had, as for a member who manages the server. */
async function loadCommands() {
  const { fingerprint } = snapshot.commands;
  if (fingerprint === commands) return;
  commands = fingerprint;
  composer.setCommands((await transport.request("/api/commands")).entries);
}

function drawViewers() {
  const viewer = $("viewer");
  const members = snapshot.viewers.map(
    ({ id, name }) => new Option(name, id, false, String(id) === snapshot.viewerId),
  );
  viewer.replaceChildren(...members);
  $("viewing").hidden = false;
}

function draw(isForced = false) {
  focus.remember();
  surfaces.updateContext(snapshot, profile(), dropdown);
  timeline.draw(snapshot, optionsOf, answers, edits, isForced);
  selections.fitOpenDropdowns();
  reconcileLightbox();
  if (document.activeElement === document.body) focus.restore();
  $("older").hidden = !snapshot.history.hasBefore;
}

function profile() {
  return {
    locale,
    timezone: timeZone,
    reducedMotion,
    mediaTime: null,
    presentationTime: new Date().toISOString(),
  };
}

function optionsOf(message) {
  const options = surfaces.options(snapshot, [], message, true);
  // The bot reads no messages, so nobody needs to reply to, change, pin or delete them.
  return { ...options, onReply: null, onEdit: null, onDelete: null, onPin: null };
}

// ------------------------------------------------------------------------------------ the beginning

$("viewer").addEventListener("change", async ({ target }) => {
  await act("viewer", { viewer_id: target.value });
});
$("older").addEventListener("click", () => act("history", { direction: "older" }));
addEventListener("resize", () => selections.fitOpenDropdowns());
$("timeline").addEventListener("scroll", () => selections.fitOpenDropdowns());
addEventListener("hashchange", () => location.reload());
addEventListener("pagehide", ({ persisted }) => {
  session.pause();
  if (persisted || !snapshot) return;
  const options = { method: "DELETE", headers: transport.authHeaders(), keepalive: true };
  fetch(`/api/pages/${encodeURIComponent(snapshot.context.id)}`, options).catch(nothing);
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) session.resume();
});

async function open() {
  document.documentElement.lang = words.language;
  for (const [id, word] of [
    ["topic", "topic"],
    ["viewing-as", "viewingAs"],
    ["older", "older"],
    ["newest", "newest"],
  ]) {
    $(id).textContent = words[word];
  }
  $("timeline").setAttribute("aria-label", words.channel);
  if (!key) {
    endWith(words.noKey, words.noKeyHow);
    return;
  }
  try {
    await install(await transport.request("/api/pages", "POST", {}, null));
    session.resume();
    if (matchMedia("(hover: hover)").matches) composer.focus();
  } catch (error) {
    failures = PATIENCE;
    noteFailure(error);
  }
  $("app").setAttribute("aria-busy", "false");
}

await open();
