// Single keys as commands, silent while somebody writes or a dialog is open.

export function onKeys(commands) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const writing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (writing) {
      if (event.key === "Escape") writing.blur();
      return;
    }
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    const pressesButton = event.key === " " || event.key === "Enter";
    if (pressesButton && event.target.closest("button, a, summary, input")) return;
    const command = commands[event.key];
    if (command) {
      event.preventDefault();
      command();
    }
  });
}
