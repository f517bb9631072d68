// The turns follow the sound; a click on a turn, its time or its evidence plays it.

/** `onEvidence(findingId)` is told when a marked passage is clicked. */
export function makeTranscript(root, player, onEvidence) {
  const turns = [...root.querySelectorAll(".turn")].map((element) => ({
    element, start: Number(element.dataset.start), end: Number(element.dataset.end),
  }));
  const follow = document.querySelector("#follow");
  let current = null;

  root.addEventListener("click", (event) => {
    const turn = event.target.closest(".turn");
    if (!turn || event.target.closest("form") || String(getSelection())) return; // selecting text is no wish to listen
    const finding = event.target.closest("[data-finding]");
    if (finding) onEvidence(finding.dataset.finding);
    if (event.target.closest("p, button")) playTurn(turn);
  });

  function playTurn(element) {
    element.scrollIntoView({ block: "nearest" });
    player?.play(Number(element.dataset.start));
  }

  player?.audio.addEventListener("timeupdate", () => {
    const now = player.audio.currentTime + 0.05; // seeking to a start may land a hair before it
    const turn = turns.findLast(({ start }) => start <= now) ?? null;
    if (turn === current) return;
    current?.element.classList.remove("now");
    current = turn;
    current?.element.classList.add("now");
    if (follow?.checked && !player.audio.paused) keepInView(root, current?.element);
  });

  return { turns, playTurn, turn: (index) => document.getElementById(`turn-${index}`) };
}

/** Scroll the column, never the page. */
function keepInView(root, element) {
  if (!element) return;
  const [box, row] = [root.getBoundingClientRect(), element.getBoundingClientRect()];
  if (row.top < box.top + 40 || row.bottom > box.bottom - 60) {
    root.scrollBy({ top: row.top - box.top - box.height / 3, behavior: "smooth" });
  }
}
