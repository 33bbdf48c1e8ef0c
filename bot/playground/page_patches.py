"""What is patched in SimCord's page, file by file."""

from importlib.resources import files

from bot.playground.patches import Patch

_LISTS = Patch(
    "commands.js",
    "a list opens anew on the value just chosen, so that Enter never sends; it opens over an "
    "empty field, and says that nothing matches while it is still asking",
    (
        (
            """\
          context();
          if (option.type === "boolean" || option.choices?.length) {""",
            """\
          context();
          if (currentDraft().values[option.name]?.label !== undefined) clearPopup();
          else if (option.type === "boolean" || option.choices?.length) {""",
        ),
        (
            """\
            const current = String(field.value || "");
            const choices = autocompleteResults.get(autocompleteKey(currentDraft(), option.name, current)) || [];
            renderPopup(field, `OPTIONS MATCHING ${current.toUpperCase()}`, choices, (choice) => chooseValue(option, choice));
""",
            """\
            suggest(option, field);
""",
        ),
        (
            """\
            queryAutocomplete(option, field.value);
            renderPopup(field, `OPTIONS MATCHING ${field.value.toUpperCase()}`, autocompleteResults.get(autocompleteKey(currentDraft(), option.name, field.value)) || [], (choice) => chooseValue(option, choice));
""",
            """\
            suggest(option, field);
""",
        ),
        (
            """\
  /** @param {CommandOption} option */
  function addOptional(option) {""",
            """\
  /** @param {CommandOption} option @param {HTMLInputElement} field */
  function suggest(option, field) {
    const known = autocompleteResults.get(autocompleteKey(currentDraft(), option.name, field.value));
    if (!field.value || (!known && currentPopupOwner !== field)) clearPopup();
    if (!field.value || known) autocomplete = { option: option.name, state: "answered", choiceCount: known?.length || 0 };
    else queryAutocomplete(option, field.value);
    if (field.value && known) renderPopup(field, `OPTIONS MATCHING ${field.value.toUpperCase()}`, known, (choice) => chooseValue(option, choice));
  }
  /** @param {CommandOption} option */
  function addOptional(option) {""",
        ),
    ),
)

_ENTER = Patch(
    "commands.js",
    "an Enter is lost while the page is asking for a list or for the commands; it is kept until they "
    "are there, with what was then typed into a command's first field",
    (
        (
            "  function missingRequired() {",
            """\
  let heldEnters = 0;
  function isAsking() {
    const send = form.querySelector(".send-message");
    const isChosen = draft?.values[draft.focused ?? ""]?.label !== undefined;
    return (autocomplete.state === "loading" && autocomplete.option === draft?.focused && !isChosen)
      || (draft?.focused && timers.has(controlKey({ name: draft.focused })))
      || (send instanceof HTMLButtonElement && send.disabled);
  }
  function pressEnter() {
    const active = popup?.hidden ? null : popup?.querySelector('[aria-selected="true"]');
    if (active instanceof HTMLElement) active.click(); else validateAndRun();
  }
  /** @type {string | null} */
  let heldCommand = null;
  function holdCommand() {
    if (heldCommand !== null && input.value.startsWith(heldCommand)) heldEnters += 1;
    else [heldCommand, heldEnters] = [input.value, 0];
    return true;
  }
  function releaseCommand() {
    if (heldCommand === null) return;
    const [typed, enters] = [heldCommand, heldEnters];
    const entry = input.value.startsWith(typed) && matchCommands(catalog?.entries || [], typed.slice(1))[0];
    if (!entry) { heldCommand = null; heldEnters = 0; return; }
    const rest = input.value.slice(typed.length);
    select(entry);
    const field = queryElement(commandElement(), "input");
    if (rest && field instanceof HTMLInputElement) {
      field.value = rest;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    heldEnters = enters;
    releaseEnters();
  }
  function releaseEnters() {
    while (heldEnters && draft && pendingKind !== "run_command" && !isAsking()) { heldEnters -= 1; pressEnter(); }
    if (pendingKind === "run_command" || (!draft && heldCommand === null)) heldEnters = 0;
  }
  function missingRequired() {""",
        ),
        (
            """\
    if (mode === "browsing") {
      if (["ArrowDown",""",
            """\
    if (mode === "browsing") {
      if (event.key === "Enter" && catalogState === "loading") return holdCommand();
      if (["ArrowDown",""",
        ),
        (
            """\
    if (mode === "browsing") updateBrowse();
  } });""",
            """\
    if (catalogState !== "loading") releaseCommand();
    if (mode === "browsing") updateBrowse();
  } });""",
        ),
        (
            """\
          drafts.value(option.name, { raw });
          resizeField();""",
            """\
          drafts.value(option.name, { raw });
          heldEnters = 0;
          resizeField();""",
        ),
        (
            """\
    if (event.key === "Enter") {
      if (popup && !popupElement().hidden && currentPopupOwner === event.target) {""",
            """\
    if (event.key === "Enter") {
      if (pendingKind === "run_command") return true;
      if (event.target instanceof HTMLInputElement && isAsking()) { heldEnters += 1; return true; }
      if (popup && !popupElement().hidden && currentPopupOwner === event.target) {""",
        ),
        (
            """\
    if (mode !== "browsing") return;
    mode = "closed";
""",
            """\
    if (mode !== "browsing") return;
    mode = "closed";
    heldCommand = null; heldEnters = 0;
""",
        ),
        (
            "  composer.setKeyInterceptor(intercept);\n",
            """\
  composer.setKeyInterceptor(intercept);
  const sendButton = form.querySelector(".send-message");
  if (sendButton) new MutationObserver(releaseEnters).observe(sendButton, { attributeFilter: ["disabled"] });
""",
        ),
    ),
)

