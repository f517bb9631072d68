// Correcting the turn under the cursor. The form goes to the server as any form does.

export function makeCorrection(root) {
  const form = root.querySelector("#correct");
  if (!form) return { edit() {}, swap() {} };
  const { turn: number, text, speaker } = form.elements;
  const close = () => { form.hidden = true; root.focus(); };

  form.querySelector("#correct-cancel").addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  if (!form.hidden) text.focus(); // refused: what was typed is still there

  return {
    /** The hovered turn, else the focused one, else the one being played. */
    edit() {
      const turn = [":hover", ":focus-within", ".now"].map((is) => root.querySelector(`.turn${is}`))
        .find(Boolean) ?? root.querySelector(".turn");
      if (!turn) return;
      number.value = turn.id.slice("turn-".length);
      text.value = turn.querySelector("p").textContent;
      speaker.value = ["agent", "customer"].find((name) => turn.classList.contains(name)) ?? "unknown";
      form.hidden = false;
      turn.querySelector("div").append(form);
      text.focus();
    },
    swap: () => root.querySelector("#swap-go:not(:disabled)")?.click(),
  };
}
