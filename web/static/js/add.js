// Marking what the machine missed: selected words, else the turn under the cursor, become evidence.

export function makeAdding(root) {
  const form = root.querySelector("#add");
  if (!form) return { add() {} };
  const { turn: number, start, quote, rule } = form.elements;
  const close = () => { form.hidden = true; root.focus(); };

  form.querySelector("#add-cancel").addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  if (!form.hidden) rule.focus(); // refused: what was chosen is still there

  /** The turn of the selection with its words, as far as they lie in one turn. */
  function selected() {
    const selection = getSelection();
    const words = String(selection).trim();
    if (!words || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const text = range.startContainer.parentElement?.closest(".turn p");
    if (!text || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return { turn: text.closest(".turn"), words, at: String(before).length };
  }

  const whole = (turn) => turn && { turn, words: turn.querySelector("p").textContent, at: 0 };
  const pointed = () => whole([":hover", ":focus-within", ".now"].map((is) => root.querySelector(`.turn${is}`)).find(Boolean));
  const first = () => whole(root.querySelector(".turn"));

  function add() {
    const found = selected() ?? pointed() ?? first();
    if (!found) return;
    number.value = found.turn.id.slice("turn-".length);
    start.value = found.at;
    quote.value = found.words;
    form.hidden = false;
    found.turn.querySelector("div").append(form);
    rule.focus();
  }

  const button = root.querySelector("#add-open");
  button?.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  button?.addEventListener("click", add);
  return { add };
}