_MEMBER = Patch(
    "commands.js",
    "Enter after a chosen member empties the field again instead of sending",
    (
        (
            'if (event.target instanceof HTMLButtonElement && !event.target.matches(".command-chip")) return false;',
            'if (event.target instanceof HTMLButtonElement && !event.target.matches(".command-chip, .command-mention")) return false;',
        ),
    ),
)

_OPTIONAL = Patch(
    "commands.js",
    "Enter after a command that needs nothing adds an option instead of sending",
    (
        ("{ optional = false } = {}) {", "{ optional = false, preselect = true } = {}) {"),
        (
            "if (listItems.length) suggestionListbox.setActive(0, { scroll: false });",
            "if (listItems.length && preselect) suggestionListbox.setActive(0, { scroll: false });",
        ),
        (
            "    }, { optional: true });",
            '    }, { optional: true, preselect: !owner.matches(".command-chip") });',
        ),
    ),
)

_PENDING = Patch(
    "commands.js",
    "only grey letters in a corner say that a command was sent, until its answer is complete",
    (
        (
            '    if (pendingKind === "run_command") {\n',
            """\
    if (pendingKind === "run_command") {
      commandElement().append(node("span", "command-ghost", "⏳"));
""",
        ),
    ),
)

_CLOSED = Patch(
    "commands.js",
    "a field does not say that its list is closed, which ARIA requires of it",
    (
        (
            'if (suggestions) { field.setAttribute("role", "combobox");',
            'if (suggestions) { field.setAttribute("role", "combobox"); field.setAttribute("aria-expanded", "false");',
        ),
    ),
)

_CHOSEN = Patch(
    "selects.js",
    "a list to choose from says its value in an attribute that ARIA does not allow it",
    (
        (
            '  trigger.setAttribute("aria-valuetext", displaySelection(selected, entries, selectedEntries, label));\n',
            "",
        ),
    ),
)

_FOCUS = Patch(
    "commands.js",
    "the keyboard leaves the composer when a command has been sent",
    (
        (
            "      onCommandMode?.(false, detachedReply); detachedReply = null;\n",
            """\
      onCommandMode?.(false, detachedReply); detachedReply = null;
      if (document.activeElement === document.body || form.contains(document.activeElement)) input.focus({ preventScroll: true });
""",
        ),
    ),
)

_LABELS = Patch(
    "commands.js",
    "options are shown by their English names",
    (
        (
            'pill.append(node("span", "command-pill-label", option.name));',
            'pill.append(node("span", "command-pill-label", option.label ?? option.name));',
        ),
        (
            "? [focused.name, focused.description",
            "? [focused.label ?? focused.name, focused.description",
        ),
        (
            "({ name: option.name, value: option.name, description",
            "({ name: option.label ?? option.name, value: option.name, description",
        ),
    ),
)

_VALUES = Patch(
    "commands.js",
    "a field is narrower than what was typed into it, and shows a choice by its value",
    (
        (
            'String(value?.raw ?? "");\n        const resize',
            'String(value?.label ?? value?.raw ?? "");\n        const resize',
        ),
        (
            "field.style.width = `${Math.min(24, Math.max(2, [...field.value].length + 1))}ch`;",
            "field.style.width = `calc(${Math.max(2, [...field.value].length + 1)}ch + 16px)`;",
        ),
    ),
)

_WHOLE = Patch(
    "preview.css",
    "values, errors and descriptions of options are cut off",
    (
        (
            "width: 2ch; min-width: 12px; max-width: 220px;",
            "field-sizing: content; max-width: 100%;",
        ),
        ("  .command-option-input { max-width: 140px; }\n", ""),
        ("max-width: min(100%, 360px);", "flex-wrap: wrap; max-width: 100%;"),
        (
            ".command-error { position: absolute; z-index: 1; top: calc(100% + 3px); left: 0; max-width: 280px;",
            ".command-error { order: 1; flex: 1 0 100%;",
        ),
        (
            ".command-context-text { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }",
            ".command-context-text { flex: 1; min-width: 0; }",
        ),
    ),
)

_BESIDE = Patch(
    "preview.css",
    "on a phone a section's button stands below its text, which Discord keeps beside it",
    (
        (
            ".component-section { grid-template-columns: 1fr; }",
            ".component-section { grid-template-columns: minmax(0, 1fr) auto; }",
        ),
    ),
)

_EDGE = Patch(
    "preview.css",
    "the last card touches the composer, since the list has the name of its style as its id",
    ((".channel-message-list {", "#channel-message-list {"),),
)

_GAPS = Patch(
    "preview.css",
    "the parts of a card touch, between which Discord leaves a gap",
    (
        (
            ".component-container + .component-section { margin-top: 0; }",
            """\
.component-container + .component-section { margin-top: 0; }
.component-container > * + * { margin-top: 8px; }""",
        ),
    ),
)

_LAST_RULE = """\
  .command-entry.is-active, .command-suggestion.is-active { outline: 1px solid Highlight; }
}
"""

_LIGHT = Patch(
    "preview.css",
    "the page is dark for those whose system asks for light, too",
    ((_LAST_RULE, _LAST_RULE + files(__package__).joinpath("light.css").read_text("utf-8")),),
)

_SCROLLING = Patch(
    "timeline.js",
    "while it draws an answer, the page takes its own scrolling for the visitor's, and counts as "
    "scrolled up when a pixel is left below, so that new answers stay out of view",
    (
        (
            'if (!state.ready && state.scrollIntent?.policy === "target") return;',
            "if (!state.ready) return;",
        ),
        ("ui.timeline.clientHeight <= 1 ?", "ui.timeline.clientHeight <= 64 ?"),
    ),
)

_OWN_ANSWERS = Patch(
    "timeline.js",
    "the answer to what the visitor did stays out of view when they had scrolled up, and a reload "
    "opens at the first message",
    (
        (
            "else if (rect.bottom > bounds.bottom) ui.timeline.scrollTop += rect.bottom - bounds.bottom;",
            "else if (rect.bottom > bounds.bottom) ui.timeline.scrollTop += rect.bottom + 12 - bounds.bottom;",
        ),
        (
            """\
    state.scrollIntent = snapshot.targetId && String(snapshot.targetId) !== String(previousTargetId || "")
""",
            """\
    const isNew = (id) => active.has(id) && !previousIds.includes(id);
    const isAnswered = (snapshot.lastAction?.outcomes || []).some((outcome) => isNew(String(outcome.messageId)));
    if (isAnswered || !previousIds.length) state.scrollIntent = { policy: "target", targetId: ids.at(-1) };
    else state.scrollIntent = snapshot.targetId && String(snapshot.targetId) !== String(previousTargetId || "")
""",
        ),
    ),
)

PATCHES = (
    _LISTS,
    _ENTER,
    _MEMBER,
    _OPTIONAL,
    _PENDING,
    _CLOSED,
    _CHOSEN,
    _FOCUS,
    _LABELS,
    _VALUES,
    _WHOLE,
    _BESIDE,
    _EDGE,
    _GAPS,
    _LIGHT,
    _SCROLLING,
    _OWN_ANSWERS,
)
